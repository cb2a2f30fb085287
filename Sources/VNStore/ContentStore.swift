internal import GRDB
internal import GRDBSQLite
internal import Logging
internal import Synchronization
internal import VNModel
internal import VNSchema

/// A content store: articles, comments and their change journal in one SQLite file.
///
/// It always answers, network or not. Reads see a consistent state and never wait for writers.
/// A local write that returned survives a crash of the process and of the machine. Several
/// processes may open one file.
///
/// ```swift
/// let store = try await ContentStore.open(at: path)
/// let id = try await store.post(article)
/// let newest = try await store.articles(ArticleQuery())
/// ```
public final class ContentStore: Sendable {
    /// The path of the file.
    public let path: String
    let pool: DatabasePool
    let configuration: StoreConfiguration
    let commits: CommitNotifier
    let foreignCommits: ForeignCommits
    /// `nil` if nobody collects metrics.
    let metrics: StoreMetrics?
    /// Whether every write is rolled back at its end; see ``rehearsing``.
    package let isRehearsing: Bool
    /// Whether the store was opened for reading only: every write fails with `store.read-only`.
    public let isReadOnly: Bool
    /// The state of a file that is read without asking who writes to it.
    private let frozen: StoreFile.State?
    /// What the writing connection is set to; only touched while it is held.
    private let durability = Mutex<Durability?>(nil)
    let documentCounts = DocumentCounts()
    /// The size of the log that the next attempt to empty it waits for.
    let logLimit = Mutex(StoreLimits.logBytes)

    var environment: any Environment { configuration.environment }

    private init(_ path: String, _ connection: Connection, _ configuration: StoreConfiguration) {
        self.path = path
        self.configuration = configuration
        pool = connection.pool
        isReadOnly = connection.isReadOnly
        frozen = connection.frozen
        commits = CommitNotifier()
        foreignCommits = ForeignCommits(pool, commits, configuration.environment)
        metrics = StoreMetrics(configuration)
        isRehearsing = false
    }

    /// The same store, but nothing that is written stays.
    init(rehearsing store: ContentStore) {
        path = store.path
        pool = store.pool
        configuration = store.configuration
        commits = store.commits
        foreignCommits = store.foreignCommits
        metrics = store.metrics
        isRehearsing = true
        isReadOnly = store.isReadOnly
        frozen = store.frozen
    }

    /// Makes a new store.
    ///
    /// The store takes its place only when it is whole: whenever the process or the machine dies,
    /// there is no store or a good one; at worst a file `PATH.new-…` is left, which nobody uses.
    ///
    /// - Parameters:
    ///   - path: where no file is yet; missing directories are made with mode 0700.
    ///   - name: how people call this replica.
    ///   - configuration: how the store is opened.
    /// - Throws: ``StoreError`` `store.exists`, `store.read-only`, `store.disk-full`. Nothing is
    ///   left behind then.
    @concurrent
    public static func create(
        at path: String, name: String? = nil, configuration: StoreConfiguration = .init()
    ) async throws -> ContentStore {
        let new = try StoreFile.prepare(path)
        do {
            let connection = try await Connection(new, configuration, readOnly: false)
            let store = ContentStore(new, connection, configuration)
            try await store.use { store in
                try await store.write(.durable) { session in
                    try session.createSchema(name: name, token: StoreFile.token(new))
                }
                // Closing does the same, but cannot say why it failed.
                try await store.checkpoint()
            }
            // Nothing may stand in a log, which does not come along.
            guard StoreFile.logBytes(new) == 0 else {
                throw StoreError(.inputOutput, "the new store could not be written to the disk")
            }
            try StoreFile.publish(new, at: path)
            configuration.logger.debug("store created")
        } catch {
            StoreFile.remove(new)
            throw error
        }
        return try await open(at: path, configuration: configuration)
    }

    /// Makes sure that a new store can be made at a path, and makes nothing.
    ///
    /// It does not promise that ``create(at:name:configuration:)`` succeeds: the disk may be full.
    /// It looks at folders on the caller's thread.
    ///
    /// - Throws: ``StoreError`` `store.exists`, `store.read-only`.
    public static func checkNew(at path: String) throws { try StoreFile.checkNew(path) }

