internal import VNModel

/// How far the journal has been followed.
private struct JournalPosition: Sendable {
    var replica: Int64 = 0
    var counter: UInt64 = 0
    /// The hash of the row at `counter`; `nil` if it is not known.
    var hash: ChangeHash?
}

extension Verifier {
    /// Counters without gap, every hash chained to the one before, and the effect of each pending
    /// change in its document.
    mutating func checkJournal() async throws {
        let name = "journal"
        var findings = Findings(name)
        var position = JournalPosition()
        var done = 0
        let total = try await store.read { session in
            try session.first("SELECT count(*) FROM journal") { Int($0.integer(0)) } ?? 0
        }
        while true {
            try report(name, done, of: total)
            let (start, found) = (position, findings)
            let batch = try await store.read { session in
                try session.verifyJournal(from: start, found)
            }
            (position, findings) = (batch.position, batch.findings)
            done += batch.count
            if batch.count < StoreLimits.verifyBatch { break }
        }
        let stray = try await store.read { try $0.strayPending() }
        findings.expect(stray == 0, "\(stray) changes wait that are not in the journal")
        checks.append(findings.check("\(done) changes, without gap, each chained to the last"))
        guard repairs, stray > 0 else { return }
        repaired += try await store.write(.durable) { session in
            try session.run("DELETE FROM pending WHERE \(StoreSession.isStray)")
        }
    }
}

extension StoreSession {
    /// The condition that a row of `pending` names no row of the journal.
    fileprivate static let isStray = """
        NOT EXISTS (SELECT 1 FROM journal AS j \
        WHERE j.replica = pending.replica AND j.counter = pending.counter)
        """

    fileprivate func strayPending() throws -> Int {
        try first("SELECT count(*) FROM pending WHERE \(StoreSession.isStray)") {
            Int($0.integer(0))
        } ?? 0
    }

    /// Follows the journal for one batch.
    fileprivate func verifyJournal(
        from start: JournalPosition, _ found: Findings
    ) throws -> (position: JournalPosition, findings: Findings, count: Int) {
        var position = start
        var findings = found
        var count = 0
        try query(
            """
            SELECT replica, counter, hash, is_amended OR is_withdrawn FROM journal
            WHERE (replica, counter) > (?, ?) ORDER BY replica, counter LIMIT ?
            """,
            [
                .integer(start.replica), .integer(start.counter),
                .integer(Int64(StoreLimits.verifyBatch)),
            ]
        ) { row in
            count += 1
            let (number, counter) = (row.integer(0), row.unsigned(1))
            if number != position.replica {
                position = JournalPosition(
                    replica: number, counter: counter - 1, hash: counter == 1 ? .origin : nil)
            }
            if counter != position.counter + 1 {
                // Rows behind us may have come to the end of their time while we read on.
                if try hasRow(number, upTo: position.counter) {
                    findings.add("change \(counter) does not follow \(position.counter)")
                }
                position.hash = nil
            }
            let hash = row.withBytes(2) { ChangeHash(bytes: $0) }
            findings.expect(hash != nil, "the hash of change \(counter) is damaged")
            try verify(
                number, counter, hash, after: position.hash, isRewritten: row.integer(3) == 1,
                &findings)
            (position.counter, position.hash) = (counter, hash)
        }
        return (position, findings, count)
    }

    private func hasRow(_ number: Int64, upTo counter: UInt64) throws -> Bool {
        try first(
            "SELECT 1 FROM journal WHERE replica = ? AND counter <= ? LIMIT 1",
            [.integer(number), .integer(counter)]
        ) { $0.integer(0) } != nil
    }

    /// Checks one row: its hash, unless it was rewritten, and its effect, if it is pending.
    private func verify(
        _ number: Int64, _ counter: UInt64, _ hash: ChangeHash?, after previous: ChangeHash?,
        isRewritten: Bool, _ findings: inout Findings
    ) throws {
        var found: JournalRow?
        do {
            try journal(
                where: "replica = ? AND counter = ?", [.integer(number), .integer(counter)]
            ) {
                found = $0
                return false
            }
        } catch let error as StoreError where error.code == .corrupt {
            findings.add("change \(counter) cannot be read")
            return
        }
        guard let row = found else { return }
        if let previous, !isRewritten {
            findings.expect(
                row.change.hash(after: previous, operations: row.operations) == hash,
                "change \(counter) is not what its hash says")
        }
        guard row.state == .pending, !row.isWithdrawn else { return }
        // A hub that was put back must learn again that a document was deleted.
        if try isPurged(row.change.document) { return }
        guard let document = try? stored(row.change.document, row.change.kind)?.document else {
            findings.add(
                "the document \(row.change.document) of pending change \(counter) is not readable "
                    + "here")
            return
        }
        // What a hub had before under another dot waits again when that hub was put back. Until a
        // pull has replaced what is here, the document has it under the other dot.
        if try isReplacing() { return }
        for operation in row.change.operations
        where !document[operation.path].seen.includes(row.change.dot) {
            findings.add(
                "pending change \(counter) is missing from \(operation.path) of "
                    + "\(row.change.document)")
        }
    }

    /// Whether a pull that replaces what is here is due.
    private func isReplacing() throws -> Bool {
        try first("SELECT 1 FROM remote WHERE recovery IS NOT NULL LIMIT 1") { $0.integer(0) }
            != nil
    }
}
