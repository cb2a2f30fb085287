internal import VNModel
internal import VNStore
internal import VNWire

/// What a store holds, as it was last looked at.
struct StoreView: Sendable {
    /// What a store is for; nothing else of it is looked at.
    enum Role: Sendable {
        case hub, replica
    }

    /// A document and its place in the feed.
    struct Entry: Sendable {
        var seq: UInt64
        var document: Document
    }

    /// What a hub said of a journal row.
    struct LogEntry: Sendable {
        var hash: ChangeHash
        var outcome: Verdict.Outcome
        var document: DocumentID?

        var isRefused: Bool { if case .refused = outcome { true } else { false } }
        var isDuplicate: Bool { if case .duplicate = outcome { true } else { false } }
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
    /// As a hub: dots that mean the same write, by document.
    var aliases: [DocumentID: [Alias]] = [:]
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

    /// Nothing is new with a look.
    mutating func forgetChanges() { (changed, judged) = ([], []) }

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
        if let new = change.aliases { aliases = new }
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
    var rereads: Set<DocumentID> = []
    var evictions: Set<DocumentID> = []
    var purged: Set<DocumentID> = []
    var held: Set<DocumentID> = []
    var ledgers: [ReplicaID: JournalMark] = [:]
    var log: [Dot: StoreView.LogEntry] = [:]
    /// `nil`: as before.
    var aliases: [DocumentID: [Alias]]?

    init(_ session: StoreSession, since view: StoreView, role: StoreView.Role) throws {
        let head = try session.head()
        (replica, seq, journal) = (head.replica, head.seq, head.journal)
        (generation, isCopied) = (head.generation, head.isCopied)
        own = [replica]
        try readMarks(session)
        try readDocuments(session, view)
        switch role {
        case .hub: try readLog(session, view)
        case .replica:
            own = try session.ownReplicas()
            // Where nothing is synced to the disk it may be lost.
            remote = try? session.remote(World.remote)
            try readJournal(session, view)
        }
    }

    private mutating func readMarks(_ session: StoreSession) throws {
        try session.query(
            """
            SELECT 0, doc FROM purged UNION ALL SELECT 1, doc FROM reread
            UNION ALL SELECT 2, doc FROM eviction UNION ALL SELECT 3, cid FROM held
            """
        ) { row in
            guard let id = row.id(1) else { return }
            switch row.integer(0) {
            case 0: purged.insert(id)
            case 1: rereads.insert(id)
            case 2: evictions.insert(id)
            default: held.insert(id)
            }
        }
    }

    private mutating func readDocuments(_ session: StoreSession, _ view: StoreView) throws {
        let places = try session.all(
            "SELECT 1, id, seq FROM article UNION ALL SELECT 2, id, seq FROM comment"
        ) { (DocumentKind(number: $0.integer(0)), $0.id(1), $0.unsigned(2)) }
        var here: Set<DocumentID> = []
        for case (let kind?, let id?, let seq) in places {
            here.insert(id)
            guard view.documents[id]?.seq != seq, let stored = try session.stored(id, kind) else {
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
        for (replica, mark) in ledgers.sorted(by: { $0.key < $1.key })
        where mark != view.ledgers[replica] {
            try readLog(of: replica, after: view.ledgers[replica]?.counter ?? 0, session)
        }
        aliases = [:]
        try session.query(
            """
            SELECT doc, path, replica, counter, canonical_replica, canonical_counter FROM alias
            ORDER BY doc, path, replica, counter
            """
        ) { row in
            guard let id = row.id(0) else { return }
            aliases?[id, default: []].append(
                Alias(
                    path: row.text(1) ?? "",
                    dot: Dot(try session.replica(Int(row.integer(2))), row.unsigned(3)),
                    canonical: Dot(try session.replica(Int(row.integer(4))), row.unsigned(5))))
        }
    }

    private mutating func readLog(
        of replica: ReplicaID, after counter: UInt64, _ session: StoreSession
    ) throws {
        guard let number = try session.knownNumber(of: replica) else { return }
        try session.query(
            """
            SELECT counter, hash, verdict, doc FROM change_log
            WHERE replica = ? AND counter > ? ORDER BY counter
            """, [.integer(Int64(number)), .integer(counter)]
        ) { row in
            let verdict = try Verdict(parsing: Array((row.text(2) ?? "").utf8))
            log[Dot(replica, row.unsigned(0))] = StoreView.LogEntry(
                hash: row.withBytes(1) { ChangeHash(bytes: $0) } ?? .origin,
                outcome: verdict.outcome, document: row.id(3))
        }
    }
}
