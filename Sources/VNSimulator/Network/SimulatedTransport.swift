internal import Synchronization
internal import VNEndpoint
internal import VNModel
internal import VNSync
internal import VNWire

/// Carries the requests of one sync to a hub of the same world; a gate decides what befalls them.
final class SimulatedTransport: Transport {
    private let gate: Gate
    private let hub: HubAddress
    private let saboteur: WireSaboteur?
    private let record: ExchangeRecord
    private let count = Mutex(TransportCounters())

    init(_ gate: Gate, _ hub: HubAddress, _ record: ExchangeRecord, _ saboteur: WireSaboteur?) {
        self.gate = gate
        self.hub = hub
        self.record = record
        self.saboteur = saboteur
    }

    var counters: TransportCounters { count.withLock { $0 } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        count.withLock { count in
            count.requests += 1
            count.bytesSent += request.body?.count ?? 0
        }
        // Whatever came before, a session begins anew.
        if request.path == "/v1/hello" { record.forgetHostile() }
        var isTwice = false
        var request = request
        switch await gate.park(.request(request)) {
        case .deliver: break
        case .duplicate: isTwice = true
        case .die: throw CancellationError()
        case .answer(let status, let type, let text, let retryAfter):
            return response(status, type, retryAfter, Array(text.utf8))
        case .hostile(let payload, let place):
            request.body = request.body.flatMap { payload.planted(in: $0, at: place) }
            return try await receive(try await deliverHostile(request), request)
        case .stale:
            if let old = record.answer(to: request) {
                record.noteStale()
                return response(200, request.accept, nil, old)
            }
        default: throw TransportError.unavailable("the request was lost")
        }
        let answers = try await deliver(request, isTwice: isTwice)
        guard let answer = answers.last else {
            throw TransportError.unavailable("the hub is away")
        }
        if answer.status == 200 { record.keep(answer.bytes, to: request) }
        return try await receive(answer, request)
    }

    private func deliverHostile(_ request: TransportRequest) async throws -> HubAnswer {
        guard let answer = await hub.answer(request) else {
            throw TransportError.unavailable("the hub is away")
        }
        if request.body != nil { record.noteHostile(request, answered: answer.status) }
        return answer
    }

    private func deliver(
        _ request: TransportRequest, isTwice: Bool
    ) async throws -> [HubAnswer] {
        if let requests = saboteur?.requests(for: request), requests.count > 1 {
            // A client that splits what belongs together, and glues the answers.
            var last: HubAnswer?
            for (index, part) in requests.enumerated() {
                if index > 0 {
                    switch await gate.park(.request(request)) {
                    case .deliver, .duplicate: break
                    case .die: throw CancellationError()
                    default: throw TransportError.unavailable("the request was lost")
                    }
                }
                guard let answer = await hub.answer(part) else { return [] }
                if answer.status != 200 { return [answer] }
                last = saboteur?.joined(last, answer) ?? answer
            }
            return last.map { [$0] } ?? []
        }
        if let answer = saboteur?.answer(insteadOf: request) { return [answer] }
        let request = saboteur?.altered(request) ?? request
        let head = saboteur?.asksForHead ?? false ? await hub.read { try $0.head() } : nil
        guard var first = await hub.answer(request) else { return [] }
        if let saboteur { first = await saboteur.answer(request, first, hub, head: head) }
        record.note(request, first)
        guard isTwice else { return [first] }
        guard let second = await hub.answer(request) else { return [] }
        record.compare(request, first, second)
        return [first, second]
    }

    private func receive(
        _ answer: HubAnswer, _ request: TransportRequest
    ) async throws -> TransportResponse {
        var bytes = answer.bytes
        if let saboteur, answer.status == 200 {
            bytes = await saboteur.altered(bytes, of: request, hub)
        }
        let size = bytes.count
        switch await gate.park(.response(request, bytes: size)) {
        case .die: throw CancellationError()
        case .lose: throw TransportError.unavailable("the answer was lost")
        case .cut(let length):
            return response(
                answer.status, answer.type, answer.retryAfter, Array(bytes.prefix(length)),
                isCut: true)
        case .corrupt(let place, let mask):
            if !bytes.isEmpty { bytes[place % size] ^= mask }
            return response(answer.status, answer.type, answer.retryAfter, bytes)
        case .hostile(let payload, let place):
            if answer.status == 200, let planted = payload.planted(in: bytes, at: place) {
                if !request.isAhead { record.noteHostile(request.path) }
                if saboteur?.readsEverything != true { bytes = planted }
            }
            return response(answer.status, answer.type, answer.retryAfter, bytes)
        case .answer(let status, let type, let text, let retryAfter):
            return response(status, type, retryAfter, Array(text.utf8))
        default: return response(answer.status, answer.type, answer.retryAfter, bytes)
        }
    }

