internal import GRDB
internal import GRDBSQLite
package import VNModel

/// A value that SQLite stores.
package enum SQLValue: Sendable {
    case null
    case integer(Int64)
    case text(String)
    /// A text as its UTF-8 bytes.
    case utf8(ArraySlice<UInt8>)
    case blob([UInt8])
    /// A blob of the sixteen bytes of an id.
    case id(DocumentID)

    /// Whether it is NULL.
    var isNull: Bool { if case .null = self { true } else { false } }
    /// The bits of a number; those above 2^63 come back by ``SQLRow/unsigned(_:)``.
    package static func integer(_ value: UInt64) -> SQLValue { .integer(Int64(bitPattern: value)) }
    /// A text, or NULL.
    package static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    /// The sixteen bytes of an id, or NULL.
    package static func id(_ id: DocumentID?) -> SQLValue { id.map { .id($0) } ?? .null }
}

/// One row of a running statement; valid only inside the closure that gets it.
package struct SQLRow: ~Copyable {
    private let statement: OpaquePointer

    fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

    /// Whether a column, counted from 0, is NULL.
    package func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    /// The number in a column; 0 for NULL.
    package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// The number in a column; `nil` for NULL.
    package func optionalInteger(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// The bits of the number in a column.
    package func unsigned(_ column: Int32) -> UInt64 { UInt64(bitPattern: integer(column)) }

    /// The number in a column; 0 for NULL.
    package func double(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

    /// The text in a column; `nil` for NULL.
    package func text(_ column: Int32) -> String? {
        // SQLite owns the bytes until the next step; they are copied here.
        guard let start = sqlite3_column_text(statement, column) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes in a column; none for NULL.
    package func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        let count = Int(sqlite3_column_bytes(statement, column))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Looks at the bytes in a column where SQLite has them.
    package func withBytes<T>(
        _ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> T
    ) rethrows -> T {
        let count = Int(sqlite3_column_bytes(statement, column))
        let start = sqlite3_column_blob(statement, column)?.assumingMemoryBound(to: UInt8.self)
        return try body(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// The id in a column; `nil` for NULL and for bytes that are no id.
    package func id(_ column: Int32) -> DocumentID? {
        withBytes(column) { DocumentID(bytes: $0) }
    }
}

/// One transaction's access to the database: cached statements on the raw handle.
///
/// Valid only inside the closure that gets it, on the queue that runs it.
package final class StoreSession {
    let database: Database
    private let handle: OpaquePointer
    private var replicasByNumber: [Int: ReplicaID] = [:]
    private var numbersByReplica: [ReplicaID: Int] = [:]
    /// Highest counters of the documents that this transaction wrote.
    private var seenCounters = VersionVector()
    /// Statements by where their SQL stands in memory, with the text that keeps it there: most SQL
    /// is a literal or a constant, and its address is found faster than its bytes.
    private var statements: [UnsafeRawPointer?: (sql: String, statement: Statement)] = [:]
    let environment: any Environment
    /// How the application chooses what is shown.
    let resolvers: ViewResolvers
    /// Whether the store's rows were made by other resolvers, once that is known.
    var hasOtherResolvers: Bool?
    /// What this transaction knows of the store's row; written back before the commit.
    var loadedHead: StoreHead?
    /// The store's row as it stands in the file.
    var storedHead: StoreHead?
    /// Whether evictions may be put off, once that is known.
    var mayHaveEvictions: Bool?
    /// Whether table `purged` may hold a row, once it was looked at.
    package var mayHavePurges: Bool?
    /// What this transaction adds to the sum of all documents' digests.
    var sumChange = DigestSum()

    init(
        _ database: Database, environment: any Environment, resolvers: ViewResolvers = .none
    ) throws {
        guard let handle = database.sqliteConnection else {
            throw StoreError(.database, "the database connection is closed")
        }
        self.database = database
        self.handle = handle
        self.environment = environment
        self.resolvers = resolvers
    }

    /// Milliseconds since 1970 by the store's clock.
    package func milliseconds() -> UInt64 { environment.milliseconds() }

    /// Runs a statement that answers no rows.
    ///
    /// - Returns: how many rows it changed.
    @discardableResult
    package func run(_ sql: String, _ values: SQLValue...) throws -> Int {
        try run(sql, values)
    }

    /// Runs a statement that answers no rows.
    ///
    /// - Returns: how many rows it changed.
    @discardableResult
    package func run(_ sql: String, _ values: [SQLValue]) throws -> Int {
        try query(sql, values) { _ in }
        return Int(sqlite3_changes(handle))
    }

    /// Runs a statement that answers no rows.
    ///
    /// - Parameters:
    ///   - sql: the statement.
    ///   - first: its first values.
    ///   - row: those behind them.
    ///   - last: those behind these.
    /// - Returns: how many rows it changed.
    @discardableResult
    func run(
        _ sql: String, _ first: [SQLValue], _ row: PackedRow, _ last: [SQLValue] = []
    ) throws -> Int {
        let statement = try prepared(sql).sqliteStatement
        // The buffer stays where it is until the statement has let go of it.
        return try row.bytes.withUnsafeBufferPointer { bytes in
            defer {
                sqlite3_reset(statement)
                sqlite3_clear_bindings(statement)
            }
            try bind(first, to: statement)
            for (index, cell) in row.cells.enumerated() {
                let place = Int32(first.count + index + 1)
                let code = StoreSession.bind(cell, in: bytes, to: statement, place)
                guard code == SQLITE_OK else { throw failure() }
            }
            try bind(last, to: statement, behind: first.count + row.cells.count)
            guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
            return Int(sqlite3_changes(handle))
        }
    }

    /// The rowid of the last row inserted.
    package var lastInsertedNumber: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs a statement and hands each row to `body`.
    package func query(
        _ sql: String, _ values: [SQLValue] = [], _ body: (borrowing SQLRow) throws -> Void
    ) throws {
        let statement = try prepared(sql).sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        try bind(values, to: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try body(SQLRow(statement))
            case SQLITE_DONE: return
            default: throw failure()
            }
        }
    }

    /// The first row of a statement, mapped; `nil` without rows.
    package func first<T>(
        _ sql: String, _ values: [SQLValue] = [], _ body: (borrowing SQLRow) throws -> T
    ) throws -> T? {
        let statement = try prepared(sql).sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        try bind(values, to: statement)
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return try body(SQLRow(statement))
        case SQLITE_DONE: return nil
        default: throw failure()
        }
    }

    /// All rows of a statement, mapped.
    package func all<T>(
        _ sql: String, _ values: [SQLValue] = [], _ body: (borrowing SQLRow) throws -> T
    ) throws -> [T] {
        var result: [T] = []
        try query(sql, values) { row in result.append(try body(row)) }
        return result
    }

    private func prepared(_ sql: String) throws -> Statement {
        // A short text has no place of its own in memory.
        let key =
            sql.utf8.count < StoreSession.shortText
            ? nil : sql.utf8.withContiguousStorageIfAvailable { UnsafeRawPointer($0.baseAddress) }
        if let key, let known = statements[key], known.sql.utf8.count == sql.utf8.count {
            return known.statement
        }
        do {
            let statement = try database.cachedStatement(sql: sql)
            if let key { statements[key] = (sql, statement) }
            return statement
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    private func bind(
        _ values: [SQLValue], to statement: OpaquePointer, behind count: Int = 0
    ) throws {
        for (index, value) in values.enumerated() {
            let place = Int32(count + index + 1)
            let code: Int32
            switch value {
            case .null: code = sqlite3_bind_null(statement, place)
            case .integer(let number): code = sqlite3_bind_int64(statement, place, number)
            case .text(var text):
                code = text.withUTF8 { StoreSession.bind(text: $0, to: statement, place) }
            case .utf8(let bytes):
                code = bytes.withUnsafeBufferPointer {
                    StoreSession.bind(text: $0, to: statement, place)
                }
            case .blob(let bytes):
                code = bytes.withUnsafeBytes {
                    StoreSession.bind(blob: $0, to: statement, place)
                }
            case .id(let id):
                code = withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) {
                    StoreSession.bind(blob: $0, to: statement, place)
                }
            }
            guard code == SQLITE_OK else { throw failure() }
        }
    }

    /// Texts of fewer bytes may be kept inside the `String` itself.
    private static let shortText = 16

    private static func bind(
        text: UnsafeBufferPointer<UInt8>, to statement: OpaquePointer, _ place: Int32
    ) -> Int32 {
        text.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text(
                statement, place, $0.baseAddress ?? noBytes, Int32($0.count), copies)
        }
    }

    private static func bind(
        blob: UnsafeRawBufferPointer, to statement: OpaquePointer, _ place: Int32
    ) -> Int32 {
        sqlite3_bind_blob(
            statement, place, blob.baseAddress ?? UnsafeRawPointer(noBytes), Int32(blob.count),
            copies)
    }

    private static func bind(
        _ cell: PackedRow.Cell, in bytes: UnsafeBufferPointer<UInt8>,
        to statement: OpaquePointer, _ place: Int32
    ) -> Int32 {
        // Without a destructor SQLite makes no copy.
        switch cell {
        case .null: sqlite3_bind_null(statement, place)
        case .integer(let number): sqlite3_bind_int64(statement, place, number)
        case .text(let start, let count):
            UnsafeBufferPointer(rebasing: bytes[start..<start + count])
                .withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(
                        statement, place, $0.baseAddress ?? noBytes, Int32($0.count), nil)
                }
        case .blob(let start, let count):
            sqlite3_bind_blob(
                statement, place,
                bytes.baseAddress.map { UnsafeRawPointer($0 + start) }
                    ?? UnsafeRawPointer(noBytes), Int32(count), nil)
        }
    }

    private func failure() -> any Error {
        let code = sqlite3_extended_errcode(handle)
        // The pool interrupts what a cancelled task has running.
        if code & 0xFF == SQLITE_INTERRUPT { return CancellationError() }
        return StoreError(resultCode: code, message: String(cString: sqlite3_errmsg(handle)))
    }

    // SQLITE_TRANSIENT is a C macro of the value -1 that Swift does not import.
    private nonisolated(unsafe) static let copies = unsafeBitCast(
        -1, to: sqlite3_destructor_type.self)
    // Never written and never freed: what an empty text or blob points to.
    private nonisolated(unsafe) static let noBytes = UnsafePointer(
        UnsafeMutablePointer<CChar>.allocate(capacity: 1))
}

extension StoreSession {
    /// The local number of a replica; a new one if it has none yet.
    package func number(of replica: ReplicaID) throws -> Int {
        if let number = numbersByReplica[replica] { return number }
        let text = replica.description
        if let number = try first(
            "SELECT number FROM replica WHERE id = ?", [.text(text)],
            {
                Int($0.integer(0))
            })
        {
            remember(replica, number)
            return number
        }
        try run("INSERT INTO replica (id) VALUES (?)", .text(text))
        let number = Int(lastInsertedNumber)
        remember(replica, number)
        return number
    }

    /// The local number of a replica that was seen here before, else `nil`.
    package func knownNumber(of replica: ReplicaID) throws -> Int? {
        if let number = numbersByReplica[replica] { return number }
        return try first(
            "SELECT number FROM replica WHERE id = ?", [.text(replica.description)],
            { Int($0.integer(0)) })
    }

    /// The replica with a local number.
    package func replica(_ number: Int) throws -> ReplicaID {
        if let replica = replicasByNumber[number] { return replica }
        let text = try first(
            "SELECT id FROM replica WHERE number = ?", [.integer(Int64(number))], { $0.text(0) })
        guard let replica = text.flatMap({ $0 }).flatMap({ ReplicaID($0) }) else {
            throw StoreError(
                .corrupt, "a clock names replica number \(number), which the store does not list")
        }
        remember(replica, number)
        return replica
    }

    /// Takes note of the counters that a document has seen.
    func note(_ vector: VersionVector) { seenCounters.join(vector) }

    /// Writes back the counters that were noted; called before the commit. The one of the present
    /// own id is the journal's.
    func saveCounters() throws {
        let own = try loadedHead?.replica ?? head().replica
        for entry in seenCounters.entries where entry.replica != own {
            try run(
                "UPDATE replica SET counter = ?1 WHERE number = ?2 AND counter < ?1",
                .integer(entry.counter), .integer(Int64(try number(of: entry.replica))))
        }
    }

    private func remember(_ replica: ReplicaID, _ number: Int) {
        replicasByNumber[number] = replica
        numbersByReplica[replica] = number
    }
}
