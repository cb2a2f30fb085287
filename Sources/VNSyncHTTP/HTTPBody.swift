internal import AsyncHTTPClient
internal import NIOCore
internal import VNCompression
internal import VNSync

/// The body of an answer, decompressed as it is asked for.
///
/// While nobody asks, the socket is not read further. Letting go of it closes the connection
/// unless the body has come to its end.
actor HTTPBody: TransportBody {
    private var iterator: HTTPClientResponse.Body.AsyncIterator?
    private var decoder: GzipDecoder?
    private var room: Int
    /// How long it may take until a kilobyte has come; `nil`: as long as it likes.
    private let slowness: Duration?
    private var waited = Duration.zero
    private var receivedSince = 0

    private static let slowBytes = 1 << 10

    init(
        _ body: HTTPClientResponse.Body, isCompressed: Bool, limit: Int, slowness: Duration?
    ) throws {
        self.slowness = slowness
        iterator = body.makeAsyncIterator()
        decoder = isCompressed ? try GzipDecoder(limit: limit) : nil
        room = limit
    }

    func next() async throws -> [UInt8]? {
        do {
            if decoder == nil {
                guard let bytes = try await received() else { return nil }
                room -= bytes.count
                guard room >= 0 else { throw CompressionError.tooLarge }
                return bytes
            }
            while true {
                if let bytes = try decoder?.next(maximum: 256 << 10) { return bytes }
                guard let bytes = try await received() else {
                    try decoder?.finish()
                    return nil
                }
                decoder?.supply(bytes)
            }
        } catch {
            iterator = nil
            throw TransportError.translating(error)
        }
    }

    /// The next bytes as they came.
    private func received() async throws -> [UInt8]? {
        guard var taken = iterator else { return nil }
        iterator = nil
        let start = ContinuousClock.now
        guard let buffer = try await taken.next(isolation: self) else { return nil }
        try checkSpeed(buffer.readableBytes, ContinuousClock.now - start)
        iterator = taken
        return Array(buffer.readableBytesView)
    }

    /// Silence is met by the client's own time-out; a body that trickles never is silent. Only the
    /// time for which the hub was waited for counts, not that of a slow reader.
    private func checkSpeed(_ count: Int, _ time: Duration) throws {
        guard let slowness else { return }
        waited += time
        receivedSince += count
        if receivedSince >= HTTPBody.slowBytes {
            (waited, receivedSince) = (.zero, 0)
        } else if waited > slowness {
            throw TransportError(
                code: "remote.timeout", message: "the hub's answer comes too slowly",
                isRetryable: true)
        }
    }
}
