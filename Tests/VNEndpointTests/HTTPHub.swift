import ServiceLifecycle
import VNEndpoint
import VNEndpointHTTP
import VNSync
import VNSyncHTTP

/// An endpoint behind its HTTP server on a port of this machine, as long as anybody refers to it.
final class HTTPHub: Sendable {
    let url: String
    let transport: HTTPTransport
    private let group: ServiceGroup

    init(_ endpoint: Endpoint, events: EventFeed) async throws {
        let (urls, listening) = AsyncStream.makeStream(of: String.self)
        let logger = EndpointConfiguration().logger
        let server = EndpointServer(
            endpoint, events: events, on: .internet(host: "127.0.0.1", port: 0), logger: logger
        ) { listening.yield($0) }
        let group = ServiceGroup(services: [server], logger: logger)
        self.group = group
        let running = Task {
            defer { listening.finish() }
            try await group.run()
        }
        var iterator = urls.makeAsyncIterator()
        guard let url = await iterator.next() else {
            try await running.value
            throw TransportError.unavailable("the server ended before it listened")
        }
        self.url = url
        var configuration = HTTPTransportConfiguration()
        configuration.compression = true
        transport = try HTTPTransport(url: url, configuration: configuration)
    }

    deinit { Task { [group] in await group.triggerGracefulShutdown() } }

    /// Asks with the transport of clients, compressed both ways.
    func send(_ request: TransportRequest) async throws -> Answer {
        let response = try await transport.send(request)
        var answer = Answer(status: response.status, headers: response.headers, body: [])
        answer.headers["content-type"] = response.contentType
        answer.headers["retry-after"] = response.retryAfter.map { String($0.components.seconds) }
        while let bytes = try await response.body.next() { answer.body += bytes }
        return answer
    }

    /// Asks with a request that is written out.
    func ask(_ request: EndpointRequest) async throws -> Answer {
        var headers = request.headers.map { ($0, $1) }
        if let type = request.contentType { headers.append(("content-type", type)) }
        if !request.body.isEmpty { headers.append(("content-length", "\(request.body.count)")) }
        let target = request.query.isEmpty ? request.path : "\(request.path)?\(request.query)"
        return try await ask(request.method, target, headers, request.body)
    }
}
