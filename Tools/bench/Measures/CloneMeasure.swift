import VNStore
import VNSync
import VNSyncHTTP

/// P3: a clone of a hub with a snapshot, to the end of the pull behind it; the search index is left
/// for later.
enum CloneMeasure: Measure {
    static let ids = ["P3"]

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let hub = try await bench.hub()
        try hub.restore()
        try prepare(hub, bench)
        let daemon = try bench.daemon(hub.path)
        defer { daemon.stop() }
        var ours: [Double] = []
        var floor: [Double] = []
        try await bench.repeated("P3: clone of W1") {
            let target = Workbench.store(in: try bench.work.folder("clone"))
            ours.append(
                try await Stopwatch.seconds { try await clone(daemon.url, to: target) })
            floor.append(try copy(target, to: try bench.work.folder("copy")))
            try check(target, bench)
        }
        return [
            Finding(
                id: "P3", what: "clone of W1 by snapshot",
                value: Stopwatch.median(ours), unit: "s", floor: Stopwatch.median(floor),
                budget: .atMost(4))
        ]
    }

    private static func clone(_ url: String, to path: String) async throws {
        let transport = try HTTPTransport(url: url)
        let clone = HubClone(path: path, url: url, transport: transport)
        guard try await clone.fetchSnapshot() != nil else {
            throw BenchError("the hub gives no snapshot")
        }
        let store = try await ContentStore.open(at: path)
        try await SyncEngine(store: store, remote: clone.remote, transport: transport).sync(.pull)
        clone.finish()
        try await store.close()
        await transport.shutdown()
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
