internal import VNModel
internal import VNStore
internal import VNWire

/// One transaction of an endpoint on a SQLite store.
final class SQLiteEndpointSession {
    let session: StoreSession
    /// Documents as this transaction read them, so that judging and writing read them once.
    private var documents: [DocumentID: StoredDocument?] = [:]
    private var mayHaveAliases: Bool?

    /// Documents remembered at most. More would cost memory in a large push.
    private static let documentLimit = 64

    /// What was made ready of documents that are probably saved.
    private let rows: PreparedRows

    init(_ session: StoreSession, _ rows: PreparedRows = PreparedRows()) {
        self.session = session
        self.rows = rows
    }

    private func stored(_ id: DocumentID) throws -> StoredDocument? {
        if let known = documents[id] { return known }
        let stored = try session.stored(id, ahead: rows) ?? session.stored(id)
        if documents.count >= SQLiteEndpointSession.documentLimit { documents = [:] }
        documents[id] = .some(stored)
        return stored
    }

    /// Whether the table of aliases, empty in most hubs, has rows; asked once a transaction.
    private func hasAliases() throws -> Bool {
        if let mayHaveAliases { return mayHaveAliases }
        let result = try session.first("SELECT 1 FROM alias LIMIT 1") { $0.integer(0) } != nil
        mayHaveAliases = result
        return result
    }

    private func damaged(_ what: String) -> EndpointError {
        EndpointError(
            code: "endpoint.corrupt",
            message: "\(what) of the hub's store is damaged; run `vnsyncd check`")
    }
}

extension SQLiteEndpointSession: EndpointReading {
    func generation() throws -> String { try session.head().generation }

    func recoveringUntil() throws -> UInt64? {
        try session.first("SELECT recovering_ms FROM store") { row in
            row.optionalInteger(0).map { UInt64(max(0, $0)) }
        } ?? nil
    }

    func head() throws -> UInt64 { try session.head().seq }

    func ledger(_ replica: ReplicaID) throws -> JournalMark {
        guard let number = try session.knownNumber(of: replica) else { return .origin }
        return try session.first(
            "SELECT counter, hash FROM ledger WHERE replica = ?", [.integer(Int64(number))]
        ) { row in
            guard let hash = row.withBytes(1, { ChangeHash(bytes: $0) }) else {
                throw damaged("the ledger")
            }
            return JournalMark(counter: row.unsigned(0), hash: hash)
        } ?? .origin
    }

    func ledgers() throws -> LedgerCounters {
        let rows = try session.all(
            """
            SELECT replica.id, ledger.counter FROM ledger
            JOIN replica ON replica.number = ledger.replica WHERE ledger.counter > 0
            """
        ) { row in (row.text(0).flatMap { ReplicaID($0) }, row.unsigned(1)) }
        var counters = LedgerCounters(minimumCapacity: rows.count)
        for case (let replica?, let counter) in rows { counters[replica] = counter }
        return counters
    }

    func durable(_ replica: ReplicaID) throws -> UInt64 {
        let hasBackups = try session.first("SELECT backup_ms IS NOT NULL FROM store") {
            $0.integer(0) != 0
        }
        guard hasBackups ?? false else { return try ledger(replica).counter }
        guard let number = try session.knownNumber(of: replica) else { return 0 }
        return try session.first(
            "SELECT durable FROM ledger WHERE replica = ?", [.integer(Int64(number))]
        ) { $0.unsigned(0) } ?? 0
    }

    func logRow(_ dot: Dot) throws -> ChangeLogRow? {
        try logRows(dot.replica, after: dot.counter - 1, limit: 1).first { $0.dot == dot }
    }

    func logRows(_ replica: ReplicaID, after: UInt64, limit: Int) throws -> [ChangeLogRow] {
        guard let number = try session.knownNumber(of: replica) else { return [] }
        return try session.all(
            """
            SELECT counter, hash, verdict, doc, cid, paths FROM change_log
            WHERE replica = ? AND counter > ? ORDER BY counter LIMIT ?
            """, [.integer(Int64(number)), .integer(after), .integer(Int64(limit))]
        ) { row in
            guard let hash = row.withBytes(1, { ChangeHash(bytes: $0) }), let text = row.text(2),
                let verdict = try? Verdict(parsing: Array(text.utf8))
            else { throw damaged("the change log") }
            return ChangeLogRow(
                dot: Dot(replica, row.unsigned(0)), hash: hash, verdict: verdict,
                document: row.id(3), cid: row.id(4),
                paths: row.text(5)?.split(separator: "\n").map(String.init) ?? [])
        }
    }

    func document(_ id: DocumentID) throws -> HeldDocument? {
        try stored(id).map(HeldDocument.init)
    }

    func isPurged(_ id: DocumentID) throws -> Bool { try session.isPurged(id) }

    func feed(after position: UInt64, limit: Int) throws -> [FeedRow] {
        try session.feed(after: position, limit: limit).map { entry in
            switch entry {
            case .document(let stored): .document(HeldDocument(stored))
            case .purged(let id, let seq): .purge(id, seq: seq)
            }
        }
    }

    func comments(of article: DocumentID) throws -> [DocumentID] {
        try session.comments(of: article)
    }

    func article(_ id: DocumentID) throws -> ArticleFacts? {
        try session.first(
            "SELECT section, publisher, published_ms, comment_policy FROM article WHERE id = ?",
            [.id(id)]
        ) { row in
            ArticleFacts(
                section: row.text(0),
                publisher: row.text(1).flatMap { try? JSONValue(parsing: $0) },
                published: row.integer(2), commentPolicy: row.text(3))
        }
    }

