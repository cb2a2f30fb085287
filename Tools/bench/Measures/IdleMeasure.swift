import VNSync
import VNSyncHTTP

/// P7: a sync that has nothing to move, in an engine that runs already.
enum IdleMeasure: Measure {
    static let ids = ["P7"]

    private static let count = 100

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let (reader, hub) = (try await bench.reader(), try await bench.hub())
        try reader.restore()
        bench.say("P7: \(count) idle syncs")
        let daemon = try bench.daemon(hub.path)
        defer { daemon.stop() }
        let replica = try await Replica(open: reader.path, hub: daemon.url)
        // The first one makes the connection and fills the caches.
        _ = try await replica.sync(.both)
        let start = (replica.transport.counters, replica.wireBytes, Stopwatch.processorSeconds)
        var times: [Double] = []
        for _ in 0..<count { times.append(try await replica.sync(.both).seconds) }
        let requests = replica.transport.counters.requests - start.0.requests
        let bytes = replica.wireBytes - start.1
        let processor = Stopwatch.processorSeconds - start.2
        try await replica.close()
        let each = 1 / Double(count)
        return [
            Finding(
                id: "P7", what: "idle sync: round trips", value: Double(requests) * each,
                unit: "", budget: .atMost(1)),
            Finding(
                id: "P7", what: "idle sync: on the wire", value: Double(bytes) * each,
                unit: "bytes", budget: .atMost(800)),
            Finding(
                id: "P7", what: "idle sync: processor", value: processor * each * 1000,
                unit: "ms", budget: .atMost(3)),
            Finding(
                id: "P7", what: "idle sync: time, median", value: Stopwatch.median(times) * 1000,
                unit: "ms"),
        ]
    }
}
