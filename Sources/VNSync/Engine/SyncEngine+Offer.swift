internal import Logging
internal import VNModel
internal import VNStore
internal import VNWire

extension SyncEngine {
    /// Offers a hub that was put back all that stands here, of any author.
    ///
    /// - Throws: ``RemoteFailure`` if the hub does not take it; `CancellationError`; what the
    ///   store throws.
    /// - Source: VN-WIRE-144
    func offerEverything(generation: String) async throws {
        var items: [FeedItem] = []
        var (bytes, count) = (0, 0)
        var last: DocumentID?
        repeat {
            let page = try await store.documentsToOffer(
                remote: remote, after: last, limit: SyncLimits.offerDocuments)
            last = page.last
            for document in page.documents {
                let item = FeedItem.document(document, seq: 0)
                let size = item.lineBytes
                // What no request can hold is left to others.
                guard size <= WireLimits.offerItemBytes else { continue }
                if !items.isEmpty,
                    bytes + size > WireLimits.offerBytes || items.count == WireLimits.offerItems
                {
                    try await offer(items, generation)
                    count += items.count
                    (items, bytes) = ([], 0)
                }
                items.append(item)
                bytes += size
            }
            try await renewLock()
        } while last != nil
        if !items.isEmpty { try await offer(items, generation) }
        logger.debug("offered again", metadata: ["documents": "\(count + items.count)"])
    }

    private func offer(_ items: [FeedItem], _ generation: String) async throws {
        try await RemoteFailure.halving(items) { try await send($0, generation) }
    }

    private func send(_ items: [FeedItem], _ generation: String) async throws {
        let request = OfferRequest(generation: generation, items: items)
        let answer: OfferResponse = try await RemoteFailure.translating {
            try await post("/v1/offer", request.encoded)
        }
        guard answer.generation == generation else {
            throw RemoteFailure(.generation, .generation)
        }
        guard !answer.refused.isEmpty else { return }
        logger.warning(
            "the hub left documents out: they break a rule of the content",
            metadata: ["documents": "\(answer.refused.prefix(20))"])
    }
}
