internal import VNModel

/// What was taken of journals before the new id.
struct CarriedJournals {
    /// The highest counter of the present id that is acknowledged; `nil` if nothing can be said.
    var acknowledged: UInt64?
    /// Former ids of which rows may wait in the other store.
    var waiting: [ReplicaID] = []
    /// Documents with changes here that are to be sent and that the other store never had.
    var branched: Set<DocumentID> = []
}

// The other store's journals, of which hubs have answered for most.
extension CarryOver {
    /// Before the new id is taken: takes over the other store's journals, but for what waits under
    /// its present id. A hub that is put back, too, gets again what it had answered for, and it
    /// gets it only from here.
    ///
    /// Of a journal whose beginning is not what stands here nothing is taken: it was forked, or it
    /// was compacted since.
    ///
    /// - Source: protocol §6
    func carryJournals() throws -> CarriedJournals {
        var carried = CarriedJournals()
        let (mine, theirs) = (try to.head(), try from.head())
        for journal in try from.ownJournals() {
            let (replica, isMine) = (journal.replica, journal.replica == mine.replica)
            let last = isMine ? mine.journal.counter : try to.lastRow(of: replica)
            guard last <= journal.last,
                try from.journalHash(at: last, of: replica) == to.journalHash(at: last, of: replica)
            else { continue }
            // What stands under a former id was answered for when the present one was taken.
            let end = replica == theirs.replica ? try acknowledgedThere() : journal.last
            if isMine {
                try adoptAnswers(upTo: min(end, last))
                carried.acknowledged = end
            }
            if end > last { try append(replica, after: last, through: end) }
            if replica != theirs.replica { carried.waiting.append(replica) }
        }
        // A store that is this one, only later, has had all changes.
        if carried.acknowledged == nil { carried.branched = try branchedDocuments() }
        return carried
    }

    /// Documents with changes under the present id here that are to be sent and that the other
    /// store never had.
    private func branchedDocuments() throws -> Set<DocumentID> {
        let head = try to.head()
        // What the other store's journal dropped since, it has had.
        let known =
            try from.ownReplicas().contains(head.replica)
            ? from.droppedRows(of: head.replica) : 0
        var documents: [DocumentID: DocumentID] = [:]
        try to.query(
            """
            SELECT cid, doc FROM journal WHERE replica = ? AND counter > ? AND is_withdrawn = 0
                AND code IS NULL
            """,
            [
                .integer(Int64(try to.number(of: head.replica))),
                .integer(max(known, try to.lastAcknowledged())),
            ]
        ) { row in
            if let cid = row.id(0) { documents[cid] = row.id(1) }
        }
        guard !documents.isEmpty else { return [] }
        try from.query("SELECT cid FROM journal") { row in
            if let cid = row.id(0) { documents[cid] = nil }
        }
        return Set(documents.values)
    }

    /// Appends rows of the other store as they stand there, answered.
    private func append(
        _ replica: ReplicaID, after last: UInt64, through end: UInt64
    ) throws {
        var mark = JournalMark(counter: last, hash: .origin)
        try from.journalRows(of: replica, after: last, through: end) { row in
            try to.insert(row)
            mark = JournalMark(counter: row.change.dot.counter, hash: row.hash)
        }
        to.note(VersionVector(Dot(replica, end)))
        if replica == (try to.head().replica) { try to.changeHead { $0.journal = mark } }
    }

    /// After the new id was taken: lets rows of former ids wait that wait in the other store,
    /// because a hub was put back.
    ///
    /// - Returns: their documents, which stand here as they were.
    func takeWaiting(of carried: CarriedJournals) throws -> [DocumentID: DocumentKind] {
        var documents: [DocumentID: DocumentKind] = [:]
        for replica in carried.waiting {
            try from.encodedJournal(
                where: "replica = ? AND \(StoreSession.isPending) ORDER BY counter",
                [.integer(Int64(try from.number(of: replica)))]
            ) { row in
                try to.run(
                    "INSERT OR IGNORE INTO pending VALUES (?, ?)",
                    .integer(Int64(try to.number(of: replica))),
                    .integer(row.change.dot.counter))
                documents[row.change.document] = row.change.kind
                return true
            }
        }
        return documents
    }

    /// The store that is replaced is this one, only later: its hubs have answered for changes that
    /// still wait here.
    private func adoptAnswers(upTo answered: UInt64) throws {
        let replica = try to.head().replica
        let known = try to.first("SELECT min(acked) FROM remote") { $0.unsigned(0) } ?? 0
        try from.journalRows(of: replica, after: known, through: answered) { row in
            if row.isWithoutEffect { return try adopt(row) }
            // A hub that had it under another dot does not know this one: it must leave again.
            if try !stands(row.change) { try reread(row.change.document) }
        }
    }

    /// Whether the other store's document has a change under its own dot.
    private func stands(_ change: Change) throws -> Bool {
        guard let document = try from.stored(change.document, change.kind)?.document else {
            return false
        }
        return change.operations.allSatisfy { document[$0.path].seen.includes(change.dot) }
    }

    func reread(_ document: DocumentID) throws {
        try to.run(
            "INSERT OR IGNORE INTO reread (remote, doc) SELECT number, ? FROM remote",
            .id(document))
    }

    /// Notes that a change came to nothing; what it left in its document is fetched again.
    private func adopt(_ row: JournalRow) throws {
        let changed = try to.run(
            """
            UPDATE journal SET code = coalesce(?, 'withdrawn'), message = ?
            WHERE replica = ? AND counter = ? AND code IS NULL AND is_withdrawn = 0
            """, .text(row.code), .text(row.message),
            .integer(Int64(try to.number(of: row.change.dot.replica))),
            .integer(row.change.dot.counter))
        if changed > 0 { try reread(row.change.document) }
    }

    /// What of the other store's journal all remotes of this store have answered for.
    func acknowledgedThere() throws -> UInt64 {
        let theirs = try from.remotes()
        let answered =
            try to.remotes().map { mine in
                theirs.first { $0.name == mine.name && $0.generation == mine.generation }?
                    .acked.counter ?? 0
            }.min() ?? 0
        return max(answered, try from.droppedRows(of: from.head().replica))
    }
}
