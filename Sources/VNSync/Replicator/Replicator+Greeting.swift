internal import VNModel
internal import VNWire

// Hello: who is there, is it the same hub, is this the same store, what became of what was sent.
extension Replicator {
    mutating func loaded(_ local: LocalState) -> [Action] {
        guard !local.isCopied else { return stop(.forked) }
        session.local = local
        session.acked = local.acked.counter
        return enter(
            .greeting,
            .hello(
                HelloRequest(
                    replica: local.replica, formerReplicas: local.formerReplicas,
                    counter: local.head.counter, acked: local.acked,
                    generation: local.generation, cursor: local.cursor, scope: local.scope)))
    }

    mutating func greeted(_ hello: HelloResponse) -> [Action] {
        guard isSameHub(hello.generation, hello.known.counter) else { return stop(.generation) }
        session.changeLimit = max(1, min(configuration.changeLimit, hello.limits.changes))
        session.byteLimit = max(1, min(configuration.byteLimit, hello.limits.bytes))
        session.needsPull = hello.needsPull || session.local.isFirst
        return enter(.comparingGreeting(hello), .compare(hello.known))
    }

    /// Whether the hub has the generation that the store knows and has forgotten nothing since.
    func isSameHub(_ generation: String, _ known: UInt64) -> Bool {
        guard let mine = session.local.generation else { return true }
        return generation == mine && known >= session.acked
    }

    mutating func adopt(_ hello: HelloResponse) -> [Action] {
        guard session.local.generation == nil else { return takeVerdicts(hello) }
        return enter(.adopting(hello), .storeGeneration(hello.generation))
    }

    /// `known` alone acknowledges nothing: each change waits for its own verdict.
    mutating func takeVerdicts(_ hello: HelloResponse) -> [Action] {
        let counters = hello.verdicts.map(\.counter)
        let missing = hello.known.counter - session.acked
        guard (missing == 0) == counters.isEmpty, UInt64(counters.count) <= missing,
            counters.enumerated().allSatisfy({ session.acked + 1 + UInt64($0) == $1 })
        else {
            return stop(
                .protocolViolation("its verdicts do not go on where the last ones ended"))
        }
        guard !counters.isEmpty else { return findMarks(then: .push) }
        return enter(
            .recordingGreeting(hello),
            .recordVerdicts(hello.verdicts, cursor: nil, previous: nil))
    }

    /// With more verdicts to come than fit into one answer, hello is said again.
    mutating func verdictsTaken(_ hello: HelloResponse) -> [Action] {
        session.acked = hello.verdicts.last?.counter ?? session.acked
        if session.acked < hello.known.counter { return enter(.loading, .load) }
        return findMarks(then: .push)
    }
}
