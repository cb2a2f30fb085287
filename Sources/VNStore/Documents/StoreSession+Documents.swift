package import VNModel

/// The statements of one kind's table, made once.
private struct DocumentSQL {
    let select: String
    let selectByID: String
    let selectID: String
    /// By number: what tells one state of a row from another.
    let selectMarks: String
    let insert: String
    let update: String
    /// Leaves what stands in indexes, but seq, as it is; takes the same values.
    let updateContent: String
    /// Columns in front of the stored ones when reading.
    static let headerCount: Int32 = 11
    /// The first of those that stand in indexes.
    static let indexedColumn: Int32 = 7

    init(_ kind: DocumentKind) {
        let stored = StoredColumns.of(kind).columns.map(\.name) + ["extra"]
        let all = ["seq", "scope_seq", "clock"] + RowContent.names(kind)
        selectMarks = "SELECT id, seq, digest FROM \(kind.table) WHERE number = ?"
        selectID = "SELECT number FROM \(kind.table) WHERE id = ?"
        select = """
            SELECT number, id, seq, scope_seq, siblings, clock, digest, \
            \((IndexedColumns.names(kind) + stored).joined(separator: ", ")) FROM \(kind.table)
            """
        selectByID = select + " WHERE id = ?"
        insert = """
            INSERT INTO \(kind.table) (\(all.joined(separator: ", "))) \
            VALUES (\(all.map { _ in "?" }.joined(separator: ", "))) \
            ON CONFLICT (id) DO NOTHING
            """
        func statement(without columns: [String]) -> String {
            let values = all.enumerated().filter { !columns.contains($0.element) }
                .map { "\($0.element) = ?\($0.offset + 1)" }
            return """
                UPDATE \(kind.table) SET \(values.joined(separator: ", ")) \
                WHERE number = ?\(all.count + 1)
                """
        }
        update = statement(without: [])
        updateContent = statement(without: ["id"] + IndexedColumns.names(kind))
    }

    static let article = DocumentSQL(.article)
    static let comment = DocumentSQL(.comment)

    static func of(_ kind: DocumentKind) -> DocumentSQL {
        switch kind {
        case .article: article
        case .comment: comment
        }
    }
}

extension StoreSession {
    /// What a document is, if it stands here.
    package func kind(of id: DocumentID) throws -> DocumentKind? {
        for kind in DocumentKind.allCases
        where try first(DocumentSQL.of(kind).selectID, [.id(id)], { $0.integer(0) }) != nil {
            return kind
        }
        return nil
    }

    /// A document of either kind.
    package func stored(_ id: DocumentID) throws -> StoredDocument? {
        for kind in DocumentKind.allCases {
            if let found = try stored(id, kind) { return found }
        }
        return nil
    }

    /// A document of a kind.
    package func stored(_ id: DocumentID, _ kind: DocumentKind) throws -> StoredDocument? {
        try first(DocumentSQL.of(kind).selectByID, [.id(id)]) { row in
            try decode(row, kind)
        }
    }

    /// A document of a kind; if it was read ahead and stands unchanged, it is not read again.
    package func stored(
        _ id: DocumentID, _ kind: DocumentKind, _ rows: PreparedRows
    ) throws -> StoredDocument? {
        if let ahead = try stored(id, ahead: rows), ahead.document.kind == kind { return ahead }
        return try stored(id, kind)
    }

    /// A document that was read ahead, if it stands unchanged.
    package func stored(_ id: DocumentID, ahead rows: PreparedRows) throws -> StoredDocument? {
        guard let ahead = rows.stored(id) else { return nil }
        let stands =
            try first(
                DocumentSQL.of(ahead.document.kind).selectMarks, [.integer(ahead.number)]
            ) { row in
                row.id(0) == id && row.unsigned(1) == ahead.seq
                    && row.withBytes(2) { $0.elementsEqual(ahead.digest) }
            } ?? false
        return stands ? ahead : nil
    }

    /// Documents of a kind that meet a condition on the kind's table, each handed to `body`.
    package func stored(
        _ kind: DocumentKind, where condition: String, _ values: [SQLValue],
        _ body: (StoredDocument) throws -> Void
    ) throws {
        try query(DocumentSQL.of(kind).select + " WHERE " + condition, values) { row in
            try body(try decode(row, kind))
        }
    }

