internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization
internal import VNCompression
public import VNSync

/// Carries requests to a hub over HTTP/1.1, with or without TLS, or over a unix socket.
///
/// Connections are kept and used again. Redirects are never followed, nothing is retried, and no
/// proxy is used. Call ``shutdown()`` when the transport is no longer needed.
///
/// HTTP/2 is never chosen: it is far slower for one long download and buffers more.
public final class HTTPTransport: Transport {
    let address: HubAddress
    let configuration: HTTPTransportConfiguration
    private let client: HTTPClient
    private let wire: WireCounter
    private let isShutDown = Mutex(false)
    /// Streams of events have time-outs and counters of their own.
    let events = EventClient()

    /// - Parameters:
    ///   - url: the hub's base URL: `http://`, `https://`, `http+unix://` with the percent-encoded
    ///     path of a socket as its host, or `unix:` and the path of a socket. A path is a prefix
    ///     of the protocol's paths.
    ///   - configuration: time-outs and compression.
    /// - Throws: `remote.address` if the URL is not one of these.
    public init(
        url: String, configuration: HTTPTransportConfiguration = HTTPTransportConfiguration()
    ) throws(TransportError) {
        address = try HubAddress(url)
        self.configuration = configuration
        let wire = WireCounter()
        self.wire = wire
        var settings = HTTPClient.Configuration()
        settings.httpVersion = .http1Only
        settings.redirectConfiguration = .disallow
        settings.timeout = HTTPClient.Configuration.Timeout(
            connect: TimeAmount(configuration.connectTimeout),
            read: TimeAmount(configuration.readTimeout),
            write: TimeAmount(configuration.readTimeout))
        // Whether and when to try again is the engine's affair.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.http1_1ConnectionDebugInitializer = { channel in
            channel.pipeline.addHandler(WireCounterHandler(wire), position: .first)
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    deinit {
        // The client insists on being shut down; nobody waits for it here.
        if !isShutDown.withLock({ $0 }) { client.shutdown { _ in } }
        events.abandon()
    }

    /// Bytes as they went through the sockets, heads included; what TCP, IP and the handshake of
    /// TLS add is not.
    public var counters: TransportCounters { wire.counters }

    /// Closes all connections. Nothing can be sent afterwards.
    public func shutdown() async {
        let isFirst = isShutDown.withLock { isShutDown in
            defer { isShutDown = true }
            return !isShutDown
        }
        // A client that fails to close its connections has nothing left that could be done.
        if isFirst { try? await client.shutdown() }
        await events.shutdown()
    }

    /// Sends one request; see `Transport`.
    ///
    /// A success with another media type than was asked for, a redirect, or status 511 is taken
    /// for a network that wants a sign-in first.
    ///
    /// - Throws: `TransportError` with the codes `remote.unavailable`, `remote.timeout`,
    ///   `remote.tls`, `remote.captive-portal`, `remote.protocol`.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        let prepared = try prepare(request)
        wire.countRequest()
        return try await execute(prepared, request, with: client)
    }

    /// Sends what was prepared, and looks at the head of the answer.
    func execute(
        _ prepared: HTTPClientRequest, _ request: TransportRequest, with client: HTTPClient,
        isEndless: Bool = false
    ) async throws -> TransportResponse {
        let response: HTTPClientResponse
        do {
            // The deadline is that of the head; the body has the time that it needs.
            response = try await client.execute(
                prepared, timeout: TimeAmount(configuration.answerTimeout))
        } catch {
            throw TransportError.translating(error)
        }
        let contentType = response.headers.first(name: "content-type").map(mediaType)
        try checkPortal(response, contentType, request)
        // A pause given as a date is left out of account: clocks may lie.
        return TransportResponse(
            status: Int(response.status.code), contentType: contentType,
            retryAfter: response.headers.first(name: "retry-after")
                .flatMap { Int64($0) }.map { .seconds(min(max($0, 0), 86_400)) },
            headers: HTTPTransport.told(response.headers),
            body: try HTTPBody(
                response.body,
                isCompressed: try isCompressed(response.headers),
                limit: configuration.responseLimit,
                slowness: isEndless ? nil : configuration.readTimeout))
    }

    func prepare(_ request: TransportRequest) throws -> HTTPClientRequest {
        var result = HTTPClientRequest(url: address.url(request.path, request.query))
        result.method = request.method == .get ? .GET : .POST
        result.headers.add(name: "accept", value: request.accept)
        result.headers.add(name: "user-agent", value: configuration.userAgent)
        if let host = address.hostHeader { result.headers.add(name: "host", value: host) }
        if let token = request.token {
            guard token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                throw TransportError(
                    code: "remote.unauthorized",
                    message: "the token has characters that no token has", isRetryable: false)
            }
            result.headers.add(name: "authorization", value: "Bearer \(token)")
        }
        let compresses = configuration.compression ?? !address.isLoopback
        for header in request.headers {
            result.headers.add(name: header.name, value: header.value)
        }
        if compresses, !result.headers.contains(name: "accept-encoding") {
            result.headers.add(name: "accept-encoding", value: "gzip")
        }
        if var body = request.body {
            result.headers.add(name: "content-type", value: "application/json")
            if compresses, body.count >= configuration.compressionThreshold {
                body = try Gzip.compress(body, level: configuration.compressionLevel)
                result.headers.add(name: "content-encoding", value: "gzip")
            }
            result.body = .bytes(ByteBuffer(bytes: body))
        }
        return result
    }

    private static func told(_ headers: HTTPHeaders) -> [String: String] {
        var result: [String: String] = [:]
        for name in ["etag", "content-range", "content-length"] {
            result[name] = headers.first(name: name)
        }
        return result
    }

    private func isCompressed(_ headers: HTTPHeaders) throws -> Bool {
        switch headers.first(name: "content-encoding")?.lowercased() {
        case nil, "", "identity": return false
        case "gzip", "x-gzip": return true
        default:
            throw TransportError.protocolViolation(
                "the answer is compressed in a way that was not asked for")
        }
    }

    private func checkPortal(
        _ response: HTTPClientResponse, _ contentType: String?, _ request: TransportRequest
    ) throws {
        let status = response.status.code
        let isStrange = 200..<300 ~= status && contentType != request.accept
        guard isStrange || 300..<400 ~= status || status == 511 else { return }
        let what =
            300..<400 ~= status
            ? "redirects to \(response.headers.first(name: "location") ?? "another address")"
            : "answers \(status) with \(contentType ?? "no media type")"
        throw TransportError(
            code: "remote.captive-portal",
            message: "the address \(what), which no hub does; "
                + "sign in to the network, or correct the address", isRetryable: true)
    }

    /// The media type without its parameters.
    private func mediaType(_ header: String) -> String {
        let type = header.prefix { $0 != ";" }
        return type.lowercased().filter { $0 != " " && $0 != "\t" }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
