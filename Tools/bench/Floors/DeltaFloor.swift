import VNModel

/// The bare SQL writes of W2 into a plain file that holds W1.
struct DeltaFloor {
    private let file: SQLiteFile
    private let comment: SQLiteStatement

    /// - Parameter path: a file that ``FloorRows`` wrote.
    init(path: String) throws {
        file = try SQLiteFile(path)
        try file.configure()
        comment = try SQLiteStatement(
            file,
            """
            INSERT INTO comment (id, state, article, parent, created_ms, date_created, author,
                text) VALUES (?, 'pending', ?, ?, 0, ?, ?, ?)
            """)
    }

    /// Writes each operation once, in transactions of 1 000.
    ///
    /// - Returns: how many seconds that took.
    func write(_ delta: Delta) throws -> Double {
        let edits = delta.editsOnA + delta.editsOnB
        let authors = delta.comments.map {
            JSONValue.object([("name", .string($0.author.name))]).canonicalText
        }
        var statements: [String: SQLiteStatement] = [:]
        for path in ["headline", "summary"] {
            statements[path] = try SQLiteStatement(
                file, "UPDATE article SET \(path) = ? WHERE id = ?")
        }
        let delete = try SQLiteStatement(file, "DELETE FROM article WHERE id = ?")
        return try Stopwatch.seconds {
            try inTransactions(edits) { edit in
                guard let statement = statements[edit.path] else { return }
                statement.bind(1, edit.text)
                statement.bind(2, edit.id.bytes)
                try statement.run()
            }
            try inTransactions(Array(zip(delta.comments, authors))) { comment, author in
                try insert(comment, author)
            }
            try inTransactions(delta.deletions) { id in
                delete.bind(1, id.bytes)
                try delete.run()
            }
        }
    }

    private func insert(_ value: Comment, _ author: String) throws {
        comment.bind(1, value.id.bytes)
        comment.bind(2, value.articleID.bytes)
        if let parent = value.inReplyTo {
            comment.bind(3, parent.bytes)
        } else {
            comment.bindNull(3)
        }
        comment.bind(4, value.dateCreated)
        comment.bind(5, author)
        comment.bind(6, value.text)
        try comment.run()
    }

    private func inTransactions<T>(_ items: [T], _ body: (T) throws -> Void) throws {
        for (index, item) in items.enumerated() {
            if index % FloorRows.rowsPerTransaction == 0 {
                try file.execute(index == 0 ? "BEGIN" : "COMMIT; BEGIN")
            }
            try body(item)
        }
        if !items.isEmpty { try file.execute("COMMIT") }
    }
}
