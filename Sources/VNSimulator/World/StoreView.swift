internal import VNModel
internal import VNStore

/// What a store holds, as it was last looked at.
struct StoreView: Sendable {
    /// A document and its place in the feed.
    struct Entry: Sendable {
        var seq: UInt64
        var document: Document
    }

    /// What a hub said of a journal row.
    struct LogEntry: Sendable {
        var hash: ChangeHash
        var isRefused: Bool
        var isDuplicate: Bool
        var document: DocumentID?
    }

    var documents: [DocumentID: Entry] = [:]
    var replica = ReplicaID(bits: 0)
    var own: [ReplicaID] = []
    var seq: UInt64 = 0
    var journal = JournalMark.origin
    var generation = ""
    var isCopied = false
    var remote: RemoteState?
    /// Rows that wait to be pushed and still mean something.
    var pending: [PendingRow] = []
    var pendingCount = 0
    var rereads: Set<DocumentID> = []
    var evictions: Set<DocumentID> = []
    var purged: Set<DocumentID> = []
    /// The changes that are held for their author.
    var held: Set<DocumentID> = []
    /// The changes of the journals.
    var cids: Set<DocumentID> = []
    /// The newest known row of each own journal.
    var counters: [ReplicaID: UInt64] = [:]
    /// As a hub: how much of each journal was judged.
    var ledgers: [ReplicaID: JournalMark] = [:]
    /// As a hub: what was said of each row.
    var log: [Dot: LogEntry] = [:]
    /// As a hub: dots that mean the same write.
    var aliases: [Dot: Dot] = [:]
    /// Documents that changed with the last look, sorted.
    var changed: [DocumentID] = []
    /// Log rows that are new with the last look, sorted.
    var judged: [Dot] = []

    /// A pending row.
    struct PendingRow: Sendable {
        var dot: Dot
        var cid: DocumentID
        var document: DocumentID
        var paths: [String]
    }

    mutating func apply(_ change: StoreChange) {
        for (id, entry) in change.documents { documents[id] = entry }
        for id in change.gone { documents[id] = nil }
        changed = (change.documents.keys + change.gone).sorted()
        (replica, own, seq, journal) = (change.replica, change.own, change.seq, change.journal)
        (generation, isCopied, remote) = (change.generation, change.isCopied, change.remote)
        (pending, pendingCount) = (change.pending, change.pendingCount)
        (rereads, evictions) = (change.rereads, change.evictions)
        (purged, held) = (change.purged, change.held)
        for row in change.rows {
            let dot = row.change.dot
            cids.insert(row.change.cid)
            counters[dot.replica] = max(counters[dot.replica] ?? 0, dot.counter)
        }
        ledgers = change.ledgers
        for (dot, entry) in change.log { log[dot] = entry }
        judged = change.log.keys.sorted()
        for alias in change.aliases { aliases[alias.dot] = alias.canonical }
    }

    /// A short text that differs where the state does.
    var summary: String {
        let cursor = remote?.cursor ?? "-"
        let acked = remote?.acked.counter ?? 0
        return "seq \(seq) journal \(journal.counter):\(journal.hash.description.prefix(6)) "
            + "documents \(documents.count) pending \(pendingCount) held \(held.count) "
            + "acked \(acked) cursor \(cursor.suffix(12))"
    }
}

/// What of a store differs from what was last seen; read in one transaction.
struct StoreChange: Sendable {
    var documents: [DocumentID: StoreView.Entry] = [:]
    var gone: [DocumentID] = []
    var rows: [JournalRow] = []
    var replica: ReplicaID
    var own: [ReplicaID]
    var seq: UInt64
    var journal: JournalMark
    var generation: String
    var isCopied: Bool
    var remote: RemoteState?
    var pending: [StoreView.PendingRow] = []
    var pendingCount = 0
    var rereads: Set<DocumentID>
    var evictions: Set<DocumentID>
    var purged: Set<DocumentID>
    var held: Set<DocumentID>
    var ledgers: [ReplicaID: JournalMark] = [:]
    var log: [Dot: StoreView.LogEntry] = [:]
    var aliases: [Alias] = []

