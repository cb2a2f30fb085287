import VNModel
import VNSync
import VNSyncHTTP

/// P10: bytes that the clocks of a fresh document take in the store and on the wire.
enum ClockMeasure: Measure {
    static let ids = ["P10"]

    private static let lineLimit = 2_000

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let reader = try await bench.reader()
        try reader.restore()
        let file = try SQLiteFile(Workbench.store(in: reader.path))
        let stored = try file.integer(
            "SELECT sum(length(clock)) FROM (SELECT clock FROM article UNION ALL "
                + "SELECT clock FROM comment)")
        let hub = try await bench.hub()
        let daemon = try bench.daemon(hub.path)
        defer { daemon.stop() }
        let wire = try await wireBytes(daemon.url)
        return [
            Finding(
                id: "P10", what: "clock of a fresh document in the store",
                value: Double(stored) / Double(bench.corpus.rowCount), unit: "bytes",
                budget: .atMost(24)),
            Finding(
                id: "P10", what: "clock of a fresh document on the wire",
                value: wire, unit: "bytes", budget: .atMost(120)),
        ]
    }

    /// The mean over the first documents of the feed.
    private static func wireBytes(_ url: String) async throws -> Double {
        let transport = try HTTPTransport(url: url)
        var request = TransportRequest(
            .get, "/v1/pull", query: [("replica", ReplicaID(bits: 1).description), ("empty", "1")])
        request.accept = "application/x-ndjson"
        let response = try await transport.send(request)
        guard response.status == 200 else {
            throw BenchError("the hub answers \(response.status) to a pull")
        }
        var rest: [UInt8] = []
        var (count, total) = (0, 0)
        while count < lineLimit, let bytes = try await response.body.next() {
            rest += bytes
            let lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for line in lines.dropLast() {
                guard let bytes = try clockBytes(line) else { continue }
                total += bytes
                count += 1
            }
            rest = Array(lines.last ?? [])
        }
        await transport.shutdown()
        guard count > 0 else { throw BenchError("the hub's pull has no documents") }
        return Double(total) / Double(count)
    }

    /// What a document's line has beyond its id, kind and values; `nil` for other lines.
    private static func clockBytes(_ line: ArraySlice<UInt8>) throws -> Int? {
        let json = try JSONValue(parsing: String(decoding: line, as: UTF8.self))
        guard let members = json.object, members["doc"] != nil else { return nil }
        var content = JSONObject()
        for key in ["doc", "kind", "values"] { content[key] = members[key] }
        return line.count - JSONValue.object(content).canonicalText.utf8.count
    }
}
