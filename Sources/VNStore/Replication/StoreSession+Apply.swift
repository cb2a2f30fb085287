package import VNModel

/// What a page of a pull did.
package struct PageSummary: Hashable, Sendable {
    /// Documents in it.
    package var documents = 0
    /// Those that were not here.
    package var new = 0
    /// Those that were here and changed.
    package var changed = 0
    /// Those that are deleted or purged now and were not before.
    package var deleted = 0
    /// Those that left the scope.
    package var evicted = 0
    /// Those that a replacing pull took away, because the hub does not have them.
    package var removed = 0
    /// Those that it would take away if it were allowed to; it has not come to its end then.
    package var withheld = 0

    /// A page of nothing.
    package init() {}

    /// Adds what another page did.
    package static func += (total: inout Self, part: Self) {
        total.documents += part.documents
        total.new += part.new
        total.changed += part.changed
        total.deleted += part.deleted
        total.evicted += part.evicted
        total.removed += part.removed
        total.withheld += part.withheld
    }
}

extension ContentStore {
    /// Applies a page of a pull: its documents and the cursor that covers them, in one
    /// transaction. After a power cut either both are there or neither.
    ///
    /// - Parameters:
    ///   - items: the page.
    ///   - name: the remote.
    ///   - cursor: where the next page begins.
    ///   - isComplete: whether the pull has come to its end.
    ///   - puller: who pulls, and whether that replaces what is here.
    ///   - removalLimit: documents that a replacing pull may take away at its end.
    ///   - rows: what was made before of the page's documents.
    /// - Throws: ``StoreError`` `store.sync-locked` if the store has begun to recover since the
    ///   pull began, or has ended it.
    package func applyPage(
        _ items: [FeedItem], remote name: String, cursor: String, isComplete: Bool,
        puller: Puller? = nil, removalLimit: Int? = nil, rows: PreparedRows = PreparedRows()
    ) async throws -> PageSummary {
        try await write(.repeatable) { session in
            let remote = try session.remoteNumber(name)
            try session.check(puller, remote)
            let isReplacing = try session.isReplacing(remote)
            var summary = PageSummary()
            for item in items {
                if isReplacing, case .document(let document, _) = item {
                    try session.replace(document, remote: remote, rows, &summary)
                } else {
                    try session.apply(item, remote: remote, rows, &summary)
                }
            }
            if isComplete, isReplacing {
                let removable = try session.removableCount(remote)
                if let removalLimit, removable > removalLimit {
                    summary.withheld = removable
                    return summary
                }
                summary.removed = try session.finishReplacing(remote)
            }
            try session.run(
                """
                UPDATE remote SET cursor = ?1, is_complete = max(is_complete, ?2),
                    last_pull_ms = ?3, former_scope = CASE ?2 WHEN 0 THEN former_scope END,
                    former_cursor = CASE ?2 WHEN 0 THEN former_cursor END WHERE number = ?4
                """, .text(cursor), .integer(isComplete ? 1 : 0 as Int64),
                .integer(session.environment.milliseconds()), .integer(remote))
            return summary
        }
    }

    /// Replaces documents by the endpoint's state and what is pending here, and clears their
    /// marks; in one transaction.
    ///
    /// - Parameters:
    ///   - items: the answer to a re-read.
    ///   - name: the remote that answered.
    package func replace(_ items: [FeedItem], remote name: String) async throws {
        try await write(.durable) { session in
            let remote = try session.remoteNumber(name)
            for item in items {
                switch item {
                case .document(let document, _):
                    try session.observeStamps(of: document)
                    try session.forgetPurge(of: document.id)
                    try session.rebuild(
                        document.id, document.kind, from: document, remote: remote)
                case .absent(let id):
                    let stored = try session.readable(id)
                    let kind =
                        try stored?.document.kind
                        ?? session.pendingChanges(of: id).first?.change.kind
                    if let kind {
                        try session.rebuild(id, kind, from: nil, remote: remote)
                    }
                    if stored != nil {
                        try session.rereadElsewhere(id, than: remote)
                    }
                case .evict(let id):
                    if let stored = try session.readable(id) {
                        try session.evict(stored, remote)
                        // What is pending stands in the way: the mark goes with the eviction.
                        if try session.hasPending(id) { continue }
                    }
                case .purge(let id): try session.purge(id, remote)
                }
                try session.run(
                    "DELETE FROM reread WHERE remote = ? AND doc = ?", .integer(remote),
                    .id(item.id))
            }
        }
    }