    /// Opens a store, of an older schema too, which is brought up to date.
    ///
    /// For reading only it neither makes nor changes a file, so it serves what another user owns
    /// and what lies in a folder or on a medium that cannot be written. All reads work; writes
    /// fail with `store.read-only`, and searches answer what the index knows. If the store has a
    /// log with changes, its shared memory must stand beside it or be makeable. Without a log the
    /// file is read as it stands: should its owner write meanwhile, reads fail with
    /// `store.locked`, never with a mixture, and the store is to be opened again.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - readOnly: whether only reading is meant.
    ///   - configuration: how the store is opened.
    /// If the application's resolvers are others than those by which the rows were made, the rows
    /// of documents with concurrent values are made anew first, in short transactions; a process
    /// that dies meanwhile is taken up at the next opening.
    ///
    /// - Throws: ``StoreError`` `store.not-found`, `store.not-a-store`, `store.newer-schema`
    ///   (file untouched), `store.read-only`, `store.locked`, `store.corrupt`, `store.io`.
    @concurrent
    public static func open(
        at path: String, readOnly: Bool = false, configuration: StoreConfiguration = .init()
    ) async throws -> ContentStore {
        try await open(
            at: path, readOnly: readOnly, configuration: configuration,
            migrations: Migration.released)
    }

    /// The same with migrations that are told.
    @concurrent
    package static func open(
        at path: String, readOnly: Bool = false, configuration: StoreConfiguration,
        migrations: [Migration]
    ) async throws -> ContentStore {
        let newest = migrations.last?.version ?? StoreFile.schemaVersion
        try StoreFile.check(path, newest: newest)
        let hasLog = StoreFile.logBytes(path) > 0
        let store = ContentStore(
            path, try await Connection(path, configuration, readOnly: readOnly), configuration)
        do {
            // A process that was killed between writing a commit and syncing it leaves a log that
            // reads as whole. Were it pushed and then lost with the power, its dot would be given
            // out again: so it is synced first. On a disk that fails, reading goes on.
            if !readOnly, hasLog { try? await store.checkpoint() }
            if !readOnly { try await store.migrate(migrations) }
            try await store.checkOpened(newest)
            if !readOnly { try await store.updateViews() }
            return store
        } catch {
            try? await store.close()
            throw error
        }
    }

    private func checkOpened(_ newest: Int32) async throws {
        let token = try StoreFile.token(path)
        let (version, isMarked) = try await read { session in
            (
                try session.first("PRAGMA user_version") { Int32($0.integer(0)) } ?? 0,
                try session.first("SELECT token = ? FROM store", [.text(token)]) {
                    $0.integer(0) == 1
                } ?? false
            )
        }
        try StoreFile.checkSchema(version, path, newest: newest)
        if !isMarked, !isReadOnly {
            try await write(.durable) { session in
                _ = try session.run("UPDATE store SET is_copied = 1, token = ?", .text(token))
            }
        }
        configuration.logger.debug(
            "store opened", metadata: ["schema": "\(version)", "is_copied": "\(!isMarked)"])
    }

    /// Closes the store. Whatever runs is finished first; afterwards every call fails, but this
    /// one, which then does nothing.
    ///
    /// - Throws: ``StoreError`` if SQLite cannot close the file, which it says of a file whose disk
    ///   is gone.
    @concurrent
    public func close() async throws {
        commits.finish()
        // The pool's readers close after its writer and cannot empty the log. Without waiting for
        // anyone, what is committed moves into the main file.
        try? await checkpoint()
        try StoreError.named { try pool.close() }
        configuration.logger.debug("store closed")
    }

    /// Runs a closure and closes the store, whether or not the closure fails.
    ///
    /// ```swift
    /// let count = try await ContentStore.open(at: path).use { try await $0.conflictCount() }
    /// ```
    ///
    /// - Parameter body: is given the store, which is closed when it returns.
    /// - Throws: what `body` throws; ``StoreError`` if it succeeds and closing fails.
    public func use<T>(_ body: (ContentStore) async throws -> T) async throws -> T {
        let result: T
        do {
            result = try await body(self)
        } catch {
            // What failed first is what counts.
            try? await close()
            throw error
        }
        try await close()
        return result
    }

