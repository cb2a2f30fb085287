internal import GRDB
internal import GRDBSQLite

extension Database {
    /// Runs a closure in a transaction that takes the right to write at once.
    ///
    /// - Parameters:
    ///   - commits: whether what was written stays; else it is rolled back when the closure is
    ///     done.
    ///   - body: what is done. If it fails, everything is rolled back.
    func transaction<T>(commits: Bool, _ body: () throws -> T) throws -> T {
        try transaction("BEGIN IMMEDIATE", commits ? "COMMIT" : "ROLLBACK", body)
    }

    /// Runs a closure that reads: it sees one state of the file.
    func snapshot<T>(_ body: () throws -> T) throws -> T {
        try transaction("BEGIN", "COMMIT", body)
    }

    /// GRDB's own way compiles the words that begin and end a transaction each time; these are
    /// compiled once a connection.
    private func transaction<T>(
        _ begin: String, _ end: String, _ body: () throws -> T
    ) throws -> T {
        try cachedStatement(sql: begin).execute()
        do {
            let result = try body()
            // After some errors SQLite has rolled back by itself; then this one fails.
            try cachedStatement(sql: end).execute()
            return result
        } catch {
            // What failed first is what counts.
            if isInsideTransaction { try? execute(sql: "ROLLBACK") }
            throw error
        }
    }
}