    func comment(_ id: DocumentID) throws -> CommentFacts? {
        try session.first("SELECT article, parent FROM comment WHERE id = ?", [.id(id)]) { row in
            CommentFacts(article: row.id(0), parent: row.id(1))
        }
    }

    func dot(ofChange cid: DocumentID) throws -> Dot? {
        try session.first("SELECT replica, counter FROM change_id WHERE cid = ?", [.id(cid)]) {
            Dot(try session.replica(Int($0.integer(0))), $0.unsigned(1))
        }
    }

    func digestSum() throws -> DigestSum { try session.digestSum() }

    func digests(
        in range: IDRange, _ body: (DocumentID, [UInt8], UInt64) throws -> Void
    ) throws {
        try session.digests(in: range) { try body($0.id, $0.digest, $0.seq) }
    }

    func ids(in range: IDRange, _ body: (DocumentID) throws -> Void) throws {
        try session.ids(in: range, body)
    }

    func aliases(of document: DocumentID) throws -> [Alias] {
        guard try hasAliases() else { return [] }
        return try session.all(
            """
            SELECT path, replica, counter, canonical_replica, canonical_counter FROM alias
            WHERE doc = ? ORDER BY path, replica, counter
            """, [.id(document)]
        ) { row in
            Alias(
                path: row.text(0) ?? "",
                dot: Dot(try session.replica(Int(row.integer(1))), row.unsigned(2)),
                canonical: Dot(try session.replica(Int(row.integer(3))), row.unsigned(4)))
        }
    }
}

extension SQLiteEndpointSession {
    func peer(_ url: String) throws -> PeerState? {
        try session.first(
            "SELECT own_generation, generation, cursor, since, position FROM peer WHERE url = ?",
            [.text(url)]
        ) { row in
            PeerState(
                url: url, ownGeneration: row.text(0) ?? "", generation: row.text(1),
                cursor: row.text(2), since: row.unsigned(3), position: row.unsigned(4))
        }
    }
}

extension SQLiteEndpointSession: EndpointWriting {
    func nextSeq() throws -> UInt64 { try session.nextSeq() }

    func save(_ document: Document, seq: UInt64, scopeSeq: UInt64?) throws {
        let before = try stored(document.id)
        try session.save(
            document, over: before, seq: seq, scopeSeq: scopeSeq ?? before?.scopeSeq ?? 0,
            rows: rows)
        documents[document.id] = nil
    }

    func move(_ id: DocumentID, seq: UInt64) throws {
        guard let before = try stored(id) else { return }
        try session.save(before.document, over: before, seq: seq, scopeSeq: seq)
        documents[id] = nil
    }

    func setLedger(_ replica: ReplicaID, _ mark: JournalMark) throws {
        try session.run(
            """
            INSERT INTO ledger (replica, counter, hash) VALUES (?, ?, ?)
            ON CONFLICT (replica) DO UPDATE SET counter = excluded.counter, hash = excluded.hash
            """, .integer(Int64(try session.number(of: replica))), .integer(mark.counter),
            .blob(mark.hash.bytes))
    }

    func append(_ row: ChangeLogRow, at milliseconds: UInt64) throws {
        var writer = JSONWriter(capacity: 64)
        row.verdict.encode(into: &writer)
        try session.run(
            "INSERT INTO change_log VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            .integer(Int64(try session.number(of: row.dot.replica))), .integer(row.dot.counter),
            .blob(row.hash.bytes), .text(writer.text), .id(row.document), .integer(milliseconds),
            .id(row.cid), row.paths.isEmpty ? .null : .text(row.paths.joined(separator: "\n")))
    }

    func forgetRows(of replica: ReplicaID, before counter: UInt64) throws {
        try session.run(
            "DELETE FROM change_log WHERE replica = ? AND counter < ?",
            .integer(Int64(try session.number(of: replica))), .integer(counter))
    }

    func setDot(_ dot: Dot, ofChange cid: DocumentID) throws {
        try session.run(
            "INSERT INTO change_id VALUES (?, ?, ?)", .id(cid),
            .integer(Int64(try session.number(of: dot.replica))), .integer(dot.counter))
    }

    func add(_ alias: Alias, to document: DocumentID) throws {
        mayHaveAliases = true
        try session.run(
            "INSERT OR IGNORE INTO alias VALUES (?, ?, ?, ?, ?, ?)", .id(document),
            .text(alias.path), .integer(Int64(try session.number(of: alias.dot.replica))),
            .integer(alias.dot.counter),
            .integer(Int64(try session.number(of: alias.canonical.replica))),
            .integer(alias.canonical.counter))
    }

    func purge(_ id: DocumentID, seq: UInt64) throws {
        session.mayHavePurges = true
        if let stored = try stored(id) { try session.remove(stored) }
        documents[id] = .some(nil)
        try session.run(
            """
            INSERT INTO purged VALUES (?, ?)
            ON CONFLICT (doc) DO UPDATE SET seq = excluded.seq
            """, .id(id), .integer(seq))
    }

    func setPeer(_ state: PeerState) throws {
        try session.run(
            "INSERT OR REPLACE INTO peer VALUES (?, ?, ?, ?, ?, ?)", .text(state.url),
            .text(state.ownGeneration), .text(state.generation), .text(state.cursor),
            .integer(state.since), .integer(state.position))
    }
}

extension HeldDocument {
    fileprivate init(_ stored: StoredDocument) {
        self.init(document: stored.document, seq: stored.seq, scopeSeq: stored.scopeSeq)
    }
}
