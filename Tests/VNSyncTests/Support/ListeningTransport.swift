import Synchronization
import VNEndpoint
import VNSync
import VNWire

/// Hands requests to an endpoint in the same process, and the hub's events too.
final class ListeningTransport: EventTransport {
    /// What befalls a stream of events.
    enum Fault: Sendable {
        /// The hub answers with a problem instead.
        case problem(Problem)
        /// The hub cannot be reached.
        case unreachable
        /// The stream opens, and nothing comes.
        case silence
        /// Other bytes come, then the end.
        case bytes([UInt8])
    }

    private struct State {
        var opened: [String?] = []
        var fault: Fault?
        var streams: [EventStream] = []
    }

    let requests: EndpointTransport
    private let feed: EventFeed
    private let state = Mutex(State())

    init(_ hub: Hub) {
        requests = EndpointTransport(hub.endpoint)
        feed = EventFeed(store: SQLiteEndpointStore(hub.store))
    }

    var counters: TransportCounters { requests.counters }

    /// The ids after which streams were opened so far.
    var opened: [String?] { state.withLock(\.opened) }

    /// From now on, a fault befalls each stream that is opened; `nil`: none does.
    func harm(_ fault: Fault?) { state.withLock { $0.fault = fault } }

    /// Ends the streams that are open.
    func cut() {
        let streams = state.withLock { state in
            defer { state.streams = [] }
            return state.streams
        }
        for stream in streams { stream.end() }
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await requests.send(request)
    }

    func openEvents(
        after lastEventID: String?, token: String?
    ) async throws -> TransportResponse {
        let fault = state.withLock { state in
            state.opened.append(lastEventID)
            return state.fault
        }
        switch fault {
        case .unreachable: throw TransportError.unavailable("no way")
        case .problem(let problem):
            return TransportResponse(
                status: problem.status, contentType: Problem.mediaType,
                retryAfter: problem.retryAfter.map { .seconds($0) },
                body: Bytes([problem.encoded], isEndless: false))
        case .silence: return stream(Bytes([], isEndless: true))
        case .bytes(let bytes): return stream(Bytes([bytes], isEndless: false))
        case nil: break
        }
        let (_, events) = try await feed.open(after: lastEventID)
        state.withLock { $0.streams.append(events) }
        return stream(Events(events))
    }

    private func stream(_ body: any TransportBody) -> TransportResponse {
        TransportResponse(status: 200, contentType: HeadEvent.mediaType, body: body)
    }

    private struct Events: TransportBody {
        let stream: EventStream
        init(_ stream: EventStream) { self.stream = stream }
        func next() async throws -> [UInt8]? { await stream.next() }
    }

    private actor Bytes: TransportBody {
        private var parts: [[UInt8]]
        private let isEndless: Bool

        init(_ parts: [[UInt8]], isEndless: Bool) {
            self.parts = parts
            self.isEndless = isEndless
        }

        func next() async throws -> [UInt8]? {
            guard parts.isEmpty else { return parts.removeFirst() }
            if isEndless { try await Task.sleep(for: .seconds(60)) }
            return nil
        }
    }
}
