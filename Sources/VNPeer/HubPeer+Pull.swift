internal import VNEndpoint
internal import VNModel
internal import VNSync
internal import VNWire

// What the other hub holds.
extension HubPeer {
    /// Pulls to the end.
    ///
    /// - Returns: what the other hub has judged then.
    func pull() async throws -> LedgerCounters {
        var state = try await state()
        let request = PeerRequest(
            generation: state.generation, cursor: state.cursor,
            ledger: try await store.read { try $0.ledgers() })
        var message = TransportRequest(.post, "/v1/peer", body: request.encoded)
        message.accept = "application/x-ndjson"
        let response = try await send(message)
        let stream = FeedStream(response.body, isPull: true)
        let header = try await RemoteFailure.translating { try await stream.header() }
        guard header.generation != state.ownGeneration else {
            throw SyncError.protocolViolation("it is this hub itself; correct the upstream's URL")
        }
        guard header.generation == state.generation ?? header.generation else {
            throw RemoteFailure(.generation, .protocolViolation("its generation changed"))
        }
        state.generation = header.generation
        while true {
            let part = try await RemoteFailure.translating { try await stream.part() }
            guard part.cursor != nil else {
                throw SyncError.protocolViolation("a part of its pull has no cursor")
            }
            state = try await join(part, state)
            report.pulled.documents += part.items.count
            guard part.isLast else { continue }
            guard part.isComplete, let ledger = part.ledger else {
                throw SyncError.protocolViolation("its pull does not tell what it has judged")
            }
            return ledger
        }
    }

    /// Joins a part and moves the cursor, in one transaction.
    private func join(
        _ part: Replicator.StreamPart, _ state: PeerState
    ) async throws -> PeerState {
        let endpoint = endpoint
        return try await store.write { writing in
            guard try writing.generation() == state.ownGeneration else {
                throw SyncError.restored
            }
            let before = try writing.head()
            var join = PeerJoin(writing, endpoint)
            try join.join(part.items)
            try join.adopt(part.judged)
            var state = state
            state.cursor = part.cursor
            // What stands here now as it stands there need not go back. Only where nothing else
            // waits can that be told by one number.
            if join.isExact, state.since == before, state.position == before {
                state.since = try writing.head()
                state.position = state.since
            }
            try writing.setPeer(state)
            return state
        }
    }
}

extension SyncError {
    /// This hub was put back while it was talking.
    static let restored = SyncError(
        .generation, "this hub was put back while it replicated", hint: "it begins anew",
        isRetryable: true)
}
