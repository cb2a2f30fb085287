/// F-fsync: a durable commit with one tiny row in it.
enum CommitFloor {
    /// The seconds of each of so many commits.
    static func commits(path: String, count: Int) throws -> [Double] {
        let file = try SQLiteFile(path)
        try file.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE tiny (number INTEGER PRIMARY KEY) STRICT
            """)
        let begin = try SQLiteStatement(file, "BEGIN IMMEDIATE")
        let insert = try SQLiteStatement(file, "INSERT INTO tiny VALUES (NULL)")
        let commit = try SQLiteStatement(file, "COMMIT")
        return try (0..<count).map { _ in
            try Stopwatch.seconds {
                try begin.run()
                try insert.run()
                try commit.run()
            }
        }
    }
}
