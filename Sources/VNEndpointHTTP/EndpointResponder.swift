internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import VNEndpoint
internal import VNWire

/// Turns HTTP into endpoint values and back.
struct EndpointResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let endpoint: Endpoint
    let events: EventFeed
    let logger: Logger

    func respond(to request: Request, context: Context) async throws -> Response {
        let response = try await response(to: request)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func response(to request: Request) async throws -> Response {
        if request.uri.path == EventFeed.path { return try await listen(request) }
        let start = ContinuousClock.now
        let answer = await answer(to: request)
        let response = try await Response(
            answer, acceptsGzip: request.headers.acceptsGzip)
        logger.debug(
            "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)",
                "status": "\(response.status.code)", "duration": "\(ContinuousClock.now - start)",
            ])
        return response
    }

    private func listen(_ request: Request) async throws -> Response {
        let answer = await events.answer(
            method: request.method.rawValue,
            lastEventID: request.headers[.lastEventID].flatMap { $0.isEmpty ? nil : $0 })
        switch answer {
        case .response(let response): return try await Response(response, acceptsGzip: false)
        case .stream(let stream, let number):
            logger.debug("somebody listens", metadata: ["stream": "\(number)"])
            return Response(events, stream, number: number, request)
        }
    }

    private func answer(to request: Request) async -> EndpointResponse {
        do {
            guard (request.head.path ?? "").utf8.count <= EndpointHTTPLimits.targetBytes else {
                throw Problem(
                    status: 414, code: WireCode.tooLarge, title: "The query is too long",
                    detail: "name fewer sections, publishers or articles in the scope")
            }
            return await endpoint.handle(
                EndpointRequest(
                    method: request.method.rawValue, path: request.uri.path,
                    query: request.uri.query ?? "", contentType: request.headers[.contentType],
                    headers: request.headers.conditions,
                    body: try await RequestBodyReader.read(request)))
        } catch let problem as Problem {
            return EndpointResponse(problem)
        } catch {
            return EndpointResponse(
                Problem(
                    status: 400, code: WireCode.malformed, title: "The request was cut",
                    detail: "the body did not arrive as a whole; send it again"))
        }
    }
}

extension HTTPFields {
    /// The headers that tell whether a file is wanted, and which part of it.
    var conditions: [String: String] {
        var result: [String: String] = [:]
        if let range = self[.range] { result["range"] = range }
        if let etag = self[.ifRange] { result["if-range"] = etag }
        if let etags = self[.ifNoneMatch] { result["if-none-match"] = etags }
        return result
    }

    /// Whether the client takes gzip.
    var acceptsGzip: Bool {
        self[values: .acceptEncoding].contains { value in
            value.split(separator: ",").contains { part in
                let parts = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
                let isRefused = parts.dropFirst().contains {
                    $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0
                }
                return parts.first == "gzip" && !isRefused
            }
        }
    }
}
