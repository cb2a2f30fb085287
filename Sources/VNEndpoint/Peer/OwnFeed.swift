package import VNModel
package import VNWire

/// What of a hub's own feed is still to be offered to a peer, read in one transaction.
package struct OwnFeedPage: Sendable {
    /// Documents with the registers that changed, whole if nothing was offered before; purges.
    package private(set) var items: [FeedItem] = []
    /// The place of the last row that was looked at; the head if that was all.
    package private(set) var position: UInt64
    /// Documents that no request can hold. They wait for the peer to pull them.
    package private(set) var skipped: [DocumentID] = []
    /// What was judged when the page reached the end of the feed; `nil` if it did not.
    package private(set) var ledger: LedgerCounters?

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - reading: the transaction.
    ///   - since: registers that changed after this seq are wanted.
    ///   - position: documents after this seq are wanted.
    /// - Throws: what the store throws.
    package init(
        _ reading: any EndpointReading, since: UInt64, position: UInt64
    ) throws {
        self.position = position
        var bytes = 0
        while items.count < WireLimits.offerItems / 2 {
            let rows = try reading.feed(after: self.position, limit: EndpointLimits.feedSlice)
            for row in rows {
                guard let item = OwnFeedPage.item(row, since: since) else {
                    self.position = row.seq
                    continue
                }
                let size = item.lineBytes
                if size > WireLimits.offerItemBytes {
                    skipped.append(item.id)
                } else {
                    guard bytes + size <= WireLimits.offerItemBytes else { return }
                    bytes += size
                    items.append(item)
                }
                self.position = row.seq
                if bytes >= WireLimits.offerBytes { return }
            }
            guard rows.count == EndpointLimits.feedSlice else {
                self.position = try reading.head()
                ledger = try reading.ledgers()
                return
            }
        }
    }

    private static func item(_ row: FeedRow, since: UInt64) -> FeedItem? {
        switch row {
        case .purge(let id, _): return .purge(id)
        case .document(let held):
            if since == 0 { return .document(held.document, seq: held.seq) }
            var part = Document(id: held.document.id, kind: held.document.kind)
            for field in held.document.fields where field.seq > since {
                part.set(field.path, field.register)
            }
            return part.isEmpty ? nil : .document(part, seq: held.seq)
        }
    }
}

/// Judged rows that a peer lacks, read in one transaction.
package struct OwnLogPage: Sendable {
    /// The rows, at most ``WireLimits/offerRows``.
    package private(set) var rows: [JudgedRow] = []
    /// What the peer has then.
    package private(set) var told: LedgerCounters

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - reading: the transaction.
    ///   - told: what the peer has.
    ///   - end: rows behind that are not told: their documents may not have been.
    /// - Throws: what the store throws.
    package init(
        _ reading: any EndpointReading, told: LedgerCounters, through end: LedgerCounters
    ) throws {
        self.told = told
        var log = PeerLog(known: told)
        log.begin(through: end)
        while rows.count < WireLimits.offerRows, let row = try log.next(reading) {
            rows.append(row.told)
            self.told[row.dot.replica] = row.dot.counter
        }
    }
}
