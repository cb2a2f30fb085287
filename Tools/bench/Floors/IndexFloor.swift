import GRDBSQLite

/// F-index: the same texts in one FTS5 column with SQLite's own tokenizer, by direct INSERTs.
enum IndexFloor {
    /// Indexes the texts of a plain file's articles and comments in transactions of 1 000.
    ///
    /// - Parameter path: a file that ``FloorRows`` wrote; the index is made in it.
    /// - Returns: how many seconds that took.
    static func build(path: String) throws -> Double {
        let file = try SQLiteFile(path)
        try file.configure()
        try file.execute(
            """
            DROP TABLE IF EXISTS plain_search;
            CREATE VIRTUAL TABLE plain_search USING fts5 (text, tokenize = 'unicode61');
            INSERT INTO plain_search (plain_search, rank) VALUES ('hashsize', 16777216)
            """)
        let texts = try texts(file)
        let insert = try SQLiteStatement(file, "INSERT INTO plain_search (text) VALUES (?)")
        return try Stopwatch.seconds {
            for (index, text) in texts.enumerated() {
                if index % FloorRows.rowsPerTransaction == 0 {
                    try file.execute(index == 0 ? "BEGIN" : "COMMIT; BEGIN")
                }
                insert.bind(1, text)
                try insert.run()
            }
            try file.execute("COMMIT")
        }
    }

    /// Headline, summary and paragraphs of each article, and each comment.
    private static func texts(_ file: SQLiteFile) throws -> [String] {
        let statement = try SQLiteStatement(
            file,
            """
            SELECT headline || char(10) || summary || char(10) || (
                SELECT group_concat(json_extract(block.value, '$.text'), char(10))
                FROM json_each(article.body) AS block)
            FROM article UNION ALL SELECT text FROM comment
            """)
        var result: [String] = []
        while try statement.step() {
            guard let text = sqlite3_column_text(statement.handle, 0) else { continue }
            result.append(String(cString: text))
        }
        return result
    }
}
