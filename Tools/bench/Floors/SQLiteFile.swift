import GRDBSQLite

/// An SQLite file through the C interface, with nothing in between: what the floors are made of.
final class SQLiteFile {
    let handle: OpaquePointer

    /// Opens a file, or makes it.
    init(_ path: String) throws {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close(handle)
            throw BenchError("SQLite cannot open \(path): code \(code)")
        }
        self.handle = handle
    }

    deinit { sqlite3_close(handle) }

    /// The version of SQLite, for the report.
    static var version: String { String(cString: sqlite3_libversion()) }

    /// Runs statements that answer nothing of interest.
    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
    }

    /// The first column of the first row as a number; 0 without rows.
    func integer(_ sql: String) throws -> Int64 {
        let statement = try SQLiteStatement(self, sql)
        return try statement.step() ? sqlite3_column_int64(statement.handle, 0) : 0
    }

    /// The settings of every floor: what an application that cares for speed uses.
    func configure() throws {
        try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    }

    func failure(_ sql: String) -> BenchError {
        BenchError("SQLite: \(String(cString: sqlite3_errmsg(handle))) in: \(sql)")
    }
}

/// A prepared statement.
final class SQLiteStatement {
    let handle: OpaquePointer
    private let file: SQLiteFile
    private let sql: String

    init(_ file: SQLiteFile, _ sql: String) throws {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(file.handle, sql, -1, &statement, nil) == SQLITE_OK,
            let statement
        else { throw file.failure(sql) }
        (handle, self.file, self.sql) = (statement, file, sql)
    }

    deinit { sqlite3_finalize(handle) }

    /// Whether there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw file.failure(sql)
        }
    }

    /// Runs a statement that answers no rows with the values bound before.
    func run() throws {
        _ = try step()
        sqlite3_reset(handle)
    }

    /// Binds a text that SQLite copies.
    func bind(_ place: Int32, _ text: String) {
        _ = text.withCString { sqlite3_bind_text(handle, place, $0, -1, SQLiteStatement.copies) }
    }

    /// Binds bytes that SQLite copies.
    func bind(_ place: Int32, _ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes {
            sqlite3_bind_blob(
                handle, place, $0.baseAddress, Int32($0.count), SQLiteStatement.copies)
        }
    }

    func bindNull(_ place: Int32) { sqlite3_bind_null(handle, place) }

    // SQLITE_TRANSIENT is a C macro of the value -1 that Swift does not import.
    private nonisolated(unsafe) static let copies = unsafeBitCast(
        -1, to: sqlite3_destructor_type.self)
}
