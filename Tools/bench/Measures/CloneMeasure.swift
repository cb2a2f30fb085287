/// P3: `vnsync clone` of a hub with a snapshot, from the start of its process to the end.
enum CloneMeasure: Measure {
    static let ids = ["P3"]

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let hub = try await bench.hub()
        try hub.restore()
        let program = try bench.program("vnsync")
        try prepare(hub, bench)
        let daemon = try bench.daemon(hub.path)
        defer { daemon.stop() }
        var ours: [Double] = []
        var floor: [Double] = []
        try await bench.repeated("P3: clone of W1") {
            let target = Workbench.store(in: try bench.work.folder("clone"))
            let errors = bench.work.file("clone.err")
            ours.append(
                try Stopwatch.seconds {
                    let process = try ChildProcess(
                        program, ["clone", daemon.url, target], errors: errors)
                    let status = process.wait()
                    guard status == 0 else {
                        throw BenchError("vnsync clone ended with \(status), see \(errors)")
                    }
                })
            floor.append(try copy(target, to: try bench.work.folder("copy")))
            try check(target, bench)
        }
        return [
            Finding(
                id: "P3", what: "clone of W1 by snapshot, whole process",
                value: Stopwatch.median(ours), unit: "s", floor: Stopwatch.median(floor),
                budget: .atMost(4))
        ]
    }

    /// Lets the hub make its snapshot, which it otherwise does in the background when the first
    /// client asks.
    private static func prepare(_ hub: SavedFolder, _ bench: Workbench) throws {
        let errors = bench.work.file("snapshot.err")
        let process = try ChildProcess(
            try bench.program("vnsyncd"),
            ["snapshot", "--data", Workbench.store(in: hub.path)], errors: errors)
        let status = process.wait()
        guard status == 0 else {
            throw BenchError("vnsyncd snapshot ended with \(status), see \(errors)")
        }
    }

    /// F-copy: the same file copied by SQLite.
    private static func copy(_ path: String, to folder: String) throws -> Double {
        let file = try SQLiteFile(path)
        return try Stopwatch.seconds {
            try file.execute("VACUUM INTO '\(Workbench.store(in: folder))'")
        }
    }

    private static func check(_ path: String, _ bench: Workbench) throws {
        let count = try SQLiteFile(path).integer(
            "SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM comment)")
        guard count == bench.corpus.rowCount else {
            throw BenchError("the clone has \(count) of \(bench.corpus.rowCount) documents")
        }
    }
}
