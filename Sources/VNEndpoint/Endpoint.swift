internal import Logging
internal import VNModel
internal import VNStore
internal import VNWire

/// A hub's side of the protocol: a request in, a response out.
///
/// Nothing is kept between requests but what the store holds, so any number of endpoints may stand
/// over one store. It asks for no rights: whoever reaches it may do everything, but for what only
/// peers do, which has to be allowed.
package struct Endpoint: Sendable {
    let store: any EndpointStore
    let configuration: EndpointConfiguration
    let snapshots: SnapshotKeeper?

    /// - Parameters:
    ///   - store: where the endpoint keeps what it holds.
    ///   - configuration: how it works.
    ///   - snapshots: what gives first syncs a file; `nil`: they pull.
    package init(
        store: any EndpointStore, configuration: EndpointConfiguration = EndpointConfiguration(),
        snapshots: SnapshotKeeper? = nil
    ) {
        self.store = store
        self.configuration = configuration
        self.snapshots = snapshots
    }

    /// Answers a request. What goes wrong is answered as a problem.
    ///
    /// - Source: VN-WIRE-010
    package func handle(_ request: EndpointRequest) async -> EndpointResponse {
        do {
            return try await route(request)
        } catch let problem as Problem {
            return EndpointResponse(problem)
        } catch let error as WireError {
            return EndpointResponse(Problem(error))
        } catch {
            return EndpointResponse(failure(error, request))
        }
    }

    private func route(_ request: EndpointRequest) async throws -> EndpointResponse {
        guard let allowed = Endpoint.methods[request.path] else {
            throw Problem(
                status: 404, code: WireCode.notFound, title: "There is nothing here",
                detail: "this hub answers /v1/hello, /v1/push, /v1/pull, /v1/documents, "
                    + "/v1/reconcile, /v1/snapshot, /v1/peer, /v1/offer, /livez and /readyz; check "
                    + "the remote's URL")
        }
        guard allowed.contains(request.method) else {
            let problem = Problem(
                status: 405, code: WireCode.method, title: "The method is not known here",
                detail: "use \(allowed[0])")
            return EndpointResponse(problem, allow: allowed.joined(separator: ", "))
        }
        if request.method == "POST" { try checkBody(request) }
        switch request.path {
        case "/v1/hello":
            return EndpointResponse(try await hello(HelloRequest(parsing: request.body)))
        case "/v1/push":
            return EndpointResponse(try await push(PushRequest(parsing: request.body)))
        case "/v1/pull":
            return EndpointResponse(try await pull(PullRequest(query: request.query)))
        case "/v1/documents":
            let lines = try await documents(DocumentsRequest(parsing: request.body))
            return EndpointResponse(lines: lines)
        case "/v1/snapshot": return try await snapshot(request)
        case "/v1/peer":
            return EndpointResponse(try await peer(PeerRequest(parsing: request.body)))
        case "/v1/offer":
            return EndpointResponse(try await offer(OfferRequest(parsing: request.body)))
        case "/v1/reconcile":
            let request = try ReconcileRequest(parsing: request.body)
            return EndpointResponse(try await reconcile(request))
        default:
            return EndpointResponse(try await health(isReady: request.path == "/readyz"))
        }
    }

    /// HEAD is left out where an answer has no length before its end.
    private static let methods = [
        "/v1/hello": ["POST"], "/v1/push": ["POST"], "/v1/pull": ["GET"],
        "/v1/documents": ["POST"], "/v1/reconcile": ["POST"], "/v1/snapshot": ["GET", "HEAD"],
        "/v1/peer": ["POST"], "/v1/offer": ["POST"], "/livez": ["GET", "HEAD"],
        "/readyz": ["GET", "HEAD"],
    ]

    private func checkBody(_ request: EndpointRequest) throws {
        guard request.body.count <= WireLimits.requestBytes else {
            throw Problem(
                status: 413, code: WireCode.tooLarge, title: "The message is too large",
                detail: "a request may have \(WireLimits.requestBytes) bytes; send less at once")
        }
        let type = request.contentType?.split(separator: ";").first?.lowercased()
        guard let type, type != EndpointResponse.json else { return }
        throw Problem(
            status: 415, code: WireCode.unsupportedMedia, title: "The media type is not known",
            detail: "send application/json in UTF-8")
    }

    /// Alive as long as it answers; ready as long as its store does.
    private func health(isReady: Bool) async throws -> Health {
        if isReady { _ = try await store.read { try $0.head() } }
        return Health()
    }

    private func failure(_ error: any Error, _ request: EndpointRequest) -> Problem {
        let code = (error as? StoreError)?.code
        configuration.logger.error(
            "a request failed",
            metadata: ["path": "\(request.path)", "code": "\(code?.rawValue ?? "unknown")"])
        switch code {
        case .locked:
            return Problem(
                status: 503, code: WireCode.busy, title: "The hub is busy",
                detail: "another process holds the hub's store; try again in a moment",
                retryAfter: 1)
        case .diskFull:
            return Problem(
                status: 503, code: WireCode.busy, title: "The hub has no room",
                detail: "the hub's disk is full; nothing was written. Its operator has to free "
                    + "some space",
                retryAfter: 60)
        default:
            return Problem(
                status: 500, code: WireCode.internalError, title: "The hub failed",
                detail: "the hub's log says why; run `vnsyncd check` on its store")
        }
    }
}

/// The answer of `/livez` and `/readyz`.
struct Health: WireMessage {
    init() {}

    init(json: CanonicalJSON) throws(WireError) {}

    func encode(into writer: inout JSONWriter) { writer.raw("{\"status\":\"ok\",\"v\":1}") }
}
