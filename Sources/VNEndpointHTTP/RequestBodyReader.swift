internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import VNCompression
internal import VNWire

/// Collects a request's body, decompressed, up to the limit of the protocol.
enum RequestBodyReader {
    /// - Throws: the problem of a body that is too large, broken or coded in another way.
    static func read(_ request: Request) async throws -> [UInt8] {
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "identity": try await plain(request)
        case "gzip", "x-gzip": try await unzipped(request)
        default:
            throw Problem(
                status: 415, code: WireCode.unsupportedMedia,
                title: "The content coding is not known", detail: "send gzip, or nothing")
        }
    }

    private static func plain(_ request: Request) async throws -> [UInt8] {
        var body: [UInt8] = []
        for try await buffer in request.body {
            guard body.count + buffer.readableBytes <= WireLimits.requestBytes else {
                throw tooLarge
            }
            body.append(contentsOf: buffer.readableBytesView)
        }
        return body
    }

    private static func unzipped(_ request: Request) async throws -> [UInt8] {
        var body: [UInt8] = []
        do {
            // The decoder counts what it produces and stops at the limit.
            var decoder = try GzipDecoder(limit: WireLimits.requestBytes)
            for try await buffer in request.body {
                body.append(contentsOf: try decoder.append(Array(buffer.readableBytesView)))
            }
            try decoder.finish()
        } catch let error as CompressionError {
            if case .tooLarge = error { throw tooLarge }
            throw Problem(
                status: 400, code: WireCode.malformed, title: "The body is not gzip",
                detail: "the compressed body is damaged or cut; send it again")
        }
        return body
    }

    private static let tooLarge = Problem(
        status: 413, code: WireCode.tooLarge, title: "The message is too large",
        detail: "a request may have \(WireLimits.requestBytes) bytes after decompression; send "
            + "less at once")
}