    private func decode(_ row: borrowing SQLRow, _ kind: DocumentKind) throws -> StoredDocument {
        let number = row.integer(0)
        guard let id = row.id(1) else {
            throw StoreError(.corrupt, "a document without id; run `vnsync verify --deep`")
        }
        let seq = row.unsigned(2)
        let hasSiblings = row.integer(4) > 0
        var decoder = RowDecoder(kind)
        try decoder.read(row, from: DocumentSQL.headerCount)
        let siblings = hasSiblings ? try self.siblings(kind, number) : []
        var document = try row.withBytes(5) { bytes in
            try ClockCodec.decode(
                bytes, id: id, kind: kind, rowSeq: seq, values: decoder.values,
                siblings: siblings, replica: { try replica($0) })
        }
        document.resolvers = resolvers
        return StoredDocument(
            document: document, number: number, seq: seq, scopeSeq: row.unsigned(3),
            digest: row.blob(6), hasSiblings: hasSiblings,
            indexed: IndexedColumns(row, from: DocumentSQL.indexedColumn))
    }

    private func siblings(
        _ kind: DocumentKind, _ number: Int64
    ) throws -> [(path: String, value: LiveValue)] {
        try all(
            """
            SELECT path, replica, counter, hlc, value FROM sibling
            WHERE kind = ? AND document = ? ORDER BY path, replica, counter
            """, [.integer(kind.number), .integer(number)]
        ) { row in
            let counter = row.unsigned(2)
            guard let path = row.text(0), let text = row.text(4), counter > 0,
                let value = try? CanonicalJSON(parsing: Array(text.utf8))
            else { throw StoreError(.corrupt, "a sibling is damaged; run `vnsync verify --deep`") }
            return (
                path,
                LiveValue(
                    dot: Dot(try replica(Int(row.integer(1))), counter),
                    stamp: HybridTimestamp(rawValue: row.unsigned(3)), encoded: value)
            )
        }
    }

    /// Writes a document: its row, siblings and topics; not the search index.
    ///
    /// - Parameters:
    ///   - document: the whole document with the feed marks of its registers.
    ///   - stored: as it stood before; `nil` if it is new here.
    ///   - seq: its new place in the change feed.
    ///   - scopeSeq: the seq at which what decides its scope last changed.
    ///   - rows: what was made before; the document's row may be among it.
    /// - Returns: the rowid.
    /// - Complexity: O(*n*) in the size of the document.
    @discardableResult
    package func save(
        _ document: Document, over stored: StoredDocument?, seq: UInt64, scopeSeq: UInt64 = 0,
        rows: PreparedRows = PreparedRows()
    ) throws -> Int64 {
        if let stored,
            let change = rows.change(to: document, over: stored)
                ?? RowChange(document, over: stored)
        {
            try save(document, change, over: stored, seq: seq, scopeSeq: scopeSeq)
            return stored.number
        }
        return try save(
            document, rows.content(ofRegistersOf: document) ?? RowContent(document), over: stored,
            seq: seq, scopeSeq: scopeSeq)
    }

    /// Writes what an edit changes of a document's row.
    private func save(
        _ document: Document, _ change: RowChange, over stored: StoredDocument, seq: UInt64,
        scopeSeq: UInt64
    ) throws {
        let names = ["seq", "scope_seq", "clock", "digest"] + change.names
        let clock = try ClockCodec.encode(document, rowSeq: seq) { try self.number(of: $0) }
        note(change.vector)
        sumChange.subtract(stored.digest)
        try run(
            """
            UPDATE \(document.kind.table) SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) \
            WHERE number = ?
            """,
            [
                .integer(seq), scopeSeq == 0 ? .null : .integer(scopeSeq), .blob(clock),
                .blob(change.digest),
            ] + change.values + [.integer(stored.number)])
        sumChange.add(change.digest)
    }

