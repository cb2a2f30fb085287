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
        var isTwice = false
        switch await gate.park(.request(path: request.path)) {
        case .deliver: break
        case .duplicate: isTwice = true
        case .die: throw CancellationError()
        case .answer(let status, let type, let text, let retryAfter):
            return response(status, type, retryAfter, Array(text.utf8))
        case .stale:
            if let old = record.answer(to: request) {
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

    private func deliver(
        _ request: TransportRequest, isTwice: Bool
    ) async throws -> [HubAnswer] {
        if let requests = saboteur?.requests(for: request), requests.count > 1 {
            // A client that splits what belongs together, and glues the answers.
            var last: HubAnswer?
            for (index, part) in requests.enumerated() {
                if index > 0 {
                    switch await gate.park(.request(path: request.path)) {
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
        guard var first = await hub.answer(request) else { return [] }
        if let saboteur { first = await saboteur.withoutChain(request, first, hub) }
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
        switch await gate.park(.response(path: request.path, bytes: size)) {
        case .die: throw CancellationError()
        case .lose: throw TransportError.unavailable("the answer was lost")
        case .cut(let length):
            return response(
                answer.status, answer.type, answer.retryAfter, Array(bytes.prefix(length)),
                isCut: true)
        case .corrupt(let place, let mask):
            if !bytes.isEmpty { bytes[place % size] ^= mask }
            return response(answer.status, answer.type, answer.retryAfter, bytes)
        case .answer(let status, let type, let text, let retryAfter):
            return response(status, type, retryAfter, Array(text.utf8))
        default: return response(answer.status, answer.type, answer.retryAfter, bytes)
        }
    }

    private func response(
        _ status: Int, _ type: String, _ retryAfter: Int?, _ bytes: [UInt8], isCut: Bool = false
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
    var type: String
    var retryAfter: Int?
    var bytes: [UInt8]
}

/// The hub that a request reaches now; it may have been restarted since the sync began.
final class HubAddress: Sendable {
    private let endpoint = Mutex<Endpoint?>(nil)

    /// Nobody answers while there is no endpoint.
    func set(_ endpoint: Endpoint?) { self.endpoint.withLock { $0 = endpoint } }

    /// The hub's answer; `nil` if there is no hub, or it died while it answered.
    func answer(_ request: TransportRequest) async -> HubAnswer? {
        guard let endpoint = endpoint.withLock({ $0 }) else { return nil }
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
