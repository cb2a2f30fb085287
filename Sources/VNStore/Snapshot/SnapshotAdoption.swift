internal import Foundation
internal import GRDB
internal import GRDBSQLite
package import VNModel

/// Makes a store of a snapshot that came from somebody who is not trusted.
///
/// Nothing of the file is used before its schema is exactly ours, SQLite finds its pages and
/// indexes whole, nothing stands where a snapshot has nothing, and a sample of its rows is what
/// their registers say. Then one transaction makes it a store; until that commits, no program
/// takes the file for one.
struct SnapshotAdoption: Sendable {
    let file: String
    let name: String?
    let remote: (name: String, url: String)
    let environment: any Environment

    /// - Returns: what it holds.
    /// - Throws: ``StoreError`` `store.bad-snapshot`, `store.other-schema`, `store.io`; the file is
    ///   untouched.
    func run() async throws -> SnapshotSummary {
        let queue = try open()
        defer { try? queue.close() }
        let bytes = DiskSpace.bytes(file)
        do {
            return try await StoreError.named {
                try await queue.writeWithoutTransaction { database in
                    // A process that was killed after the commit left a store.
                    let isStore = try isStore(database)
                    if !isStore { try check(database) }
                    var summary: SnapshotSummary?
                    try database.inTransaction(.immediate) {
                        let session = try StoreSession(database, environment: environment)
                        summary = try session.summary(bytes)
                        if !isStore { try session.adopt(self) }
                        return .commit
                    }
                    guard let summary else { preconditionFailure("the transaction ran") }
                    return summary
                }
            }
        } catch let error as StoreError where error.isDamage {
            throw SnapshotAdoption.bad(error.message)
        }
    }

