import VNSync
import VNSyncHTTP

/// A client that reads a hub's whole feed and keeps nothing, so that the hub's share is measured.
struct FeedReader {
    private let transport: HTTPTransport

    /// - Parameter url: where the hub is.
    init(_ url: String) throws {
        var configuration = HTTPTransportConfiguration()
        configuration.compression = false
        transport = try HTTPTransport(url: url, configuration: configuration)
    }

    /// Reads the feed from its beginning to its end.
    ///
    /// - Returns: how many bytes came.
    @concurrent
    func read() async throws -> Int {
        var request = TransportRequest(
            .get, "/v1/pull", query: [("replica", "0000000000000")])
        request.accept = "application/x-ndjson"
        let response = try await transport.send(request)
        guard response.status == 200 else {
            throw BenchError("the hub answers a pull with \(response.status)")
        }
        var count = 0
        var last: [UInt8] = []
        while let bytes = try await response.body.next() {
            count += bytes.count
            last = bytes.count >= FeedReader.endBytes ? bytes : last.suffix(1_000) + bytes
        }
        let end = String(decoding: last.suffix(FeedReader.endBytes), as: UTF8.self)
        guard end.contains("\"complete\":true") else {
            throw BenchError("a pull of the whole feed ended early")
        }
        return count
    }

    /// The last line is shorter.
    private static let endBytes = 400

    func close() async { await transport.shutdown() }

    /// Lets so many clients read the feed at the same time.
    static func readAll(_ url: String, clients: Int) async throws -> (bytes: Int, seconds: Double) {
        let readers = try (0..<clients).map { _ in try FeedReader(url) }
        var bytes = 0
        let seconds = try await Stopwatch.seconds {
            bytes = try await withThrowingTaskGroup(of: Int.self) { group in
                for reader in readers { group.addTask { try await reader.read() } }
                return try await group.reduce(0, +)
            }
        }
        for reader in readers { await reader.close() }
        return (bytes, seconds)
    }
}
