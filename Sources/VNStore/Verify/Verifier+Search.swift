internal import VNModel

/// What a batch of the search index came to.
private struct SearchBatch: Sendable {
    var findings: Findings
    /// The number of the last row read; `nil` if there was none.
    var last: Int64?
    var count = 0
}

extension Verifier {
    /// The keys of every document that the index knows against its texts.
    mutating func checkSearch() async throws {
        let name = "search"
        var findings = Findings(name)
        var done = 0
        for kind in DocumentKind.allCases {
            let total = try await store.read { session in
                try session.first("SELECT count(*) FROM \(kind.table)") { Int($0.integer(0)) } ?? 0
            }
            var last: Int64 = 0
            var doneHere = 0
            while true {
                try report(name, doneHere, of: total)
                let (start, found) = (last, findings)
                let batch = try await store.read { session in
                    try session.verifySearch(kind, after: start, found)
                }
                findings = batch.findings
                doneHere += batch.count
                guard let reached = batch.last else { break }
                last = reached
            }
            done += doneHere
            let orphans = try await store.read { try $0.orphansInSearch(kind) }
            findings.expect(orphans == 0, "\(orphans) rows of the index belong to no \(kind)")
            // SQLite compares its word lists with the keys under a lock, so only who repairs asks.
            guard repairs else { continue }
            let isSound = try await store.write(.repeatable) { try $0.isIndexSound(kind) }
            findings.expect(isSound, "the word lists of \(kind)s are not those of their keys")
        }
        checks.append(findings.check("\(done) documents, each with the keys of its texts"))
        guard repairs, findings.count > 0 else { return }
        try await store.write(.durable) { try $0.emptySearchIndex() }
        try await store.updateSearchIndex()
        repaired += findings.count
    }
}

extension StoreSession {
    fileprivate func verifySearch(
        _ kind: DocumentKind, after start: Int64, _ found: Findings
    ) throws -> SearchBatch {
        var batch = SearchBatch(findings: found)
        let names = SearchTable.columns(kind)
        try query(
            """
            SELECT number, id, state = 'deleted', \(SearchTexts.selectedColumns(kind))
            FROM \(kind.table) WHERE number > ? AND seq <= ? ORDER BY number LIMIT ?
            """,
            [
                .integer(start), .integer(try head().searchSeq),
                .integer(Int64(StoreLimits.verifyBatch)),
            ]
        ) { row in
            let number = row.integer(0)
            batch.last = number
            batch.count += 1
            let expected =
                row.integer(2) == 1 ? nil : SearchTexts(row, from: 3, kind: kind).keys
            let keys = try first(
                "SELECT \(names.joined(separator: ", ")) FROM \(SearchTable.name(kind)) "
                    + "WHERE rowid = ?", [.integer(number)]
            ) { row in names.indices.map { row.withBytes(Int32($0)) { Array($0) } } }
            batch.findings.expect(
                keys == expected,
                "the keys of \(row.id(1)?.description ?? "row \(number)") differ")
        }
        return batch
    }

    fileprivate func orphansInSearch(_ kind: DocumentKind) throws -> Int {
        try first(
            """
            SELECT count(*) FROM \(SearchTable.name(kind))_docsize
            WHERE id NOT IN (SELECT number FROM \(kind.table))
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    /// Whether SQLite finds the words of all keys where its lists say.
    fileprivate func isIndexSound(_ kind: DocumentKind) throws -> Bool {
        let name = SearchTable.name(kind)
        do {
            try run("INSERT INTO \(name) (\(name)) VALUES ('integrity-check')")
            return true
        } catch let error as StoreError where error.code == .corrupt {
            return false
        }
    }

    /// Makes the search tables anew, empty, as the schema has them.
    func emptySearchIndex() throws {
        for kind in DocumentKind.allCases {
            let name = SearchTable.name(kind)
            let sql = try first(
                "SELECT sql FROM sqlite_schema WHERE name = ?", [.text(name)], { $0.text(0) })
            guard let sql = sql ?? nil else {
                throw StoreError(.corrupt, "table \(name) is missing")
            }
            try run("DROP TABLE \(name)")
            try run(sql)
        }
        try changeHead { $0.searchSeq = 0 }
    }
}
