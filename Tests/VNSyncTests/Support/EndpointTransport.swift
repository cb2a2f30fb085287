import Synchronization
import VNEndpoint
import VNSync
import VNWire

/// Hands requests to an endpoint in the same process, and harms them as a test says.
final class EndpointTransport: Transport {
    /// What befalls a request.
    enum Fault: Sendable {
        /// It never reaches the hub.
        case loseRequest
        /// The hub does what it was asked for, but its answer is lost.
        case loseResponse
        /// The answer breaks off after so many bytes.
        case cut(after: Int)
        /// The hub answers with a problem instead.
        case problem(Problem)
        /// Something else happens before the request reaches the hub.
        case before(@Sendable () async throws -> Void)
        /// Nothing comes until the task is cancelled.
        case silence
    }

    private struct State {
        var counters = TransportCounters()
        var requests: [TransportRequest] = []
        var faults: @Sendable (TransportRequest, Int) -> Fault? = { _, _ in nil }
    }

    private let endpoint: Endpoint
    private let chunkSize: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - endpoint: the hub's side.
    ///   - chunkSize: bytes of one part of an answer.
    init(_ endpoint: Endpoint, chunkSize: Int = 1000) {
        self.endpoint = endpoint
        self.chunkSize = chunkSize
    }

    var counters: TransportCounters { state.withLock(\.counters) }

    /// All requests so far.
    var requests: [TransportRequest] { state.withLock(\.requests) }

    /// The paths of all requests so far.
    var paths: [String] { requests.map(\.path) }

    /// From now on, `faults` says what befalls a request, given how many came before it.
    func harm(_ faults: @escaping @Sendable (TransportRequest, Int) -> Fault?) {
        state.withLock { $0.faults = faults }
    }

    /// From now on, a fault befalls the next request to a path, once.
    func harmOnce(_ path: String, _ fault: Fault) {
        let isDone = Flag()
        harm { request, _ in request.path == path && isDone.raise() ? fault : nil }
    }

    /// From now on, all goes well.
    func heal() { harm { _, _ in nil } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        let fault = state.withLock { state in
            let fault = state.faults(request, state.requests.count)
            state.requests.append(request)
            state.counters.requests += 1
            state.counters.bytesSent += request.path.utf8.count + (request.body?.count ?? 0)
            return fault
        }
        switch fault {
        case nil: return try await answer(request, cut: nil)
        case .loseRequest: throw TransportError.unavailable("the request was lost")
        case .loseResponse:
            _ = try await answer(request, cut: nil)
            throw TransportError.unavailable("the answer was lost")
        case .cut(let count): return try await answer(request, cut: count)
        case .problem(let problem):
            return TransportResponse(
                status: problem.status, contentType: Problem.mediaType,
                retryAfter: problem.retryAfter.map { .seconds($0) },
                body: body(.bytes(problem.encoded), cut: nil))
        case .before(let action):
            try await action()
            return try await answer(request, cut: nil)
        case .silence:
            try await Task.sleep(for: .seconds(60))
            throw TransportError.unavailable("the test did not cancel the request")
        }
    }

    private func answer(_ request: TransportRequest, cut: Int?) async throws -> TransportResponse {
        let query = request.query.map { "\($0.name)=\(EndpointTransport.encode($0.value))" }
        let response = await endpoint.handle(
            EndpointRequest(
                method: request.method.rawValue, path: request.path,
                query: query.joined(separator: "&"),
                contentType: request.body == nil ? nil : "application/json",
                headers: Dictionary(uniqueKeysWithValues: request.headers.map { ($0, $1) }),
                body: request.body ?? []))
        var headers = Dictionary(uniqueKeysWithValues: response.headers.map { ($0, $1) })
        if case .file(let file) = response.body { headers["content-length"] = "\(file.count)" }
        return TransportResponse(
            status: response.status, contentType: response.contentType,
            retryAfter: response.retryAfter.map { .seconds($0) }, headers: headers,
            body: body(response.body, cut: cut))
    }

    private func body(_ body: EndpointResponse.Body, cut: Int?) -> any TransportBody {
        Body(body, chunkSize: chunkSize, cut: cut) { [weak self] count in
            self?.state.withLock { $0.counters.bytesReceived += count }
        }
    }

    private static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let isPlain = byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x7A
            let digits = String(byte, radix: 16)
            result +=
                isPlain
                ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }
        return result
    }

    /// An answer in small parts.
    private actor Body: TransportBody {
        private let source: EndpointResponse.Body
        private let chunkSize: Int
        private let count: @Sendable (Int) -> Void
        private var rest: [UInt8] = []
        private var hasEnded = false
        private var left: Int?

        init(
            _ source: EndpointResponse.Body, chunkSize: Int, cut: Int?,
            count: @escaping @Sendable (Int) -> Void
        ) {
            self.source = source
            self.chunkSize = chunkSize
            self.count = count
            left = cut
        }

        func next() async throws -> [UInt8]? {
            try Task.checkCancellation()
            while rest.isEmpty, !hasEnded {
                switch source {
                case .bytes(let bytes):
                    rest = bytes
                    hasEnded = true
                case .stream(let stream):
                    if let bytes = try await stream.next() {
                        rest = bytes
                    } else {
                        hasEnded = true
                    }
                case .file(let file):
                    if let bytes = try await file.next() {
                        rest = bytes
                    } else {
                        hasEnded = true
                    }
                }
            }
            if left == 0 { throw TransportError.unavailable("the connection broke") }
            guard !rest.isEmpty else { return nil }
            let part = Array(rest.prefix(min(chunkSize, left ?? .max)))
            rest.removeFirst(part.count)
            left = left.map { $0 - part.count }
            count(part.count)
            return part
        }
    }
}

/// Something that happens once.
final class Flag: Sendable {
    private let isRaised = Mutex(false)

    /// Whether it has not happened yet.
    var isLowered: Bool { !isRaised.withLock { $0 } }

    /// Whether it was not raised before.
    func raise() -> Bool {
        isRaised.withLock { isRaised in
            defer { isRaised = true }
            return !isRaised
        }
    }
}
