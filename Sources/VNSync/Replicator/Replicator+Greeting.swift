internal import VNModel
internal import VNWire

// Hello: who is there, is it the same hub, is this the same store, what became of what was sent.
extension Replicator {
    mutating func loaded(_ local: LocalState) -> [Action] {
        guard !local.isCopied else { return stop(.forked) }
        session.local = local
        // What was compacted every remote of that time had answered for. One that was added later,
        // or anew, goes on from there if it has all that.
        let acked = local.acked.counter < local.base.counter ? local.base : local.acked
        session.acked = acked.counter
        session.judged = local.acked.counter
        return enter(
            .greeting,
            .hello(
                HelloRequest(
                    replica: local.replica, formerReplicas: local.formerReplicas,
                    counter: local.head.counter, acked: acked,
                    generation: local.generation, cursor: local.cursor, scope: local.scope)))
    }

    mutating func greeted(_ hello: HelloResponse) -> [Action] {
        guard isSameHub(hello.generation, hello.known.counter) else { return stop(.generation) }
        pace.bound(changes: hello.limits.changes, bytes: hello.limits.bytes)
        session.needsPull = hello.needsPull || session.local.isFirst
        return enter(.comparingGreeting(hello), .compare(hello.known))
    }

    /// Whether the hub has the generation that the store knows and has forgotten nothing since.
    func isSameHub(_ generation: String, _ known: UInt64) -> Bool {
        guard let mine = session.local.generation else { return true }
        return generation == mine && known >= session.judged
    }

    mutating func adopt(_ hello: HelloResponse) -> [Action] {
        if let lacking = lackingChanges(hello) { session.pushFailure = .journalGap(lacking) }
        guard session.local.generation == nil else { return takeVerdicts(hello) }
        return enter(.adopting(hello), .storeGeneration(hello.generation))
    }

    /// How many own changes the hub lacks that cannot be pushed to it: those that the journal no
    /// longer holds, and those under former ids.
    private func lackingChanges(_ hello: HelloResponse) -> UInt64? {
        let local = session.local
        var lacking = local.base.counter - min(local.base.counter, hello.known.counter)
        for former in hello.former {
            let head = local.formerHeads[former.replica] ?? 0
            lacking += head - min(head, former.known.counter)
        }
        return lacking > 0 ? lacking : nil
    }

    /// `known` alone acknowledges nothing: each change waits for its own verdict.
    mutating func takeVerdicts(_ hello: HelloResponse) -> [Action] {
        guard hello.known.counter >= session.acked else { return findMarks(then: .push) }
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
        session.judged = session.acked
        if session.acked < hello.known.counter { return enter(.loading, .load) }
        return findMarks(then: .push)
    }
}