    /// Opens a file in which nothing is to change, not even its token.
    ///
    /// - Throws: as ``open(at:readOnly:configuration:)``.
    static func openReadOnly(
        at path: String, configuration: StoreConfiguration
    ) async throws -> ContentStore {
        try StoreFile.check(path)
        return ContentStore(
            path, try await Connection(path, configuration, readOnly: true), configuration)
    }

    /// Moves what is committed from the log into the main file, as far as nobody reads it there;
    /// waits for nobody.
    ///
    /// - Throws: ``StoreError`` `store.io`, `store.disk-full`. Nothing is lost then.
    package func checkpoint() async throws {
        guard !isReadOnly else { return }
        try await StoreError.named {
            try await pool.writeWithoutTransaction { database in
                // A closed connection has nothing to move, and SQLite would not survive the call.
                guard database.sqliteConnection != nil else { return }
                try database.moveLog(.passive)
            }
        }
    }
}

extension ContentStore {
    /// How safely a transaction commits.
    package enum Durability: Sendable {
        /// Survives a power cut: `synchronous=FULL`.
        case durable
        /// Survives a crash of the process; after a power cut it may be gone, as a whole.
        case repeatable
    }

    /// Runs a closure in a read transaction of its own, off the caller's executor.
    package func read<T: Sendable>(
        _ body: @escaping @Sendable (StoreSession) throws -> T
    ) async throws -> T {
        let (environment, resolvers) = (environment, configuration.resolvers)
        do {
            let result = try await StoreError.named {
                try await reading {
                    try body(StoreSession($0, environment: environment, resolvers: resolvers))
                }
            }
            try checkFrozen()
            return result
        } catch let error as StoreError {
            // A file that was changed while it was read looks damaged.
            try checkFrozen()
            throw error
        }
    }

    private func reading<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        @Sendable func snapshot(_ database: Database) throws -> T {
            try database.snapshot { try body(database) }
        }
        guard configuration.blocksCallers else {
            // The snapshot is a transaction of its own, and the pool's readers cannot write.
            return try await pool.unsafeRead(snapshot)
        }
        func blocking() throws -> T {
            // As above.
            try pool.unsafeRead(snapshot)
        }
        return try blocking()
    }

    private func writing<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        func blocking() throws -> T { try pool.writeWithoutTransaction(body) }
        return try configuration.blocksCallers
            ? blocking() : await pool.writeWithoutTransaction(body)
    }

    private func checkFrozen() throws {
        guard let frozen, StoreFile.State(path) != frozen else { return }
        throw StoreError(
            .locked, "the store was written to while it was read; open it again")
    }

    /// Runs a closure in one write transaction, off the caller's executor.
    ///
    /// Either all of it is committed or, if it throws or the task is cancelled, nothing; nothing
    /// either if the store is ``rehearsing``.
    package func write<T: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (StoreSession) throws -> T
    ) async throws -> T {
        guard !isReadOnly else {
            throw StoreError(
                .readOnly, "the store was opened for reading only; open it for writing")
        }
        let (environment, isRehearsing) = (environment, isRehearsing)
        let resolvers = configuration.resolvers
        let measure = isRehearsing ? nil : metrics
        let result: T
        do {
            result = try await StoreError.named {
                try await writing { database in
                    // What is rolled back needs no durability.
                    if !isRehearsing { try self.set(durability, database) }
                    let start = measure.map { _ in environment.nanoseconds() }
                    let result = try database.transaction(commits: !isRehearsing) {
                        let session = try StoreSession(
                            database, environment: environment, resolvers: resolvers)
                        let result = try body(session)
                        try session.saveCounters()
                        try session.saveHead()
                        return result
                    }
                    if let measure, let start {
                        measure.noteCommit(
                            database, nanoseconds: environment.nanoseconds() &- start)
                    }
                    if !isRehearsing { self.boundLog(database) }
                    return result
                }
            }
        } catch {
            measure?.noteRollback()
            throw error
        }
        if !isRehearsing { commits.signal() }
        return result
    }

    private func set(_ durability: Durability, _ database: Database) throws {
        try self.durability.withLock { current in
            guard current != durability else { return }
            let mode =
                configuration.forcedSynchronous ?? (durability == .durable ? "FULL" : "NORMAL")
            try database.execute(sql: "PRAGMA synchronous = \(mode)")
            current = durability
        }
    }
}
