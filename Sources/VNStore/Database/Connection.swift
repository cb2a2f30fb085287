internal import CLogWriter
internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// The connections of a store to its file.
struct Connection {
    let pool: DatabasePool
    let isReadOnly: Bool
    /// What the file looked like, if it is read as it stands: without locks, without a log.
    var frozen: StoreFile.State?

    /// - Throws: ``StoreError``.
    init(
        _ path: String, _ configuration: StoreConfiguration, readOnly: Bool
    ) async throws {
        isReadOnly = readOnly
        guard readOnly else {
            pool = try Connection.pool(path, configuration, readOnly: false)
            // SQLite opens a file that cannot be written for reading, and says so only later.
            let isUnwritable = try await pool.writeWithoutTransaction { database in
                sqlite3_db_readonly(database.sqliteConnection, "main") != 0
            }
            guard isUnwritable else {
                try await writeLogInPieces()
                return
            }
            try? pool.close()
            throw StoreError(
                .readOnly, "the store cannot be written; check the rights of file and directory")
        }
        let state = StoreFile.State(path)
        if !state.hasLog, sqlite3_compileoption_used("USE_URI") != 0 {
            pool = try Connection.pool(
                Connection.immutable(path), configuration, readOnly: true)
            frozen = state
        } else {
            pool = try Connection.pool(path, configuration, readOnly: true)
        }
    }

    /// A commit is twenty small writes to the log otherwise, which take longer than syncing them.
    private func writeLogInPieces() async throws {
        try await StoreError.named {
            try await pool.writeWithoutTransaction { database in
                let code = log_writer_attach(database.sqliteConnection)
                guard code == SQLITE_OK else {
                    throw StoreError(resultCode: code, message: "the log cannot be written")
                }
            }
        }
    }

    /// Tells SQLite that nobody writes to a file: it then needs neither log nor shared memory,
    /// which it would make otherwise.
    private static func immutable(_ path: String) -> String {
        let reserved = CharacterSet(charactersIn: "%?#").inverted
        let full = URL(fileURLWithPath: path).path
        return "file:\(full.addingPercentEncoding(withAllowedCharacters: reserved) ?? full)"
            + "?immutable=1"
    }

    private static func pool(
        _ path: String, _ configuration: StoreConfiguration, readOnly: Bool
    ) throws -> DatabasePool {
        var settings = Configuration()
        let seconds = Double(configuration.busyMilliseconds) / 1000
        // Set before any statement runs.
        settings.busyMode = .timeout(seconds)
        settings.maximumReaderCount = configuration.readerLimit
        settings.readonly = readOnly
        settings.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON;
                    PRAGMA journal_size_limit = \(StoreLimits.logBytes);
                    PRAGMA wal_autocheckpoint = \(StoreLimits.logPages);
                    PRAGMA cache_size = -\(configuration.cacheKibibytes);
                    """)
            try SearchRank.register(on: database.sqliteConnection)
        }
        // The pool sets its own `synchronous` while it opens; each transaction sets what it needs.
        return try StoreError.named { try DatabasePool(path: path, configuration: settings) }
    }
}

extension ContentStore {
    /// Empties the log if it has outgrown its bound.
    ///
    /// SQLite moves a log of ``StoreLimits/logPages`` pages into the main file after a commit, and
    /// begins it anew once no reader needs it. With readers that take turns without a gap that
    /// moment never comes by itself: here the next writers wait, for a fifth of a second at most,
    /// until those who read now are done. If one of them takes longer, it is tried again when the
    /// log has grown by its bound once more.
    ///
    /// The commit before has happened either way; what fails here is tried again.
    func boundLog(_ database: Database) {
        let bytes = StoreFile.logBytes(path)
        guard bytes > logLimit.withLock({ $0 }), let handle = database.sqliteConnection else {
            return
        }
        sqlite3_busy_timeout(handle, StoreLimits.logWaitMilliseconds)
        let isEmpty = (try? database.moveLog(.truncate)) != nil
        sqlite3_busy_timeout(handle, Int32(clamping: configuration.busyMilliseconds))
        logLimit.withLock { $0 = (isEmpty ? 0 : bytes) + StoreLimits.logBytes }
    }
}

extension Database {
    /// Moves what is committed from the log into the main file.
    ///
    /// A statement forgets that the one before it was interrupted when it ended. A checkpoint is no
    /// statement: it fails for it, and only then forgets it.
    ///
    /// - Returns: the pages in the log.
    /// - Throws: `DatabaseError`, `SQLITE_BUSY` if somebody reads what is to be truncated.
    @discardableResult
    func moveLog(_ mode: CheckpointMode) throws -> Int {
        do {
            return try checkpoint(mode).walFrameCount
        } catch DatabaseError.SQLITE_INTERRUPT {
            return try checkpoint(mode).walFrameCount
        }
    }
}

extension StoreConfiguration {
    fileprivate var busyMilliseconds: Int64 {
        let (seconds, attoseconds) = busyTimeout.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
