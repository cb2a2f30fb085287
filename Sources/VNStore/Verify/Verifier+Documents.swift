internal import VNModel

/// What a batch of documents came to.
private struct DocumentBatch: Sendable {
    var findings: Findings
    /// The number of the last row read; `nil` if there was none.
    var last: Int64?
    var count = 0
    /// Documents whose derived columns or topics differ.
    var derived: [DocumentID] = []
    /// Documents whose content is not what was written.
    var damaged: [DocumentID] = []
    /// Whether an error of the disk is no finding, but the end.
    var endsWithDisk = false
}

extension Verifier {
    /// Every row against what saving its registers would write.
    mutating func checkDocuments() async throws {
        for kind in DocumentKind.allCases {
            let name = "\(kind.table)s"
            var findings = Findings(name)
            var last: Int64 = 0
            var done = 0
            let total = try await store.read { session in
                try session.first("SELECT count(*) FROM \(kind.table)") { Int($0.integer(0)) } ?? 0
            }
            while true {
                try report(name, done, of: total)
                let (start, found) = (last, findings)
                let batch = try await store.read { session in
                    try session.verifyDocuments(kind, after: start, found)
                }
                findings = batch.findings
                done += batch.count
                if repairs { try await repair(batch, kind) }
                guard let reached = batch.last else { break }
                last = reached
            }
            try await checkOrphans(kind, &findings)
            checks.append(findings.check("\(done) rows, each as its registers say"))
        }
    }

    private mutating func repair(_ batch: DocumentBatch, _ kind: DocumentKind) async throws {
        guard !batch.derived.isEmpty || !batch.damaged.isEmpty else { return }
        repaired += try await store.write(.durable) { session in
            var count = 0
            for id in batch.derived {
                guard let stored = try session.stored(id, kind) else { continue }
                try session.save(
                    stored.document, over: stored.withSiblings, seq: stored.seq,
                    scopeSeq: stored.scopeSeq)
                count += 1
            }
            for id in batch.damaged {
                try session.run(
                    "INSERT OR IGNORE INTO reread (remote, doc) SELECT number, ? FROM remote",
                    .id(id))
            }
            return count
        }
    }

    /// Rows of other tables that belong to a document that is gone.
    private mutating func checkOrphans(
        _ kind: DocumentKind, _ findings: inout Findings
    ) async throws {
        var sources = [
            (
                "sibling",
                "kind = \(kind.number) AND document NOT IN "
                    + "(SELECT number FROM \(kind.table))"
            )
        ]
        if kind == .article {
            sources.append(("article_topic", "article NOT IN (SELECT number FROM article)"))
        }
        for (table, condition) in sources {
            let count = try await store.read { session in
                try session.first("SELECT count(*) FROM \(table) WHERE \(condition)") {
                    Int($0.integer(0))
                } ?? 0
            }
            guard count > 0 else { continue }
            findings.add("\(count) rows of \(table) belong to no document")
            guard repairs else { continue }
            repaired += try await store.write(.durable) { session in
                try session.run("DELETE FROM \(table) WHERE \(condition)")
            }
        }
    }
}

extension StoredDocument {
    /// The same with the note that rows of siblings may stand, so that saving clears them.
    fileprivate var withSiblings: StoredDocument {
        StoredDocument(
            document: document, number: number, seq: seq, scopeSeq: scopeSeq, digest: digest,
            hasSiblings: true)
    }
}

extension StoreSession {
    /// Checks the rows of a kind behind a number, one batch.
    fileprivate func verifyDocuments(
        _ kind: DocumentKind, after start: Int64, _ found: Findings
    ) throws -> DocumentBatch {
        var batch = DocumentBatch(findings: found)
        let numbers = try all(
            "SELECT number FROM \(kind.table) WHERE number > ? ORDER BY number LIMIT ?",
            [.integer(start), .integer(Int64(StoreLimits.verifyBatch))]
        ) { $0.integer(0) }
        let head = try head()
        for number in numbers {
            try verifyDocument(kind, number, head.seq, &batch)
        }
        batch.last = numbers.last
        batch.count = numbers.count
        return batch
    }

