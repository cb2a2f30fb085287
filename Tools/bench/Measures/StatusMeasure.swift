/// P14: `vnsync status`, from the start of its process to the end.
enum StatusMeasure: Measure {
    static let ids = ["P14"]

    private static let count = 21

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let reader = try await bench.reader()
        try reader.restore()
        bench.say("P14: vnsync status")
        let program = try bench.program("vnsync")
        let errors = bench.work.file("status.err")
        let variables = ["VNSYNC_STORE": Workbench.store(in: reader.path)]
        var times: [Double] = []
        for _ in 0..<count {
            times.append(
                try Stopwatch.seconds {
                    let process = try ChildProcess(
                        program, ["status"], variables: variables, errors: errors)
                    let status = process.wait()
                    guard status == 0 else {
                        throw BenchError("vnsync status ended with \(status), see \(errors)")
                    }
                })
        }
        return [
            Finding(
                id: "P14", what: "vnsync status, whole process, median",
                value: Stopwatch.median(times) * 1000, unit: "ms", budget: .atMost(30))
        ]
    }
}
