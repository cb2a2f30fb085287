import GRDBSQLite

/// The content rows of a store, kept in memory so that writing them again costs nothing but the
/// writing.
final class FloorRows {
    private struct Cell {
        let type: Int32
        /// Where the bytes begin, or the number itself.
        let value: Int64
        let count: Int32
    }

    private struct Row {
        let seq: Int64
        let table: FloorTable
        let firstCell: Int
    }

    private var bytes: [UInt8] = []
    private var cells: [Cell] = []
    private var rows: [Row] = []

    static let rowsPerTransaction = 1_000

    /// Reads the rows of a store in the order of its feed.
    init(store path: String) throws {
        let file = try SQLiteFile(path)
        for table in FloorTable.allCases { try read(table, from: file) }
        // Topics come behind their article: they have its seq, and the sort is told the rest.
        let order = rows.enumerated().sorted {
            ($0.element.seq, $0.offset) < ($1.element.seq, $1.offset)
        }
        rows = order.map(\.element)
    }

    private func read(_ table: FloorTable, from file: SQLiteFile) throws {
        let statement = try SQLiteStatement(file, table.select)
        while try statement.step() {
            rows.append(
                Row(
                    seq: sqlite3_column_int64(statement.handle, 0), table: table,
                    firstCell: cells.count))
            for place in 1...Int32(table.columns.count) { keep(statement.handle, place) }
        }
    }

    private func keep(_ statement: OpaquePointer, _ place: Int32) {
        let type = sqlite3_column_type(statement, place)
        guard type == SQLITE_TEXT || type == SQLITE_BLOB else {
            let number = sqlite3_column_int64(statement, place)
            cells.append(Cell(type: type, value: number, count: 0))
            return
        }
        let start = sqlite3_column_blob(statement, place)
        let count = sqlite3_column_bytes(statement, place)
        cells.append(Cell(type: type, value: Int64(bytes.count), count: count))
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: Int(count)))
    }

    /// Writes all rows into a new file in transactions of 1 000.
    ///
    /// - Returns: how many seconds the rows took; making the tables is not counted.
    func insert(into path: String) throws -> Double {
        let file = try SQLiteFile(path)
        try file.configure()
        try file.execute(FloorTable.schema)
        let statements = try FloorTable.allCases.map { try SQLiteStatement(file, $0.insert) }
        return try Stopwatch.seconds {
            try bytes.withUnsafeBytes { base in
                for (index, row) in rows.enumerated() {
                    if index % FloorRows.rowsPerTransaction == 0 {
                        try file.execute(index == 0 ? "BEGIN" : "COMMIT; BEGIN")
                    }
                    let place = FloorTable.allCases.firstIndex(of: row.table) ?? 0
                    try insert(row, statements[place], base)
                }
            }
            try file.execute("COMMIT")
        }
    }

    private func insert(
        _ row: Row, _ statement: SQLiteStatement, _ base: UnsafeRawBufferPointer
    ) throws {
        for offset in 0..<row.table.columns.count {
            let cell = cells[row.firstCell + offset]
            let place = Int32(offset + 1)
            // No destructor: the bytes outlive the statement, so SQLite need not copy them.
            switch cell.type {
            case SQLITE_TEXT:
                let start = base.baseAddress?.advanced(by: Int(cell.value))
                    .assumingMemoryBound(to: CChar.self)
                sqlite3_bind_text(statement.handle, place, start, cell.count, nil)
            case SQLITE_BLOB:
                let start = base.baseAddress?.advanced(by: Int(cell.value))
                sqlite3_bind_blob(statement.handle, place, start, cell.count, nil)
            case SQLITE_INTEGER: sqlite3_bind_int64(statement.handle, place, cell.value)
            default: sqlite3_bind_null(statement.handle, place)
            }
        }
        try statement.run()
    }
}