    /// Rewrites pending changes whose vectors exceed what the endpoint holds, and rebuilds their
    /// documents as the endpoint's state joined with them. At worst a needless sibling comes of
    /// it.
    ///
    /// - Parameters:
    ///   - items: the endpoint's whole documents, or that it has none.
    ///   - name: the remote that answered.
    package func lowerPending(_ items: [FeedItem], remote name: String) async throws {
        try await write(.durable) { session in
            let own = Set(try session.ownReplicas())
            let remote = try session.remoteNumber(name)
            for item in items {
                let held: Document?
                switch item {
                case .document(let document, _): held = document
                case .absent: held = nil
                case .evict, .purge: continue
                }
                let pending = try session.pendingChanges(of: item.id)
                for row in pending {
                    let lowered = row.change.lowered(to: held, except: own)
                    if lowered != row.change { try session.amend(lowered) }
                }
                if let kind = held?.kind ?? pending.first?.change.kind {
                    try session.rebuild(item.id, kind, from: held, remote: remote)
                }
            }
        }
    }

    /// Documents that must be fetched whole.
    package func documentsToReread(
        remote name: String, limit: Int
    ) async throws -> [DocumentID] {
        try await read { session in
            try session.all(
                "SELECT doc FROM reread WHERE remote = ? ORDER BY doc LIMIT ?",
                [.integer(try session.remoteNumber(name)), .integer(Int64(limit))]
            ) { $0.id(0) }.compactMap { $0 }
        }
    }
}

extension Change {
    /// This change with vectors that do not exceed a document's registers, own ids aside.
    fileprivate func lowered(to held: Document?, except own: Set<ReplicaID>) -> Change {
        func lower(_ vector: VersionVector, to bound: VersionVector) -> VersionVector {
            VersionVector(
                vector.entries.map { entry in
                    own.contains(entry.replica)
                        ? (entry.replica, entry.counter)
                        : (entry.replica, min(entry.counter, bound[entry.replica]))
                })
        }
        var result = self
        for index in operations.indices {
            let bound = held?[operations[index].path].seen ?? VersionVector()
            result.operations[index].seen = lower(operations[index].seen, to: bound)
            if operations[index].path == RegisterPath.deleted,
                var mark = DeletionMark(operations[index].value)
            {
                mark.saw = lower(mark.saw, to: held?.vector ?? VersionVector())
                result.operations[index].value = mark.value
            }
        }
        return result
    }
}

extension StoreSession {
    fileprivate func apply(
        _ item: FeedItem, remote: Int64, _ rows: PreparedRows, _ summary: inout PageSummary
    ) throws {
        switch item {
        case .document(let incoming, _):
            summary.documents += 1
            if try hasEvictions() {
                try run(
                    "DELETE FROM eviction WHERE remote = ? AND doc = ?", .integer(remote),
                    .id(incoming.id))
            }
            try forgetPurge(of: incoming.id)
            if let content = rows.content(of: incoming), try insert(incoming, content) {
                try observe(content.newest)
                summary.new += 1
                return
            }
            try observeStamps(of: incoming)
            try join(incoming, remote: remote, rows, &summary)
        case .evict(let id):
            try run(
                "DELETE FROM unconfirmed WHERE remote = ? AND doc = ?", .integer(remote), .id(id))
            guard let stored = try stored(id) else { return }
            summary.evicted += 1
            try evict(stored, remote)
        case .purge(let id):
            if try stored(id) != nil { summary.deleted += 1 }
            try purge(id, remote)
        case .absent: break
        }
    }

    private func join(
        _ incoming: Document, remote: Int64, _ rows: PreparedRows, _ summary: inout PageSummary
    ) throws {
        guard let stored = try stored(incoming.id, incoming.kind, rows) else {
            if try insert(incoming, RowContent(incoming)) { summary.new += 1 }
            return
        }
        var document = stored.document
        document.join(incoming)
        guard !document.hasSameRegisters(as: stored.document) else { return }
        if document.isDeleted, !stored.document.isDeleted {
            summary.deleted += 1
        } else {
            summary.changed += 1
        }
        let seq = try saveChanges(document, over: stored, rows)
        try record(document, over: stored.document, from: incoming, remote: remote, seq: seq)
    }

    /// Whether evictions are put off.
    private func hasEvictions() throws -> Bool {
        try holdsRows("eviction", \.mayHaveEvictions)
    }

    /// A hub holds what was purged here: it was put back since, and was told of it again.
    func forgetPurge(of id: DocumentID) throws {
        if try hasPurges() { try run("DELETE FROM purged WHERE doc = ?", .id(id)) }
    }

    /// Whether documents were purged here.
    func hasPurges() throws -> Bool { try holdsRows("purged", \.mayHavePurges) }

    /// Whether a table holds rows; it is asked once a transaction.
    private func holdsRows(
        _ table: String, _ known: ReferenceWritableKeyPath<StoreSession, Bool?>
    ) throws -> Bool {
        if let known = self[keyPath: known] { return known }
        let found = try first("SELECT 1 FROM \(table) LIMIT 1") { $0.integer(0) } != nil
        self[keyPath: known] = found
        return found
    }

    func observeStamps(of document: Document) throws { try observe(document.newestStamp) }

