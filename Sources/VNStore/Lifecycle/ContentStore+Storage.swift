internal import Foundation
internal import GRDB
internal import VNModel

extension ContentStore {
    /// Where the store's bytes are.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    /// - Complexity: O(*n*) in the pages of the file.
    @concurrent
    public func storage() async throws -> StorageStatistics {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
        let log = DiskSpace.bytes(path + "-wal")
        let room = DiskSpace.free(DiskSpace.folder(of: path))
        return try await read { session in
            func number(_ sql: String) throws -> Int {
                try session.first(sql) { Int($0.integer(0)) } ?? 0
            }
            let pages = try session.pageCounts()
            return StorageStatistics(
                tables: try session.tables(), pageBytes: pages.size, pages: pages.all,
                freePages: pages.free, logBytes: log, freeDiskBytes: room,
                journalBytes: try number("SELECT total(length(ops)) FROM journal"),
                held: try number("SELECT count(*) FROM held"),
                pending: try number("SELECT count(*) FROM pending"),
                unindexed: try session.waitingForIndex() ?? 0, fileMode: mode,
                isCopied: try session.head().isCopied)
        }
    }
}

extension StoreSession {
    /// The tables of the schema with their rows and bytes.
    fileprivate func tables() throws -> [StorageStatistics.Table] {
        let names = try all(
            """
            SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'
                ESCAPE '\\' ORDER BY name
            """
        ) { $0.text(0) ?? "" }
        let indexes = names.filter { $0.hasSuffix("_search") }
        /// The table to which another one belongs.
        func owner(_ name: String) -> String {
            indexes.first { name.hasPrefix($0 + "_") } ?? name
        }
        var bytes: [String: Int]?
        if let sizes = try sizesOfTables() {
            bytes = [:]
            for (name, size) in sizes { bytes?[owner(name), default: 0] += size }
        }
        return try names.filter { owner($0) == $0 }.map { name in
            let rows = indexes.contains(name) ? name + "_docsize" : name
            let count = try first("SELECT count(*) FROM \(rows)") { Int($0.integer(0)) }
            return StorageStatistics.Table(
                name: name, rows: count ?? 0, bytes: bytes.map { $0[name] ?? 0 })
        }
    }

    /// The bytes of tables with their indexes; `nil` if this SQLite has no table `dbstat`.
    private func sizesOfTables() throws -> [(name: String, bytes: Int)]? {
        let isThere = try first("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'") {
            $0.integer(0)
        }
        guard isThere != nil else { return nil }
        return try all(
            """
            SELECT s.tbl_name, sum(d.pgsize) FROM dbstat AS d JOIN sqlite_schema AS s
                ON s.name = d.name WHERE d.aggregate = TRUE GROUP BY s.tbl_name
            """
        ) { ($0.text(0) ?? "", Int($0.integer(1))) }
    }
}
