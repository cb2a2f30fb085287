package import VNModel

extension StoreSession {
    private static let journalColumns = """
        SELECT replica, counter, txn, doc, kind, cid, hlc, ops, hash, \(isPending), is_amended, \
        is_withdrawn, code, message FROM journal
        """

    /// The condition that a row of `journal` waits to be pushed.
    static let isPending = """
        EXISTS (SELECT 1 FROM pending AS p \
        WHERE p.replica = journal.replica AND p.counter = journal.counter)
        """

    /// Journal rows that meet a condition, each handed to `body` until it answers `false`.
    package func journal(
        where condition: String, _ values: [SQLValue], _ body: (JournalRow) throws -> Bool
    ) throws {
        try encodedJournal(where: condition, values) { try body(try $0.decoded()) }
    }

    /// The same rows, their operations not yet read.
    func encodedJournal(
        where condition: String, _ values: [SQLValue],
        _ body: (EncodedJournalRow) throws -> Bool
    ) throws {
        struct Stop: Error {}
        do {
            try query(StoreSession.journalColumns + " WHERE " + condition, values) { row in
                guard try body(try journalRow(row)) else { throw Stop() }
            }
        } catch is Stop {
            return
        }
    }

    private func journalRow(_ row: borrowing SQLRow) throws -> EncodedJournalRow {
        let counter = row.unsigned(1)
        guard counter > 0, let document = row.id(3), let cid = row.id(5),
            let kind = DocumentKind(number: row.integer(4)),
            let hash = row.withBytes(8, { ChangeHash(bytes: $0) })
        else { throw EncodedJournalRow.damaged(counter) }
        return EncodedJournalRow(
            change: Change(
                dot: Dot(try replica(Int(row.integer(0))), counter), cid: cid,
                transaction: row.unsigned(2), stamp: HybridTimestamp(rawValue: row.unsigned(6)),
                document: document, kind: kind, operations: []),
            operations: row.withBytes(7) { Array($0) }, hash: hash,
            isAmended: row.integer(10) != 0, isWithdrawn: row.integer(11) != 0,
            isPending: row.integer(9) != 0, code: row.text(12), message: row.text(13))
    }

    /// Appends a local change and moves the journal's head.
    ///
    /// - Returns: the bytes of its operations.
    func append(_ change: Change) throws -> Int {
        let head = try head().journal
        precondition(change.dot.counter == head.counter + 1, "journal counters are contiguous")
        let operations = change.operationsJSON
        let hash = change.hash(after: head.hash, operations: operations)
        try insert(
            JournalRow(
                change: change, operations: operations, hash: hash, isAmended: false,
                isWithdrawn: false, isPending: true, code: nil, message: nil))
        try run(
            "INSERT INTO pending VALUES (?, ?)",
            .integer(Int64(try number(of: change.dot.replica))), .integer(change.dot.counter))
        try changeHead { $0.journal = JournalMark(counter: change.dot.counter, hash: hash) }
        return operations.count
    }

    /// Inserts a row of an own id as it is; whether it is pending is not noted.
    func insert(_ row: JournalRow) throws {
        let change = row.change
        try run(
            """
            INSERT INTO journal (replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended,
                is_withdrawn, code, message)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(Int64(try number(of: change.dot.replica))), .integer(change.dot.counter),
            .integer(change.transaction), .id(change.document), .integer(change.kind.number),
            .id(change.cid), .integer(change.stamp.rawValue), .utf8(row.operations[...]),
            .blob(row.hash.bytes), .integer(Int64(row.isAmended ? 1 : 0)),
            .integer(Int64(row.isWithdrawn ? 1 : 0)), .text(row.code), .text(row.message))
    }

    /// Writes back what became of a pending change's operations or stamp.
    func amend(_ change: Change) throws {
        try run(
            """
            UPDATE journal SET ops = ?, hlc = ?, is_amended = 1
            WHERE replica = ? AND counter = ?
            """,
            .utf8(change.operationsJSON[...]),
            .integer(change.stamp.rawValue),
            .integer(Int64(try number(of: change.dot.replica))), .integer(change.dot.counter))
    }

    /// The hash of an own journal row, if it is still kept.
    package func journalHash(at counter: UInt64) throws -> ChangeHash? {
        let head = try head()
        if counter > 0, counter == head.journal.counter { return head.journal.hash }
        return try journalHash(at: counter, of: head.replica)
    }

    /// The hash of a journal row of an own id, if it is still kept.
    func journalHash(at counter: UInt64, of replica: ReplicaID) throws -> ChangeHash? {
        if counter == 0 { return .origin }
        return try first(
            "SELECT hash FROM journal WHERE replica = ? AND counter = ?",
            [.integer(Int64(try number(of: replica))), .integer(counter)]
        ) { row in row.withBytes(0) { ChangeHash(bytes: $0) } }.flatMap { $0 }
    }

    /// The counter of the last journal row of an own id; 0 if there is none.
    func lastRow(of replica: ReplicaID) throws -> UInt64 {
        try first(
            "SELECT coalesce(max(counter), 0) FROM journal WHERE replica = ?",
            [.integer(Int64(try number(of: replica)))]
        ) { $0.unsigned(0) } ?? 0
    }

    /// The pending changes of a document in the order in which they were made.
    package func pendingChanges(of document: DocumentID) throws -> [JournalRow] {
        var result: [JournalRow] = []
        try journal(
            where: "doc = ? AND \(StoreSession.isPending) AND is_withdrawn = 0 ORDER BY position",
            [.id(document)]
        ) {
            result.append($0)
            return true
        }
        return result
    }

    /// Whether something of the document waits to be pushed.
    package func hasPending(_ document: DocumentID) throws -> Bool {
        try first(
            "SELECT 1 FROM journal WHERE doc = ? AND \(StoreSession.isPending)", [.id(document)],
            { $0.integer(0) }) != nil
    }

    /// This store's ids, the present one and the former.
    package func ownReplicas() throws -> [ReplicaID] {
        try all("SELECT number FROM replica WHERE is_own = 1 ORDER BY number") {
            try replica(Int($0.integer(0)))
        }
    }
}