    /// Writes the whole row of a document.
    @discardableResult
    private func save(
        _ document: Document, _ content: RowContent, over stored: StoredDocument?, seq: UInt64,
        scopeSeq: UInt64
    ) throws -> Int64 {
        let (document, content) = shown(document, content)
        let clock = try ClockCodec.encode(document, rowSeq: seq) { try self.number(of: $0) }
        let marks: [SQLValue] = [
            .integer(seq), scopeSeq == 0 ? .null : .integer(scopeSeq), .blob(clock),
        ]
        guard let stored else {
            guard let number = try insert(document.kind, content, marks) else {
                throw StoreError(
                    .corrupt, "a document stands twice; run `vnsync verify --deep`")
            }
            return number
        }
        if !content.siblings.isEmpty { try noteView(document.kind, stored.number) }
        note(content.vector)
        sumChange.subtract(stored.digest)
        let sql = DocumentSQL.of(document.kind)
        try run(
            content.indexed == stored.indexed ? sql.updateContent : sql.update, marks, content.row,
            [.integer(stored.number)])
        sumChange.add(content.digest)
        if !content.siblings.isEmpty || stored.hasSiblings {
            try saveSiblings(content.siblings, document.kind, stored.number)
        }
        if document.kind == .article,
            stored.indexed == nil || content.topics != stored.document.topics
        {
            try run("DELETE FROM article_topic WHERE article = ?", .integer(stored.number))
            try saveTopics(content, stored.number)
        }
        return stored.number
    }

    /// Writes a document that came from elsewhere, unless it stands here.
    ///
    /// - Returns: whether it was written.
    func insert(_ document: Document, _ content: RowContent) throws -> Bool {
        let (document, content) = shown(document, content)
        let seq = try head().seq + 1
        let clock: [UInt8]
        if let sole = content.sole {
            clock = try ClockCodec.encode(
                sole: sole, count: document.fields.count, rowSeq: seq
            ) { try self.number(of: $0) }
        } else {
            var document = document
            document.move(fieldsAt: 0, to: seq)
            clock = try ClockCodec.encode(document, rowSeq: seq) { try self.number(of: $0) }
        }
        let marks: [SQLValue] = [.integer(seq), .integer(seq), .blob(clock)]
        guard try insert(document.kind, content, marks) != nil else { return false }
        try changeHead { $0.seq = seq }
        return true
    }

    /// A document and its row as the application's resolvers show it. Only concurrent values can
    /// be shown otherwise.
    private func shown(
        _ document: Document, _ content: RowContent
    ) -> (Document, RowContent) {
        guard !resolvers.isEmpty, !content.siblings.isEmpty else { return (document, content) }
        var document = document
        document.resolvers = resolvers
        return (document, RowContent(document))
    }

    /// Inserts a row with its siblings and topics.
    ///
    /// - Returns: the rowid; `nil` if the document stands here.
    private func insert(
        _ kind: DocumentKind, _ content: RowContent, _ marks: [SQLValue]
    ) throws -> Int64? {
        guard try run(DocumentSQL.of(kind).insert, marks, content.row) > 0 else { return nil }
        let number = lastInsertedNumber
        note(content.vector)
        sumChange.add(content.digest)
        if !content.siblings.isEmpty {
            try saveSiblings(content.siblings, kind, number)
            try noteView(kind, number)
        }
        try saveTopics(content, number)
        return number
    }

    private func saveSiblings(
        _ siblings: [(path: String, value: LiveValue)], _ kind: DocumentKind, _ number: Int64
    ) throws {
        try run(
            "DELETE FROM sibling WHERE kind = ? AND document = ?", .integer(kind.number),
            .integer(number))
        for (path, live) in siblings {
            try run(
                "INSERT INTO sibling VALUES (?, ?, ?, ?, ?, ?, ?)", .integer(kind.number),
                .integer(number), .text(path),
                .integer(Int64(try self.number(of: live.dot.replica))),
                .integer(live.dot.counter), .integer(live.stamp.rawValue),
                .utf8(live.encoded.bytes))
        }
    }

    private func saveTopics(_ content: RowContent, _ number: Int64) throws {
        for topic in content.topics {
            try run("INSERT INTO article_topic VALUES (?, ?)", .text(topic), .integer(number))
        }
    }

    /// Takes a document out of the store: row, siblings, topics and search index.
    package func remove(_ stored: StoredDocument) throws {
        let kind = stored.document.kind
        // Topics name their article, so they go first.
        if kind == .article {
            try run("DELETE FROM article_topic WHERE article = ?", .integer(stored.number))
        }
        sumChange.subtract(stored.digest)
        try run("DELETE FROM \(kind.table) WHERE number = ?", .integer(stored.number))
        try run(
            "DELETE FROM sibling WHERE kind = ? AND document = ?", .integer(kind.number),
            .integer(stored.number))
        try run("DELETE FROM \(kind.table)_search WHERE rowid = ?", .integer(stored.number))
    }
}
