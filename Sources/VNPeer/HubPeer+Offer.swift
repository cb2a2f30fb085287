internal import Logging
internal import VNEndpoint
internal import VNModel
internal import VNSync
internal import VNWire

// What this hub holds.
extension HubPeer {
    /// Offers what changed here: documents first, then what was judged up to then.
    ///
    /// - Parameter known: what the other hub has judged.
    func offer(beyond known: LedgerCounters) async throws {
        var state = try await state()
        var ledger: LedgerCounters?
        while ledger == nil {
            let (since, position) = (state.since, state.position)
            let page = try await store.read {
                try OwnFeedPage($0, since: since, position: position)
            }
            ledger = page.ledger
            if !page.skipped.isEmpty {
                logger.error(
                    "documents are too large to be offered; the peer has to pull them",
                    metadata: ["documents": "\(page.skipped)"])
            }
            if !page.items.isEmpty {
                try await RemoteFailure.halving(page.items) {
                    try await offer($0, [], &state)
                }
                report.pushed.changes += page.items.count
            }
            guard page.position != state.position || ledger != nil else { continue }
            state.position = max(page.position, state.position)
            try await note(state)
        }
        try await offerLog(from: known, through: ledger ?? [:], &state)
        guard state.since != state.position else { return }
        state.since = state.position
        try await note(state)
    }

    private func offerLog(
        from known: LedgerCounters, through ledger: LedgerCounters, _ state: inout PeerState
    ) async throws {
        var told = known
        while true {
            let before = told
            let page = try await store.read {
                try OwnLogPage($0, told: before, through: ledger)
            }
            guard !page.rows.isEmpty else { return }
            told = page.told
            try await RemoteFailure.halving(page.rows) { try await offer([], $0, &state) }
            report.pushed.applied += page.rows.count
        }
    }

    private func offer(
        _ items: [FeedItem], _ judged: [JudgedRow], _ state: inout PeerState
    ) async throws {
        guard let generation = state.generation else { preconditionFailure("a pull goes before") }
        let request = OfferRequest(
            generation: generation, cursor: state.cursor, items: items, judged: judged)
        let response = try await send(
            TransportRequest(.post, "/v1/offer", body: request.encoded))
        let answer = try await RemoteFailure.translating {
            try OfferResponse(
                parsing: try await response.body.collect(limit: WireLimits.responseBytes))
        }
        guard answer.generation == generation else {
            throw RemoteFailure(.generation, .protocolViolation("its generation changed"))
        }
        if let cursor = answer.cursor { state.cursor = cursor }
        guard !answer.refused.isEmpty else { return }
        logger.warning(
            "the peer left documents out: they break a rule of the content",
            metadata: ["documents": "\(answer.refused.prefix(20))"])
    }

    /// Notes how far it has come, unless this hub was put back meanwhile.
    private func note(_ state: PeerState) async throws {
        try await store.write { writing in
            guard try writing.generation() == state.ownGeneration else {
                throw SyncError.restored
            }
            try writing.setPeer(state)
        }
    }

    // MARK: Requests

    /// Sends a request; an answer that is no success is thrown.
    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await RemoteFailure.translating {
            let response = try await transport.send(request)
            guard response.status != 200 else { return response }
            throw try await RemoteFailure(reading: response)
        }
    }
}
