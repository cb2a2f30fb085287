internal import Synchronization
internal import VNModel
internal import VNSync
internal import VNWire

/// What one replica and its hub have said to each other.
final class ExchangeRecord: Sendable {
    private struct State {
        var answers: [String: [UInt8]] = [:]
        var pushes: [TransportRequest] = []
        var judged: [ReplicaID: JournalMark] = [:]
        var differences: [String] = []
        var largest = 0
        var hostile: String?
        var isStale = false
        var leaks: [String] = []
    }

    private let state = Mutex(State())

    /// The pushes that the hub has had, of which any may arrive once more.
    var pushes: [TransportRequest] { state.withLock { $0.pushes } }

    /// How much of each journal the hub said it had judged.
    var judged: [ReplicaID: JournalMark] { state.withLock { $0.judged } }

    /// The bytes of the largest request.
    var largestRequest: Int { state.withLock { $0.largest } }

    /// What went wrong when a push came twice.
    func takeDifferences() -> [String] {
        state.withLock { state in
            defer { state.differences = [] }
            return state.differences
        }
    }

    /// A sync begins.
    func begin() {
        state.withLock { state in
            state.hostile = nil
            state.isStale = false
        }
    }

    /// The path of a request that was answered with what no reader may take, in this sync.
    var hostile: String? { state.withLock { $0.hostile } }

    /// Whether an old page came in this sync.
    var isStale: Bool { state.withLock { $0.isStale } }

    /// Notes that an answer holds what no reader may take.
    func noteHostile(_ path: String) { state.withLock { $0.hostile = path } }

    /// What was answered so far does not count any more.
    func forgetHostile() { state.withLock { $0.hostile = nil } }

    /// Notes that an old page came.
    func noteStale() { state.withLock { $0.isStale = true } }

    /// Notes how the hub answered a request that nobody may take.
    func noteHostile(_ request: TransportRequest, answered status: Int) {
        guard status < 400 else { return }
        state.withLock { $0.leaks.append("\(request.path) is answered \(status)") }
    }

    /// What hubs took that nobody may take.
    func takeLeaks() -> [String] {
        state.withLock { state in
            defer { state.leaks = [] }
            return state.leaks
        }
    }

    /// Keeps the answer to a pull, for caches that are not up to date.
    func keep(_ bytes: [UInt8], to request: TransportRequest) {
        guard request.path == "/v1/pull" else { return }
        state.withLock { $0.answers[ExchangeRecord.key(request)] = bytes }
    }

    func answer(to request: TransportRequest) -> [UInt8]? {
        state.withLock { $0.answers[ExchangeRecord.key(request)] }
    }

    private static func key(_ request: TransportRequest) -> String {
        request.path + request.query.map { " \($0.name)=\($0.value)" }.joined()
    }

    /// Notes what the hub answered to a push; from then on it must never forget it.
    func note(_ request: TransportRequest, _ answer: HubAnswer) {
        state.withLock { $0.largest = max($0.largest, request.body?.count ?? 0) }
        guard request.path == "/v1/push", answer.status == 200,
            let body = request.body, let push = try? PushRequest(parsing: body),
            let response = try? PushResponse(parsing: answer.bytes)
        else { return }
        state.withLock { state in
            state.pushes.append(request)
            if state.pushes.count > 8 { state.pushes.removeFirst() }
            let old = state.judged[push.replica] ?? .origin
            if response.known.counter > old.counter { state.judged[push.replica] = response.known }
        }
    }

    /// Forgets the pushes that may come late: another store sent them.
    func forgetPushes() { state.withLock { $0.pushes = [] } }

    /// Forgets what a hub is to remember, because it was put back.
    func forgetJudged() { state.withLock { $0.judged = [:] } }

    /// Compares the answers to one push that came twice.
    func compare(_ request: TransportRequest, _ first: HubAnswer, _ second: HubAnswer) {
        guard request.path == "/v1/push", first.status == 200 else { return }
        guard second.status == 200 else {
            // The hub may fail, and may have been changed by others; it may not judge anew.
            if second.status < 500, second.status != 409 {
                add("the same push is answered \(second.status)")
            }
            return
        }
        guard let one = try? PushResponse(parsing: first.bytes),
            let two = try? PushResponse(parsing: second.bytes)
        else { return add("an answer to a push cannot be read") }
        for verdict in one.verdicts {
            guard let other = two.verdicts.first(where: { $0.counter == verdict.counter }) else {
                add("a repeated push has no verdict for counter \(verdict.counter)")
                continue
            }
            if other != verdict { add("counter \(verdict.counter): \(verdict), then \(other)") }
        }
    }

    private func add(_ text: String) { state.withLock { $0.differences.append(text) } }
}
