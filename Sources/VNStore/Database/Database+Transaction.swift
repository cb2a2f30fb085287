internal import GRDB
internal import GRDBSQLite

extension Database {
    /// Runs a closure in a transaction that takes the right to write at once.
    ///
    /// GRDB's own way compiles the words that begin and end a transaction each time; these are
    /// compiled once a connection.
    ///
    /// - Parameters:
    ///   - commits: whether what was written stays; else it is rolled back when the closure is
    ///     done.
    ///   - body: what is done. If it fails, everything is rolled back.
    func transaction<T>(commits: Bool, _ body: () throws -> T) throws -> T {
        try cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            let result = try body()
            // After some errors SQLite has rolled back by itself; then this one fails.
            try cachedStatement(sql: commits ? "COMMIT" : "ROLLBACK").execute()
            return result
        } catch {
            // What failed first is what counts.
            if isInsideTransaction { try? execute(sql: "ROLLBACK") }
            throw error
        }
    }
}
