internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import VNCompression
internal import VNEndpoint
internal import VNWire

/// HTTP around an endpoint: bodies, compression, headers, the access log.
struct HTTPShell: Sendable {
    private let endpoint: Endpoint
    private let logger: Logger

    init(_ endpoint: Endpoint, _ logger: Logger) {
        self.endpoint = endpoint
        self.logger = logger
    }

    /// HTTP/1.1 with bounds on headers and on idle connections.
    static let server = HTTPServerBuilder.http1(
        configuration: .init(
            idleTimeout: .seconds(DaemonLimits.idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: DaemonLimits.headerFieldBytes,
                maxHeaderListSize: DaemonLimits.headerBytes,
                maxHeaderFieldCount: DaemonLimits.headerFields)))

    var responder: CallbackResponder<BasicRequestContext> {
        CallbackResponder { request, _ in await respond(to: request) }
    }

    private func respond(to request: Request) async -> Response {
        let response: EndpointResponse
        do {
            response = await endpoint.handle(
                EndpointRequest(
                    method: request.method.rawValue, path: request.uri.path,
                    query: request.uri.query ?? "", contentType: request.headers[.contentType],
                    body: try await body(of: request)))
        } catch let problem as Problem {
            response = EndpointResponse(problem)
        } catch {
            response = EndpointResponse(HTTPShell.cutBody)
        }
        logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)",
                "status": "\(response.status)",
            ])
        return answer(response, to: request)
    }

    /// The whole body, decompressed; bounded by what comes out, not by what is announced.
    private func body(of request: Request) async throws -> [UInt8] {
        let isCompressed: Bool
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "identity": isCompressed = false
        case "gzip": isCompressed = true
        default: throw HTTPShell.unknownEncoding
        }
        var received: [UInt8] = []
        for try await buffer in request.body {
            guard received.count + buffer.readableBytes <= WireLimits.requestBytes else {
                throw HTTPShell.tooLarge
            }
            received.append(contentsOf: buffer.readableBytesView)
        }
        guard isCompressed else { return received }
        do throws(CompressionError) {
            return try Gzip.decompress(received, limit: WireLimits.requestBytes)
        } catch {
            throw error == .tooLarge ? HTTPShell.tooLarge : HTTPShell.brokenEncoding
        }
    }

    private func answer(_ response: EndpointResponse, to request: Request) -> Response {
        var headers: HTTPFields = [.contentType: response.contentType, .cacheControl: "no-store"]
        if let seconds = response.retryAfter { headers[.retryAfter] = "\(seconds)" }
        if let methods = response.allow { headers[.allow] = methods }
        let isCompressed = acceptsGzip(request)
        switch response.body {
        case .bytes(let bytes):
            var bytes = bytes
            if isCompressed, bytes.count >= DaemonLimits.compressedBytes,
                let compressed = try? Gzip.compress(bytes)
            {
                bytes = compressed
                headers[.contentEncoding] = "gzip"
            }
            return Response(
                status: HTTPResponse.Status(code: response.status), headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let stream):
            if isCompressed { headers[.contentEncoding] = "gzip" }
            return Response(
                status: HTTPResponse.Status(code: response.status), headers: headers,
                body: isCompressed ? HTTPShell.compressed(stream) : HTTPShell.plain(stream))
        }
    }

    private func acceptsGzip(_ request: Request) -> Bool {
        request.headers[values: .acceptEncoding].contains { value in
            value.split(separator: ",").contains { coding in
                let parts = coding.split(separator: ";").map {
                    $0.filter { !$0.isWhitespace }.lowercased()
                }
                return parts.first == "gzip" && !parts.dropFirst().contains("q=0")
            }
        }
    }

    private static func plain(_ stream: PullStream) -> ResponseBody {
        ResponseBody { writer in
            while let chunk = try await stream.next() {
                try await writer.write(ByteBuffer(bytes: chunk))
            }
            try await writer.finish(nil)
        }
    }

    private static func compressed(_ stream: PullStream) -> ResponseBody {
        ResponseBody { writer in
            var encoder = try GzipEncoder(level: DaemonLimits.streamLevel)
            while let chunk = try await stream.next() {
                // A flush after each chunk: the client can commit what it has got.
                let bytes = encoder.append(chunk) + encoder.flush()
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await writer.write(ByteBuffer(bytes: encoder.finish()))
            try await writer.finish(nil)
        }
    }
}

extension HTTPShell {
    fileprivate static let tooLarge = Problem(
        status: 413, code: WireCode.tooLarge, title: "The message is too large",
        detail: "a request may have \(WireLimits.requestBytes) bytes; send less at once")
    fileprivate static let unknownEncoding = Problem(
        status: 415, code: WireCode.unsupportedMedia, title: "The encoding is not known",
        detail: "send the body as it is or with gzip")
    fileprivate static let brokenEncoding = Problem(
        status: 400, code: WireCode.malformed, title: "The body cannot be read",
        detail: "the body is no whole gzip stream")
    fileprivate static let cutBody = Problem(
        status: 400, code: WireCode.malformed, title: "The body cannot be read",
        detail: "the body ended too early")
}
