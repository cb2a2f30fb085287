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

    init(_ body: HTTPClientResponse.Body, isCompressed: Bool, limit: Int) throws {
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
        guard let buffer = try await taken.next(isolation: self) else { return nil }
        iterator = taken
        return Array(buffer.readableBytesView)
    }
}