    private func open() throws -> DatabaseQueue {
        var settings = Configuration()
        settings.foreignKeysEnabled = false
        settings.prepareDatabase { database in
            if let handle = database.sqliteConnection {
                sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, SnapshotFormat.valueBytes)
            }
            try database.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA mmap_size = 0;
                    PRAGMA synchronous = FULL;
                    """)
        }
        do {
            return try StoreError.named { try DatabaseQueue(path: file, configuration: settings) }
        } catch let error as StoreError where error.isDamage {
            throw SnapshotAdoption.bad(error.message)
        }
    }

    private func isStore(_ database: Database) throws -> Bool {
        let mark = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        let version = try Int32.fetchOne(database, sql: "PRAGMA user_version")
        guard mark == SnapshotFormat.applicationID || mark == StoreFile.applicationID else {
            throw SnapshotAdoption.bad("it is no snapshot")
        }
        guard version == StoreFile.schemaVersion else {
            throw StoreError(
                .otherSchema,
                "the snapshot has schema \(version ?? 0), this program uses "
                    + "\(StoreFile.schemaVersion)")
        }
        return mark == StoreFile.applicationID
    }

    private func check(_ database: Database) throws {
        let pattern = try SnapshotFormat.pattern()
        defer { try? pattern.close() }
        try pattern.read { pattern in
            guard try SnapshotFormat.objects(database) == SnapshotFormat.objects(pattern) else {
                throw SnapshotAdoption.bad("its tables are not those of a store")
            }
            try checkEmpty(database, pattern)
        }
        let lines = try String.fetchAll(database, sql: "PRAGMA integrity_check(5)")
        guard lines == ["ok"] else {
            if let error = StoreError(finding: lines.joined(separator: "\n")) { throw error }
            throw SnapshotAdoption.bad(lines.first ?? "its pages are damaged")
        }
        try StoreSession(database, environment: environment).checkSnapshot()
    }

    /// Tables that have no rows in a snapshot have none, and the search index is that of a new
    /// store.
    private func checkEmpty(_ database: Database, _ pattern: Database) throws {
        for object in try SnapshotFormat.objects(pattern)
        where object.type == "table" && !SnapshotFormat.tables.contains(object.name) {
            // Rows of a virtual table stand in the tables below it.
            guard !object.sql.hasPrefix("CREATE VIRTUAL") else { continue }
            let sql = "SELECT * FROM \(object.name) LIMIT 9"
            guard try Row.fetchAll(database, sql: sql) == Row.fetchAll(pattern, sql: sql) else {
                throw SnapshotAdoption.bad("it has rows in \(object.name)")
            }
        }
    }

    static func bad(_ what: String) -> StoreError {
        StoreError(
            .badSnapshot,
            "the hub's snapshot cannot be used: \(what); clone with --no-snapshot instead")
    }
}

extension StoreSession {
    /// Rows that do not fit each other or what a snapshot is.
    fileprivate func checkSnapshot() throws {
        let numbers = try [
            "SELECT count(*) FROM store", "SELECT count(*) FROM remote",
            "SELECT count(*) FROM replica WHERE is_own <> 0",
            "SELECT counter FROM store",
            "SELECT count(*) FROM remote WHERE acked <> 0 OR lock_owner IS NOT NULL "
                + "OR cursor IS NULL OR generation IS NULL OR length(cursor) > 200 "
                + "OR length(generation) > 100 OR scope IS NOT NULL",
        ].map { sql in try first(sql) { $0.integer(0) } ?? -1 }
        guard numbers == [1, 1, 0, 0, 0] else {
            throw SnapshotAdoption.bad("its own rows are not those of a snapshot")
        }
        let head = try head()
        let newest =
            try DocumentKind.allCases.map { kind in
                try first("SELECT max(seq) FROM \(kind.table)") { $0.unsigned(0) } ?? 0
            }.max() ?? 0
        guard newest <= head.seq, head.seq <= UInt64(Int64.max) else {
            throw SnapshotAdoption.bad("its feed is ahead of its head")
        }
        guard try digestSums([.all])[0] == digestSum() else {
            throw SnapshotAdoption.bad("its documents are not those that it counts")
        }
        for kind in DocumentKind.allCases {
            let check = try sample(kind)
            guard check.ok else { throw SnapshotAdoption.bad(check.detail) }
        }
    }

    /// Checks rows that lie at equal distances, all of a small table.
    private func sample(_ kind: DocumentKind) throws -> VerifyCheck {
        let bounds = try first("SELECT min(number), max(number) FROM \(kind.table)") {
            ($0.integer(0), $0.integer(1))
        }
        guard let (low, high) = bounds, low <= high, high > 0 else {
            return Findings("\(kind.table)s").check("none")
        }
        let step = max(1, (high &- low) / SnapshotFormat.sampledRows)
        var numbers: [Int64] = []
        for start in stride(from: low, through: high, by: Int(step)) {
            let number = try first(
                "SELECT number FROM \(kind.table) WHERE number >= ? ORDER BY number LIMIT 1",
                [.integer(start)]
            ) { $0.integer(0) }
            if let number, number != numbers.last { numbers.append(number) }
        }
        return try checkRows(kind, numbers)
    }

    fileprivate func summary(_ bytes: Int) throws -> SnapshotSummary {
        SnapshotSummary(
            bytes: bytes, documents: Int(clamping: try digestSum().count),
            seq: try head().seq,
            generation: try first("SELECT generation FROM remote") { $0.text(0) ?? "" } ?? "",
            digest: "")
    }

    /// Makes the snapshot a store: a replica of its own, the remote's name, the mark of a store.
    fileprivate func adopt(_ adoption: SnapshotAdoption) throws {
        let placeholder = try first("SELECT replica FROM store") { $0.integer(0) } ?? 0
        let replica = environment.newReplicaID()
        try run("INSERT INTO replica (id, is_own) VALUES (?, 1)", .text(replica.description))
        try run(
            """
            UPDATE store SET replica = ?, name = ?, created_ms = ?, token = ?, generation = ?,
                is_copied = 0
            """, .integer(lastInsertedNumber), .text(adoption.name),
            .integer(environment.milliseconds()), .text(try StoreFile.token(adoption.file)),
            .text(environment.newReplicaID().description))
        try run("DELETE FROM replica WHERE number = ?", .integer(placeholder))
        try run(
            """
            UPDATE remote SET name = ?, url = ?, last_pull_ms = NULL, last_push_ms = NULL,
                last_success_ms = NULL, last_error = NULL, durable = 0
            """, .text(adoption.remote.name), .text(adoption.remote.url))
        try run("PRAGMA application_id = \(StoreFile.applicationID)")
    }
}

extension ContentStore {
    /// Makes a store of a snapshot and gives it its place.
    ///
    /// Whenever the process or the machine dies, the path has no file or a whole store, and the
    /// call can be made again with the same file.
    ///
    /// - Parameters:
    ///   - file: the snapshot, in the folder of the path; it is gone afterwards.
    ///   - path: where no file is yet.
    ///   - name: how people call the store.
    ///   - remote: what the hub is called here, and where it is.
    ///   - environment: where time and randomness come from.
    /// - Throws: ``StoreError`` `store.bad-snapshot`, `store.other-schema`, `store.exists`,
    ///   `store.disk-full`.
    @concurrent
    package static func adoptSnapshot(
        _ file: String, at path: String, name: String?, remote: (name: String, url: String),
        environment: any Environment
    ) async throws -> SnapshotSummary {
        let summary = try await SnapshotAdoption(
            file: file, name: name, remote: remote, environment: environment
        ).run()
        try StagedFile.sync(file)
        try StoreFile.publish(file, at: path)
        return summary
    }

    /// Makes the folder of a new store with mode 0700, if it is not there.
    package static func makeFolder(of path: String) throws { try StoreFile.prepareFolder(of: path) }

    /// Gives a file another name in its folder, so that it survives a power cut.
    package static func move(_ file: String, to place: String) throws {
        try StagedFile.sync(file)
        guard rename(file, place) == 0 else {
            throw StoreError(.inputOutput, "\(place) cannot be put in its place")
        }
        try StagedFile.sync(DiskSpace.folder(of: place))
    }
}
