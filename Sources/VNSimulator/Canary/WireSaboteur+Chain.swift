internal import VNEndpoint
internal import VNModel
internal import VNSync
internal import VNWire

// Hubs that judge a push otherwise.
extension WireSaboteur {
    /// What a hub with the bug would have answered to a push.
    ///
    /// - Parameter head: the head of its feed before.
    func answer(
        _ request: TransportRequest, _ answer: HubAnswer, _ hub: HubAddress, head: UInt64?
    ) async -> HubAnswer {
        guard request.path == "/v1/push", let body = request.body,
            let push = try? PushRequest(parsing: body)
        else { return answer }
        switch canary {
        case .noHashChain where answer.status == 409:
            return await withoutChain(push, request, answer, hub)
        case .earlyIDs where answer.status == 409:
            return await withIDsFirst(push, request, answer, hub)
        case .refusedIDs where answer.status == 200:
            await noteRefused(push, answer, hub)
            return answer
        case .aliasMovesCursor where answer.status == 200:
            return await withCursor(push, answer, hub, head)
        default: return answer
        }
    }

    /// Whether the head of the hub's feed before a push has to be known.
    var asksForHead: Bool { canary == .aliasMovesCursor }

    /// A hub that compares no hashes: a counter that it knows is a row that it has, and the next
    /// one follows whatever stands there.
    private func withoutChain(
        _ push: PushRequest, _ request: TransportRequest, _ answer: HubAnswer, _ hub: HubAddress
    ) async -> HubAnswer {
        guard let known = await hub.read({ try $0.ledger(push.replica) }) else { return answer }
        let old = push.changes.prefix { $0.change.dot.counter <= known.counter }
        let verdicts = old.map { Verdict(counter: $0.change.dot.counter, outcome: .applied) }
        var rest = push
        rest.changes.removeFirst(old.count)
        return await self.answer(verdicts, rest, known, request, hub) ?? answer
    }

    /// The verdicts for rows that the hub knows, and those that it gives the others.
    private func answer(
        _ verdicts: [Verdict], _ rest: PushRequest, _ known: JournalMark,
        _ request: TransportRequest, _ hub: HubAddress
    ) async -> HubAnswer? {
        var response = PushResponse(
            generation: rest.generation, verdicts: verdicts, cursor: nil, known: known)
        if !rest.changes.isEmpty {
            var (rest, sent) = (rest, request)
            rest.changes[0].previous = known.hash
            for index in rest.changes.indices.dropFirst() { rest.changes[index].previous = nil }
            sent.body = rest.encoded
            guard let second = await hub.answer(sent), second.status == 200,
                let judged = try? PushResponse(parsing: second.bytes)
            else { return nil }
            response = judged
            response.verdicts = verdicts + judged.verdicts
        }
        response.cursor = nil
        return HubAnswer(status: 200, type: "application/json", bytes: response.encoded)
    }

    /// A hub that looks for the id of each change first: a row whose change it has under another
    /// dot is a duplicate, whatever stands under its own.
    private func withIDsFirst(
        _ push: PushRequest, _ request: TransportRequest, _ answer: HubAnswer, _ hub: HubAddress
    ) async -> HubAnswer {
        let rows = hashed(push.changes)
        let found = await hub.write { writing -> (verdicts: [Verdict], known: JournalMark)? in
            let known = try writing.ledger(push.replica)
            var verdicts: [Verdict] = []
            for row in rows.prefix(while: { $0.change.dot.counter <= known.counter }) {
                let dot = row.change.dot
                if let other = try writing.dot(ofChange: row.change.cid), other != dot {
                    verdicts.append(Verdict(counter: dot.counter, outcome: .duplicate(of: other)))
                } else if let stored = try writing.logRow(dot), stored.hash == row.hash {
                    verdicts.append(stored.verdict)
                } else {
                    return nil
                }
            }
            guard let hash = rows.prefix(verdicts.count).last?.hash else { return nil }
            guard verdicts.count < rows.count else { return (verdicts, known) }
            // Behind a duplicate nobody looks at the chain.
            let mark = JournalMark(counter: known.counter, hash: hash)
            try writing.setLedger(push.replica, mark)
            return (verdicts, mark)
        }
        guard let found = found ?? nil else { return answer }
        var rest = push
        rest.changes.removeFirst(found.verdicts.count)
        return await self.answer(found.verdicts, rest, found.known, request, hub) ?? answer
    }

    /// A hub that takes note of the ids of changes that it refuses.
    private func noteRefused(_ push: PushRequest, _ answer: HubAnswer, _ hub: HubAddress) async {
        guard let response = try? PushResponse(parsing: answer.bytes) else { return }
        let refused = Set(response.verdicts.filter(\.isRefused).map(\.counter))
        let rows = push.changes.filter {
            refused.contains($0.change.dot.counter) && !$0.isWithdrawn
        }
        guard !rows.isEmpty else { return }
        _ = await hub.write { writing in
            for row in rows where try writing.dot(ofChange: row.change.cid) == nil {
                try writing.setDot(row.change.dot, ofChange: row.change.cid)
            }
        }
    }

    /// A hub that forgets that an alias changes more than was pushed.
    private func withCursor(
        _ push: PushRequest, _ answer: HubAnswer, _ hub: HubAddress, _ head: UInt64?
    ) async -> HubAnswer {
        guard let head, push.scope.isFull, let cursor = push.cursor.flatMap({ try? Cursor($0) }),
            cursor.since == head, cursor.position == head,
            cursor.generation == push.generation,
            var response = try? PushResponse(parsing: answer.bytes), response.cursor == nil,
            let now = await hub.read({ try $0.head() })
        else { return answer }
        response.cursor =
            Cursor(generation: response.generation, since: now, position: now).text
        var answer = answer
        answer.bytes = response.encoded
        return answer
    }
}