    /// Writes a document whose registers changed, at a new place in the feed. The search index
    /// follows later.
    @discardableResult
    func saveChanges(
        _ document: Document, over stored: StoredDocument, _ rows: PreparedRows = PreparedRows()
    ) throws -> UInt64 {
        var document = document
        let seq = try nextSeq()
        document.mark(changedSince: stored.document, seq: seq)
        let decides = document.decidesScope(since: stored.document)
        try save(
            document, over: stored, seq: seq, scopeSeq: decides ? seq : stored.scopeSeq,
            rows: rows)
        return seq
    }

    /// The document as the endpoint has it, with the pending changes applied again in order.
    func rebuild(
        _ id: DocumentID, _ kind: DocumentKind, from held: Document?, remote: Int64
    ) throws {
        var document = Document(id: id, kind: kind)
        if let held { document.join(held) }
        for row in try unanswered(id, by: remote) { document.apply(row.change) }
        let stored = try readable(id, kind)
        guard !document.isEmpty else {
            if let stored { try remove(stored) }
            return
        }
        if let stored {
            guard !document.hasSameRegisters(as: stored.document) else {
                // Of a damaged row the digest may be all that is wrong.
                guard stored.digest != document.digest else { return }
                try save(
                    stored.document, over: stored, seq: stored.seq, scopeSeq: stored.scopeSeq)
                return
            }
            for field in document.fields {
                let old = stored.document.field(field.path)
                guard let old, old.register == field.register else { continue }
                document.set(field.path, field.register, seq: old.seq, by: old.by)
            }
            let seq = try saveChanges(document, over: stored)
            try record(document, over: stored.document, from: held, remote: remote, seq: seq)
        } else {
            let seq = try nextSeq()
            document.mark(changedSince: nil, seq: seq)
            try save(document, over: nil, seq: seq, scopeSeq: seq)
        }
    }

    /// Takes a document that left the scope out of the store, now or when nothing of it is
    /// pending.
    fileprivate func evict(_ stored: StoredDocument, _ remote: Int64) throws {
        if try hasPending(stored.document.id) {
            try mark("eviction", stored.document.id, remote)
        } else {
            try remove(stored)
            try forgetArrivals(of: stored.document.id)
        }
    }

    /// Does the evictions that were put off and that nothing pending stands against any more.
    func evictWhatIsFree(_ remote: Int64) throws {
        let free = try all(
            """
            SELECT doc FROM eviction WHERE remote = ? AND NOT EXISTS
                (SELECT 1 FROM journal WHERE journal.doc = eviction.doc
                    AND \(StoreSession.isPending))
            """, [.integer(remote)]
        ) { $0.id(0) }
        for id in free.compactMap({ $0 }) {
            if let stored = try stored(id) { try remove(stored) }
            try forgetArrivals(of: id)
            for table in ["eviction", "reread"] {
                try run(
                    "DELETE FROM \(table) WHERE remote = ? AND doc = ?", .integer(remote), .id(id))
            }
        }
    }

    /// Takes a purged document out of the store; what is pending of it is held, with its groups,
    /// and its counters go out without effect.
    fileprivate func purge(_ id: DocumentID, _ remote: Int64) throws {
        // A group is named by the dot of its first change.
        let groups = Set(
            try pendingChanges(of: id).map { Dot($0.change.dot.replica, $0.change.transaction) })
        for group in groups.sorted() {
            var rows: [JournalRow] = []
            try journal(
                where: """
                    replica = ? AND txn = ? AND \(StoreSession.isPending) AND is_withdrawn = 0
                    ORDER BY position
                    """,
                [.integer(Int64(try number(of: group.replica))), .integer(group.counter)]
            ) {
                rows.append($0)
                return true
            }
            for row in rows {
                try hold(row, code: "purged", message: "the document was removed for good")
                try run(
                    """
                    UPDATE journal SET is_withdrawn = 1, is_amended = 1, ops = '[]'
                    WHERE replica = ? AND counter = ?
                    """, .integer(Int64(try number(of: row.change.dot.replica))),
                    .integer(row.change.dot.counter))
                if row.change.document != id { try mark("reread", row.change.document, remote) }
            }
        }
        _ = try readable(id)
        try holdUnseen(id)
        if let stored = try stored(id) { try remove(stored) }
        try forgetArrivals(of: id)
        try confirm(id, remote)
        mayHavePurges = true
        try run(
            "INSERT OR IGNORE INTO purged (doc, seq) VALUES (?, ?)", .id(id),
            .integer(try nextSeq()))
    }

    /// Holds own live values of a purged document that its deletion had not seen.
    private func holdUnseen(_ id: DocumentID) throws {
        guard let stored = try stored(id) else { return }
        let own = Set(try ownReplicas())
        let dots = Set(
            stored.document.editsNotSeenByDeletion.map(\.dot).filter { own.contains($0.replica) })
        for dot in dots.sorted() {
            try journal(
                where: "replica = ? AND counter = ? AND is_withdrawn = 0",
                [.integer(Int64(try number(of: dot.replica))), .integer(dot.counter)]
            ) { row in
                try hold(row, code: "purged", message: "the document was removed for good")
                return false
            }
        }
    }
}