    private func response(
        _ status: Int, _ type: String?, _ retryAfter: Int?, _ bytes: [UInt8], isCut: Bool = false
    ) -> TransportResponse {
        count.withLock { $0.bytesReceived += bytes.count }
        return TransportResponse(
            status: status, contentType: type, retryAfter: retryAfter.map { .seconds($0) },
            body: SimulatedBody(bytes, isCut: isCut))
    }
}

/// An answer as the hub gave it, whole.
struct HubAnswer: Sendable {
    var status: Int
    var type: String?
    var retryAfter: Int?
    var bytes: [UInt8]
}

/// The hub that a request reaches now; it may have been restarted since the sync began.
final class HubAddress: Sendable {
    private struct Site {
        var endpoint: Endpoint
        var store: SQLiteEndpointStore
        var feed: EventFeed?
    }

    private let site = Mutex<Site?>(nil)

    /// Where the hub tells of its changes; `nil` if there is no hub, or it tells nothing.
    var feed: EventFeed? { site.withLock { $0?.feed } }

    /// - Parameters:
    ///   - endpoint: answers from now on.
    ///   - store: what it really stands on.
    ///   - feed: tells of its changes.
    func set(_ endpoint: Endpoint, on store: SQLiteEndpointStore, _ feed: EventFeed?) {
        site.withLock { $0 = Site(endpoint: endpoint, store: store, feed: feed) }
    }

    /// Nobody answers from now on.
    func clear() { site.withLock { $0 = nil } }

    /// Looks at what the hub holds, past its endpoint; `nil` if there is no hub or it fails.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointReading) throws -> T
    ) async -> T? {
        guard let store = site.withLock({ $0?.store }) else { return nil }
        return try? await store.read(body)
    }

    /// Changes what the hub holds, past its endpoint; `nil` if there is no hub or it fails.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async -> T? {
        guard let store = site.withLock({ $0?.store }) else { return nil }
        return try? await store.write(body)
    }

    /// The hub's answer; `nil` if there is no hub, or it died while it answered.
    func answer(_ request: TransportRequest) async -> HubAnswer? {
        guard let endpoint = site.withLock({ $0?.endpoint }) else { return nil }
        let query = request.query.map { "\($0.name)=\(HubAddress.encoded($0.value))" }
        let response = await endpoint.handle(
            EndpointRequest(
                method: request.method.rawValue, path: request.path,
                query: query.joined(separator: "&"),
                contentType: request.body == nil ? nil : "application/json",
                body: request.body ?? []))
        var bytes: [UInt8] = []
        switch response.body {
        case .bytes(let all): bytes = all
        case .file(let file):
            do {
                while let part = try await file.next() { bytes += part }
            } catch {
                return nil
            }
        case .stream(let stream):
            do {
                while let part = try await stream.next() { bytes += part }
            } catch {
                return nil
            }
        }
        return HubAnswer(
            status: response.status, type: response.contentType,
            retryAfter: response.retryAfter, bytes: bytes)
    }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            if isLetter || byte >= 0x30 && byte <= 0x39 {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// An answer's bytes in small parts; a cut one ends with an error.
private actor SimulatedBody: TransportBody {
    private let bytes: [UInt8]
    private let isCut: Bool
    private var place = 0

    init(_ bytes: [UInt8], isCut: Bool) {
        self.bytes = bytes
        self.isCut = isCut
    }

    func next() async throws -> [UInt8]? {
        guard place < bytes.count else {
            if isCut { throw TransportError.unavailable("the connection broke") }
            return nil
        }
        let end = min(bytes.count, place + 701)
        defer { place = end }
        return Array(bytes[place..<end])
    }
}

extension TransportRequest {
    /// Whether it is a push ahead: its answer need not be read.
    fileprivate var isAhead: Bool {
        guard path == "/v1/push", let body else { return false }
        return (try? PushRequest(parsing: body))?.isAhead == true
    }
}