    init(_ session: StoreSession, since view: StoreView) throws {
        let head = try session.head()
        (replica, seq, journal) = (head.replica, head.seq, head.journal)
        (generation, isCopied) = (head.generation, head.isCopied)
        own = try session.ownReplicas()
        remote = try? session.remote(World.remote)
        func ids(_ table: String, _ column: String = "doc") throws -> Set<DocumentID> {
            Set(try session.all("SELECT \(column) FROM \(table)") { $0.id(0) }.compactMap { $0 })
        }
        rereads = try ids("reread")
        evictions = try ids("eviction")
        purged = try ids("purged")
        held = try ids("held", "cid")
        try readDocuments(session, view)
        try readJournal(session, view)
        try readLog(session, view)
    }

    private mutating func readDocuments(_ session: StoreSession, _ view: StoreView) throws {
        let places = try session.all(
            "SELECT id, seq FROM article UNION ALL SELECT id, seq FROM comment"
        ) { ($0.id(0), $0.unsigned(1)) }
        var here: Set<DocumentID> = []
        for case (let id?, let seq) in places {
            here.insert(id)
            guard view.documents[id]?.seq != seq, let stored = try session.stored(id) else {
                continue
            }
            documents[id] = StoreView.Entry(seq: seq, document: stored.document)
        }
        gone = view.documents.keys.filter { !here.contains($0) }
    }

    private mutating func readJournal(_ session: StoreSession, _ view: StoreView) throws {
        for replica in own {
            guard let number = try session.knownNumber(of: replica) else { continue }
            let after = view.counters[replica] ?? 0
            try session.journal(
                where: "replica = ? AND counter > ? ORDER BY counter",
                [.integer(Int64(number)), .integer(after)]
            ) {
                rows.append($0)
                return true
            }
        }
        try session.journal(
            where: """
                EXISTS (SELECT 1 FROM pending AS p WHERE p.replica = journal.replica
                    AND p.counter = journal.counter) ORDER BY position
                """, []
        ) { row in
            pendingCount += 1
            guard !row.isWithdrawn else { return true }
            pending.append(
                StoreView.PendingRow(
                    dot: row.change.dot, cid: row.change.cid, document: row.change.document,
                    paths: row.change.operations.map(\.path)))
            return true
        }
    }

    private mutating func readLog(_ session: StoreSession, _ view: StoreView) throws {
        let marks = try session.all("SELECT replica, counter, hash FROM ledger") { row in
            (
                try session.replica(Int(row.integer(0))),
                JournalMark(
                    counter: row.unsigned(1),
                    hash: row.withBytes(2) { ChangeHash(bytes: $0) } ?? .origin)
            )
        }
        for (replica, mark) in marks { ledgers[replica] = mark }
        guard ledgers != view.ledgers else { return }
        let rows = try session.all("SELECT replica, counter, hash, verdict, doc FROM change_log") {
            row in
            (
                Dot(try session.replica(Int(row.integer(0))), row.unsigned(1)),
                row.withBytes(2) { ChangeHash(bytes: $0) }, row.text(3) ?? "", row.id(4)
            )
        }
        for (dot, hash, verdict, document) in rows where view.log[dot] == nil {
            log[dot] = StoreView.LogEntry(
                hash: hash ?? .origin, isRefused: verdict.contains("\"refused\""),
                isDuplicate: verdict.contains("\"duplicate\""), document: document)
        }
        aliases = try session.all(
            """
            SELECT path, replica, counter, canonical_replica, canonical_counter FROM alias
            """
        ) { row in
            Alias(
                path: row.text(0) ?? "",
                dot: Dot(try session.replica(Int(row.integer(1))), row.unsigned(2)),
                canonical: Dot(try session.replica(Int(row.integer(3))), row.unsigned(4)))
        }
    }
}
