internal import AsyncHTTPClient
internal import NIOCore
internal import VNStore

/// The body of an answer as it comes, up to a limit and a time.
///
/// While nobody asks, the socket is not read further. Letting go of it closes the connection
/// unless the body has come to its end.
actor HTTPMediaStream: MediaStream {
    private var iterator: HTTPClientResponse.Body.AsyncIterator?
    private var room: Int
    private let limit: Int
    private let deadline: ContinuousClock.Instant

    init(_ body: HTTPClientResponse.Body, limit: Int, deadline: ContinuousClock.Instant) {
        iterator = body.makeAsyncIterator()
        room = limit
        self.limit = limit
        self.deadline = deadline
    }

    func next() async throws -> [UInt8]? {
        guard var taken = iterator else { return nil }
        iterator = nil
        do {
            while let buffer = try await taken.next(isolation: self) {
                room -= buffer.readableBytes
                guard room >= 0 else { throw MediaError.tooLarge(limit) }
                // Whoever sends a byte now and then is not waited for for ever.
                guard ContinuousClock.now < deadline else { throw MediaError.timeout }
                guard buffer.readableBytes > 0 else { continue }
                iterator = taken
                return Array(buffer.readableBytesView)
            }
            return nil
        } catch {
            throw MediaError.translating(error)
        }
    }
}
