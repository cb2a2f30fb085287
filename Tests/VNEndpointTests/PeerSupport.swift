import Testing
import VNEndpoint
import VNModel
import VNWire

// What hubs ask of each other, by messages alone.
extension Hub {
    /// The pull of a hub that has judged so much.
    func peer(
        from cursor: String? = nil, ledger: LedgerCounters = [:], generation: String? = nil
    ) async throws -> Pulled {
        let request = PeerRequest(generation: generation, cursor: cursor, ledger: ledger)
        return try await lines("/v1/peer", request)
    }

    @discardableResult
    func offer(
        _ items: [FeedItem] = [], judged: [JudgedRow] = [], cursor: String? = nil,
        generation: String? = nil
    ) async throws -> OfferResponse {
        let own = try await self.generation
        return try await post(
            "/v1/offer",
            OfferRequest(
                generation: generation ?? own, cursor: cursor, items: items, judged: judged))
    }

    var ledgers: LedgerCounters {
        get async throws { try await store.read { try $0.ledgers() } }
    }

    /// Brings this hub all that another one holds.
    @discardableResult
    func join(_ other: Hub) async throws -> OfferResponse {
        let pulled = try await other.peer(ledger: try await ledgers)
        return try await offer(pulled.items, judged: pulled.judged)
    }

    /// The digests of all documents.
    var sum: DigestSum { get async throws { try await store.read { try $0.digestSum() } } }
}

/// A document of one write to each register.
func copy(_ id: DocumentID, by dot: Dot, _ values: [(String, JSONValue)], at time: UInt64 = 1)
    -> FeedItem
{
    var document = Document(id: id, kind: .article)
    for (path, value) in values {
        let live = LiveValue(
            dot: dot, stamp: HybridTimestamp(milliseconds: time), value: value)
        document.set(path, Register(seen: VersionVector(), live: [live]))
    }
    return .document(document, seq: 1)
}