    /// Checks some rows of a kind.
    ///
    /// - Throws: what the disk throws, which says nothing about the rows.
    func checkRows(_ kind: DocumentKind, _ numbers: [Int64]) throws -> VerifyCheck {
        var batch = DocumentBatch(findings: Findings("\(kind.table)s"))
        batch.endsWithDisk = true
        let head = try head()
        for number in numbers { try verifyDocument(kind, number, head.seq, &batch) }
        return batch.findings.check("\(numbers.count) rows, each as its registers say")
    }

    private func verifyDocument(
        _ kind: DocumentKind, _ number: Int64, _ headSeq: UInt64, _ batch: inout DocumentBatch
    ) throws {
        var found: StoredDocument?
        do {
            try stored(kind, where: "number = ?", [.integer(number)]) { found = $0 }
        } catch let error as StoreError where batch.endsWithDisk && error.code == .inputOutput {
            throw error
        } catch {
            // Whatever keeps a row from being read, the others are checked all the same.
            let id =
                try first(
                    "SELECT id FROM \(kind.table) WHERE number = ?", [.integer(number)]
                ) { $0.id(0) } ?? nil
            batch.findings.add("\(id?.description ?? "row \(number)") cannot be read")
            if let id { batch.damaged.append(id) }
            return
        }
        guard let stored = found else { return }
        let document = stored.document
        guard document.digest == stored.digest else {
            batch.findings.add("the content of \(document.id) is not what was written")
            batch.damaged.append(document.id)
            return
        }
        batch.findings.expect(
            stored.seq <= headSeq && document.fields.allSatisfy { $0.seq <= stored.seq },
            "\(document.id) stands ahead of its place in the feed")
        // What others' resolvers chose cannot be chosen again here.
        if stored.hasSiblings, try isOtherView(kind, number) { return }
        let differing = try differingColumns(of: stored)
        guard !differing.isEmpty else { return }
        batch.findings.add("\(differing.joined(separator: ", ")) of \(document.id) differ")
        batch.derived.append(document.id)
    }

    /// The columns and tables that are not as saving the document would make them.
    func differingColumns(of stored: StoredDocument) throws -> [String] {
        let document = stored.document
        let kind = document.kind
        let row = EncodedRow(document)
        let derived = DerivedColumns(document)
        let names =
            ["state", "conflicts", "siblings"] + DerivedColumns.names(kind)
            + StoredColumns.of(kind).columns.map(\.name) + ["extra"]
        let expected: [SQLValue] =
            [
                .text(derived.state), .integer(Int64(derived.conflicts)),
                .integer(Int64(row.siblings.count)),
            ] + derived.values + row.columns + [row.extra]
        assert(names.count == expected.count, "each column has a value")
        let sql = "SELECT \(names.joined(separator: ", ")) FROM \(kind.table) WHERE number = ?"
        var differing: [String] = []
        try query(sql, [.integer(stored.number)]) { row in
            for (index, name) in names.enumerated()
            where !row.holds(expected[index], at: Int32(index)) {
                differing.append(name)
            }
        }
        let siblings = try first(
            "SELECT count(*) FROM sibling WHERE kind = ? AND document = ?",
            [.integer(kind.number), .integer(stored.number)]
        ) { Int($0.integer(0)) }
        if siblings != row.siblings.count { differing.append("sibling rows") }
        if kind == .article {
            let topics = try all(
                "SELECT topic FROM article_topic WHERE article = ? ORDER BY topic",
                [.integer(stored.number)]
            ) { $0.text(0) ?? "" }
            if topics != document.members(of: "topics").map(\.name) {
                differing.append("topic rows")
            }
        }
        return differing
    }
}

extension SQLRow {
    /// Whether a column holds exactly a value.
    fileprivate func holds(_ value: SQLValue, at column: Int32) -> Bool {
        switch value {
        case .null: isNull(column)
        case .integer(let number): !isNull(column) && integer(column) == number
        case .text(let text):
            self.text(column).map { $0.utf8.elementsEqual(text.utf8) } ?? false
        case .blob(let bytes): !isNull(column) && blob(column) == bytes
        case .id(let id): self.id(column) == id
        case .utf8(let bytes): withBytes(column) { $0.elementsEqual(bytes) }
        }
    }
}
