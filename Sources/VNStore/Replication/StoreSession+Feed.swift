package import VNModel

/// One entry of the change feed: a document at its newest place, or an id that is gone.
package enum FeedEntry: Sendable {
    case document(StoredDocument)
    case purged(DocumentID, seq: UInt64)

    /// Its place in the feed.
    package var seq: UInt64 {
        switch self {
        case .document(let stored): stored.seq
        case .purged(_, let seq): seq
        }
    }
}

extension StoreSession {
    /// The change feed behind a position, in order.
    ///
    /// - Parameters:
    ///   - position: exclusive.
    ///   - limit: entries.
    /// - Complexity: O(*limit*), whatever the size of the store.
    package func feed(after position: UInt64, limit: Int) throws -> [FeedEntry] {
        let last = try first(
            """
            SELECT max(seq) FROM (
                SELECT * FROM (SELECT seq FROM article WHERE seq > ?1 ORDER BY seq LIMIT ?2)
                UNION ALL
                SELECT * FROM (SELECT seq FROM comment WHERE seq > ?1 ORDER BY seq LIMIT ?2)
                UNION ALL
                SELECT * FROM (SELECT seq FROM purged WHERE seq > ?1 ORDER BY seq LIMIT ?2)
                ORDER BY seq LIMIT ?2)
            """, [.integer(position), .integer(Int64(limit))]
        ) { $0.optionalInteger(0) }
        guard let last = last.flatMap({ $0 }) else { return [] }
        let window: [SQLValue] = [.integer(position), .integer(last)]
        var entries: [FeedEntry] = []
        entries.reserveCapacity(limit)
        for kind in DocumentKind.allCases {
            try stored(kind, where: "seq > ? AND seq <= ? ORDER BY seq", window) {
                entries.append(.document($0))
            }
        }
        try query("SELECT doc, seq FROM purged WHERE seq > ? AND seq <= ?", window) { row in
            guard let id = row.id(0) else { return }
            entries.append(.purged(id, seq: row.unsigned(1)))
        }
        entries.sort { $0.seq < $1.seq }
        assert(entries.count <= limit, "a seq names one entry")
        return entries
    }

    /// Whether the id is gone for ever.
    package func isPurged(_ id: DocumentID) throws -> Bool {
        guard try hasPurges() else { return false }
        return try first("SELECT 1 FROM purged WHERE doc = ?", [.id(id)]) { $0.integer(0) } != nil
    }

    /// The comments of an article, whatever their state.
    package func comments(of article: DocumentID) throws -> [DocumentID] {
        try all("SELECT id FROM comment WHERE article = ? ORDER BY created_ms, id", [.id(article)])
        {
            $0.id(0)
        }.compactMap { $0 }
    }
}
