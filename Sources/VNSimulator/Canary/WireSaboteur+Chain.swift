internal import VNModel
internal import VNSync
internal import VNWire

extension WireSaboteur {
    /// What a hub would answer that compares no hashes: a counter that it knows is a row that it
    /// has, and the next one follows whatever stands there.
    func withoutChain(
        _ request: TransportRequest, _ answer: HubAnswer, _ hub: HubAddress
    ) async -> HubAnswer {
        guard ignoresHashes, answer.status == 409, request.path == "/v1/push",
            let body = request.body, let push = try? PushRequest(parsing: body),
            let known = await known(of: push.replica, at: hub)
        else { return answer }
        let old = push.changes.prefix { $0.change.dot.counter <= known.counter }
        let verdicts = old.map { Verdict(counter: $0.change.dot.counter, outcome: .applied) }
        var response = PushResponse(
            generation: push.generation, verdicts: verdicts, cursor: nil, known: known)
        if old.count < push.changes.count {
            var rest = push
            rest.changes.removeFirst(old.count)
            rest.changes[0].previous = known.hash
            var sent = request
            sent.body = rest.encoded
            guard let second = await hub.answer(sent), second.status == 200,
                let judged = try? PushResponse(parsing: second.bytes)
            else { return answer }
            response = judged
            response.verdicts = verdicts + judged.verdicts
        }
        response.cursor = nil
        return HubAnswer(status: 200, type: "application/json", bytes: response.encoded)
    }

    private func known(of replica: ReplicaID, at hub: HubAddress) async -> JournalMark? {
        let hello = HelloRequest(replica: replica, counter: 0, acked: .origin)
        let request = TransportRequest(.post, "/v1/hello", body: hello.encoded)
        guard let answer = await hub.answer(request) else { return nil }
        return try? HelloResponse(parsing: answer.bytes).known
    }
}
