internal import Synchronization
internal import VNEndpoint
internal import VNModel
internal import VNRandom
internal import VNSync
internal import VNWire

/// A stream of events and who tells it.
private struct EventSeat: Sendable {
    var feed: EventFeed
    var stream: EventStream
    var number: UInt64

    func close() async { await feed.close(number) }
}

/// On what one replica hears the events of its hub, as long as the network lets it.
final class EventLine: Sendable {
    private struct State {
        var random = SplitMix64(seed: 0)
        var faults: Set<Fault> = []
        var isDeaf = false
        var isAbsent = false
        var opened = 0
        var events = 0
        /// Streams that nobody reads any more.
        var left: [EventSeat] = []
    }

    private let hub: HubAddress
    private let alarms: Alarms
    private let owner: String
    private let canary: Canary?
    private let state = Mutex(State())

    init(_ hub: HubAddress, _ alarms: Alarms, _ owner: String, canary: Canary?) {
        self.hub = hub
        self.alarms = alarms
        self.owner = owner
        self.canary = canary
    }

    /// What may befall the line from now on, and the chance of it.
    func expose(to faults: Set<Fault>, seed: UInt64) {
        state.withLock { state in
            state.faults = faults
            state.random = SplitMix64(seed: seed)
        }
    }

    /// Whether events do not reach the watcher.
    var isDeaf: Bool {
        get { state.withLock { $0.isDeaf } }
        set { state.withLock { $0.isDeaf = newValue } }
    }

    /// Whether the hub was said to have no events.
    var isAbsent: Bool { state.withLock { $0.isAbsent } }

    /// How many streams were asked for.
    var opened: Int { state.withLock { $0.opened } }

    /// How many events have arrived.
    var events: Int { state.withLock { $0.events } }

    /// Asks the hub for its events.
    func open(after id: String?) async throws -> TransportResponse {
        state.withLock { state in
            state.opened += 1
            state.isAbsent = false
        }
        if let response = try refusal() { return response }
        guard let feed = hub.feed else { throw TransportError.unavailable("the hub is away") }
        let left = state.withLock { state in
            defer { state.left = [] }
            return state.left
        }
        for seat in left { await seat.close() }
        switch await feed.answer(method: "GET", lastEventID: id) {
        case .stream(let stream, let number):
            return TransportResponse(
                status: 200, contentType: HeadEvent.mediaType,
                body: EventBody(EventSeat(feed: feed, stream: stream, number: number), self))
        case .response(let response):
            return problem(response.status, retryAfter: response.retryAfter)
        }
    }

    private func refusal() throws -> TransportResponse? {
        let (dice, faults) = state.withLock { ($0.random.below(100), $0.faults) }
        switch dice {
        case ..<8 where faults.contains(.lostRequest):
            throw TransportError.unavailable("the request was lost")
        case 8..<12 where faults.contains(.storm): return problem(503, retryAfter: 1)
        case 12..<14 where faults.contains(.refusal): return problem(401)
        case 14..<16 where faults.contains(.captivePortal):
            return TransportResponse(
                status: 200, contentType: "text/html",
                body: ShortBody(Array("<html><title>Wi-Fi</title></html>".utf8)))
        case 16..<19 where faults.contains(.wrongType):
            state.withLock { $0.isAbsent = true }
            return problem(404)
        default: return nil
        }
    }

    private func problem(_ status: Int, retryAfter: Int? = nil) -> TransportResponse {
        let problem = Problem(
            status: status, code: status == 404 ? WireCode.notFound : "hub.simulated", title: "",
            detail: "")
        return TransportResponse(
            status: status, contentType: "application/problem+json",
            retryAfter: retryAfter.map { .seconds($0) }, body: ShortBody(problem.encoded))
    }

    /// What becomes of some bytes of a stream.
    fileprivate func fate(_ bytes: [UInt8]) -> Fate {
        let isEvent = bytes != HeadEvent.heartbeat
        return state.withLock { state in
            if isEvent, state.isDeaf { return .lose }
            let dice = state.random.below(100)
            let (fault, fate): (Fault, Fate) =
                switch dice {
                case ..<5: (.lostAnswer, .lose)
                case 5..<9: (.cutAnswer, .cut(after: state.random.below(bytes.count)))
                // The connection is there, and nothing comes any more.
                case 9..<12: (.lostAnswer, .die)
                case 12..<14: (.damagedAnswer, .corrupt(at: 1, mask: 0x80))
                case 14..<17: (.duplicateRequest, .duplicate)
                default: (.lostAnswer, .deliver)
                }
            guard state.faults.contains(fault) else {
                state.events += isEvent ? 1 : 0
                return .deliver
            }
            switch fate {
            case .deliver: state.events += isEvent ? 1 : 0
            case .duplicate: state.events += isEvent ? 2 : 0
            default: break
            }
            return fate
        }
    }

    /// As a bug has it, a sign of life is an event, about what is known.
    fileprivate func altered(_ bytes: [UInt8]) -> [UInt8] {
        guard canary == .restlessEvents, bytes == HeadEvent.heartbeat else { return bytes }
        return HeadEvent(generation: "x", head: state.withLock { $0.random.next() >> 12 }).frame
    }

    fileprivate func silence() async throws { try await alarms.wait(until: .max, by: owner) }

    fileprivate func leave(_ seat: EventSeat) { state.withLock { $0.left.append(seat) } }
}

/// A stream of events as it arrives.
private final class EventBody: TransportBody {
    private let seat: EventSeat
    private let line: EventLine
    private let isOver = Mutex(false)

    init(_ seat: EventSeat, _ line: EventLine) {
        self.seat = seat
        self.line = line
    }

    deinit {
        seat.stream.end()
        line.leave(seat)
    }

    func next() async throws -> [UInt8]? {
        if isOver.withLock({ $0 }) { throw TransportError.unavailable("the connection broke") }
        while let told = await seat.stream.next() {
            var bytes = line.altered(told)
            switch line.fate(bytes) {
            case .lose: continue
            case .die: try await line.silence()
            case .cut(let length):
                isOver.withLock { $0 = true }
                await seat.close()
                return Array(bytes.prefix(length))
            case .corrupt(let place, let mask): bytes[place % bytes.count] ^= mask
            case .duplicate: bytes += bytes
            default: break
            }
            return bytes
        }
        await seat.close()
        try Task.checkCancellation()
        return nil
    }
}

/// A body that is there at once.
private actor ShortBody: TransportBody {
    private var bytes: [UInt8]?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func next() -> [UInt8]? {
        defer { bytes = nil }
        return bytes
    }
}

/// Carries the requests of a watched store's syncs through a gate, and its hub's events.
struct WatchedTransport: EventTransport {
    let transport: SimulatedTransport
    let events: EventLine

    var counters: TransportCounters { transport.counters }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await transport.send(request)
    }

    func openEvents(after lastEventID: String?, token: String?) async throws -> TransportResponse {
        try await events.open(after: lastEventID)
    }
}
