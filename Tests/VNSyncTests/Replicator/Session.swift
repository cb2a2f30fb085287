import Testing
import VNModel
import VNStore
import VNSync
import VNWire

/// A machine with the values that its tests have in common.
struct Session {
    var machine: Replicator
    var local: LocalState

    static let alice = ReplicaID(bits: 1)
    static let hub = "0000000000abc"
    static let puller = Puller(replica: alice, isReplacing: false)

    init(
        _ direction: SyncDirection = .both, acked: UInt64 = 0, head: UInt64? = nil,
        configure: (inout Replicator.Configuration) -> Void = { _ in }
    ) {
        var configuration = Replicator.Configuration(
            direction: direction, SyncConfiguration())
        configure(&configuration)
        machine = Replicator(configuration)
        local = LocalState(
            replica: Session.alice, head: Session.mark(head ?? acked), acked: Session.mark(acked))
        local.generation = Session.hub
        local.cursor = "0000000000abc:7:7"
        local.isFirst = false
    }

    static func mark(_ counter: UInt64) -> JournalMark {
        counter == 0 ? .origin : JournalMark(counter: counter, hash: hash(counter))
    }

    static func hash(_ number: UInt64) -> ChangeHash {
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0) }
        return ChangeHash(bytes: bytes)!
    }

    static func hello(
        known: UInt64 = 0, pull: Bool = false, verdicts: [Verdict] = [], generation: String = hub
    ) -> HelloResponse {
        HelloResponse(
            generation: generation, head: 9, needsPull: pull, known: mark(known),
            verdicts: verdicts, durableThrough: known, time: 0)
    }

    static func verdicts(_ counters: ClosedRange<UInt64>) -> [Verdict] {
        counters.map { Verdict(counter: $0, outcome: .applied) }
    }

    static func changes(
        _ counters: ClosedRange<UInt64>, group: UInt64? = nil
    ) -> [PushedChange] {
        counters.map { counter in
            PushedChange(
                change: Change(
                    dot: Dot(alice, counter), cid: DocumentID(high: 9, low: counter),
                    transaction: group ?? counter, stamp: HybridTimestamp(rawValue: counter),
                    document: document(counter), kind: .article,
                    operations: [
                        Change.Operation(
                            path: "headline", value: .string("tin \(counter)"),
                            seen: VersionVector())
                    ]),
                previous: counter == counters.lowerBound ? hash(counter - 1) : nil)
        }
    }

    static func document(_ number: UInt64) -> DocumentID { DocumentID(high: 5, low: number) }

    static func header(known: UInt64 = 0, generation: String = hub) -> PullHeader {
        PullHeader(generation: generation, from: 7, head: 9, known: mark(known))
    }

    static func page(
        _ cursor: String, items: [FeedItem] = [.evict(document(1))], end: Bool? = nil
    ) -> Replicator.StreamPart {
        Replicator.StreamPart(
            items: items, cursor: cursor, isLast: end != nil, isComplete: end ?? false)
    }

    static func failure(
        _ kind: RemoteFailure.Kind = .other, retryable: Bool = true, after: Duration? = nil
    ) -> Replicator.Event {
        .failed(
            RemoteFailure(
                kind,
                SyncError(
                    .unavailable, "the connection broke", retryAfter: after,
                    isRetryable: retryable)),
            random: .max)
    }

    /// Handles an event and checks that exactly one of the actions asks for an answer.
    @discardableResult
    mutating func on(_ event: Replicator.Event) -> Replicator.Action {
        let actions = machine.handle(event)
        let asking = actions.filter { action in
            switch action {
            case .report, .closeStream: false
            default: true
            }
        }
        #expect(asking.count == 1, "one action asks for the next event")
        return asking.first ?? .closeStream
    }

    /// Goes up to the answer to hello and what the journal says about it.
    mutating func greet(_ hello: HelloResponse) -> Replicator.Action {
        on(.start)
        on(.loaded(local))
        on(.greeted(hello))
        return on(.compared(agrees: true))
    }

    /// Goes to the first look into the outbox.
    mutating func beginPush(pull: Bool = false) -> Replicator.Action {
        _ = greet(Session.hello(known: local.acked.counter, pull: pull))
        return on(.marksFound([]))
    }

    /// Goes to the first page of a pull.
    mutating func beginPull() {
        _ = beginPush(pull: true)
        if machine.state == .collecting {
            on(.outboxRead([]))
            on(.marksFound([]))
        }
        on(.streamOpened(Session.header(known: local.acked.counter)))
        on(.compared(agrees: true))
    }
}

extension Replicator.Action {
    /// The error that a session ends with; `nil` for anything else.
    var failure: SyncError? {
        if case .finish(.failure(let error)) = self { error } else { nil }
    }
}
