/// P13: the most memory that a first pull takes, and that a hub takes while it serves many.
enum MemoryMeasure: Measure {
    static let ids = ["P13"]

    private static let clients = 50

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let hub = try await bench.hub()
        bench.say("P13: memory of a pull and of a hub with \(clients) clients")
        let daemon = try bench.daemon(hub.path)
        defer { daemon.stop() }
        let pulled = try pull(from: daemon, bench)
        let before = try daemon.peakMegabytes()
        _ = try await FeedReader.readAll(daemon.url, clients: clients)
        return [
            Finding(
                id: "P13", what: "vnsync pull of W1, peak memory", value: pulled, unit: "MB",
                budget: .atMost(80)),
            Finding(
                id: "P13", what: "vnsyncd serving one pull, peak memory", value: before,
                unit: "MB"),
            Finding(
                id: "P13", what: "vnsyncd serving \(clients) pulls, peak memory",
                value: try daemon.peakMegabytes(), unit: "MB", budget: .atMost(200)),
        ]
    }

    /// Pulls W1 by `vnsync` into an empty store.
    private static func pull(from daemon: Daemon, _ bench: Workbench) throws -> Double {
        let path = Workbench.store(in: try bench.work.folder("memory"))
        let program = try bench.program("vnsync")
        let errors = bench.work.file("pull.err")
        func run(_ words: [String]) throws -> Double {
            let process = try ChildProcess(
                program, words, variables: ["VNSYNC_STORE": path], errors: errors)
            let end = process.waitForPeak()
            guard end.status == 0 else {
                throw BenchError("vnsync \(words[0]) ended with \(end.status), see \(errors)")
            }
            return end.megabytes
        }
        _ = try run(["init", path, "--remote", daemon.url])
        return try run(["pull"])
    }
}
