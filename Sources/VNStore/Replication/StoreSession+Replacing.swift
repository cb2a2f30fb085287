package import VNModel

/// Who pulls, as a sync knew it when it began.
package struct Puller: Hashable, Sendable {
    /// The present id of the store.
    package let replica: ReplicaID
    /// Whether the pull replaces what is here.
    package let isReplacing: Bool

    /// - Parameters:
    ///   - replica: the present id of the store.
    ///   - isReplacing: whether the pull replaces what is here.
    package init(replica: ReplicaID, isReplacing: Bool) {
        (self.replica, self.isReplacing) = (replica, isReplacing)
    }
}

// A pull that replaces what is here by what the hub has and what it has not answered.
extension StoreSession {
    /// Makes sure that the store still is what a sync took it for.
    ///
    /// - Throws: ``StoreError`` `store.sync-locked`.
    func check(_ puller: Puller?, _ remote: Int64) throws {
        guard let puller else { return }
        let now = Puller(
            replica: try head().replica, isReplacing: try isReplacing(remote))
        guard now == puller else {
            throw StoreError(
                .syncLocked, "another sync has begun or ended a recovery of the store; sync again")
        }
    }

    /// Whether the pull with a remote replaces what is here.
    func isReplacing(_ remote: Int64) throws -> Bool {
        try first(
            "SELECT recovery IS NOT NULL FROM remote WHERE number = ?", [.integer(remote)]
        ) { $0.integer(0) == 1 } ?? false
    }

    /// Replaces a document by the hub's state, whole, and what of it the hub has not answered.
    func replace(
        _ incoming: Document, remote: Int64, _ rows: PreparedRows, _ summary: inout PageSummary
    ) throws {
        try observeStamps(of: incoming)
        try confirm(incoming.id, remote)
        try forgetPurge(of: incoming.id)
        summary.documents += 1
        let stored = try stored(incoming.id, incoming.kind)
        let before = try head().seq
        if stored == nil, try unanswered(incoming.id, by: remote).isEmpty {
            _ = try insert(incoming, rows.content(of: incoming) ?? RowContent(incoming))
        } else {
            try rebuild(incoming.id, incoming.kind, from: incoming, remote: remote)
        }
        guard try head().seq > before else { return }
        guard let stored else {
            summary.new += 1
            return
        }
        if incoming.isDeleted, !stored.document.isDeleted {
            summary.deleted += 1
        } else {
            summary.changed += 1
        }
    }

    /// A replacing pull has met a document; no older word about it counts any more.
    func confirm(_ id: DocumentID, _ remote: Int64) throws {
        for table in ["unconfirmed", "reread", "eviction"] {
            try run(
                "DELETE FROM \(table) WHERE remote = ? AND doc = ?", .integer(remote), .id(id))
        }
    }

    /// Documents that the hub does not have and of which nothing waits for it.
    func removableCount(_ remote: Int64) throws -> Int {
        try first(
            """
            SELECT count(*) FROM unconfirmed AS u WHERE remote = ? AND NOT EXISTS (
                SELECT 1 FROM journal WHERE journal.doc = u.doc AND \(StoreSession.isPending))
            """, [.integer(remote)]
        ) { Int($0.integer(0)) } ?? 0
    }

    /// Ends a replacing pull: what it has not met the hub does not have. It goes, unless something
    /// of it is still to be sent; another remote may have it, and its cursor is past it.
    ///
    /// - Returns: how many documents went.
    func finishReplacing(_ remote: Int64) throws -> Int {
        let number = SQLValue.integer(remote)
        var removed = 0
        while true {
            let ids = try all(
                "SELECT doc FROM unconfirmed WHERE remote = ? ORDER BY doc LIMIT ?",
                [number, .integer(Int64(StoreLimits.verifyBatch))]
            ) { $0.id(0) }.compactMap { $0 }
            for id in ids {
                try confirm(id, remote)
                guard let stored = try stored(id) else { continue }
                if try unanswered(id, by: remote).isEmpty {
                    try remove(stored)
                    try forgetArrivals(of: id)
                    removed += 1
                } else {
                    try rebuild(id, stored.document.kind, from: nil, remote: remote)
                }
                try rereadElsewhere(id, than: remote)
            }
            guard ids.count == StoreLimits.verifyBatch else { break }
        }
        try run("UPDATE remote SET recovery = NULL WHERE number = ?", number)
        return removed
    }

    /// Lets the other remotes be asked for a document that one does not have.
    func rereadElsewhere(_ id: DocumentID, than remote: Int64) throws {
        try run(
            """
            INSERT OR IGNORE INTO reread (remote, doc)
            SELECT number, ?1 FROM remote WHERE number <> ?2 AND cursor IS NOT NULL
            """, .id(id), .integer(remote))
    }

    /// The changes of a document that a remote has not answered for and that mean something, in
    /// the order in which they were made.
    func unanswered(_ document: DocumentID, by remote: Int64) throws -> [JournalRow] {
        var result: [JournalRow] = []
        try journal(
            where: """
                doc = ?1 AND is_withdrawn = 0 AND (\(StoreSession.isPending) OR code IS NULL
                    AND replica = (SELECT replica FROM store)
                    AND counter > (SELECT acked FROM remote WHERE number = ?2))
                ORDER BY position
                """, [.id(document), .integer(remote)]
        ) {
            result.append($0)
            return true
        }
        return result
    }
}
