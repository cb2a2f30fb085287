internal import GRDB
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
    /// What the writing connection is set to; only touched while it is held.
    private let durability = Mutex<Durability?>(nil)

    var environment: any Environment { configuration.environment }

    private init(path: String, pool: DatabasePool, configuration: StoreConfiguration) {
        self.path = path
        self.pool = pool
        self.configuration = configuration
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
    }

    /// Makes a new store.
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
        try StoreFile.prepare(path)
        do {
            let store = try await connect(path, configuration)
            try await store.write(.durable) { session in
                try session.createSchema(name: name, token: StoreFile.token(path))
            }
            // The header of the main file is what the next opening looks at first.
            try await store.pool.writeWithoutTransaction { database in
                _ = try database.checkpoint(.truncate)
            }
            configuration.logger.debug("store created")
            return store
        } catch {
            StoreFile.remove(path)
            throw error
        }
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
    /// - Parameters:
    ///   - path: where the file is.
    ///   - configuration: how the store is opened.
    /// - Throws: ``StoreError`` `store.not-found`, `store.not-a-store`, `store.newer-schema`
    ///   (file untouched), `store.read-only`, `store.locked`, `store.corrupt`.
    @concurrent
    public static func open(
        at path: String, configuration: StoreConfiguration = .init()
    ) async throws -> ContentStore {
        try await open(at: path, configuration: configuration, migrations: Migration.released)
    }

    /// The same with migrations that are told.
    @concurrent
    package static func open(
        at path: String, configuration: StoreConfiguration, migrations: [Migration]
    ) async throws -> ContentStore {
        let newest = migrations.last?.version ?? StoreFile.schemaVersion
        try StoreFile.check(path, newest: newest)
        let store = try await connect(path, configuration)
        try await store.migrate(migrations)
        let token = try StoreFile.token(path)
        let (version, isMarked) = try await store.read { session in
            (
                try session.first("PRAGMA user_version") { Int32($0.integer(0)) } ?? 0,
                try session.first("SELECT token = ? FROM store", [.text(token)]) {
                    $0.integer(0) == 1
                } ?? false
            )
        }
        try StoreFile.checkSchema(version, path, newest: newest)
        if !isMarked {
            try await store.write(.durable) { session in
                _ = try session.run(
                    "UPDATE store SET is_copied = 1, token = ?", .text(token))
            }
        }
        configuration.logger.debug(
            "store opened", metadata: ["schema": "\(version)", "is_copied": "\(!isMarked)"])
        return store
    }

    /// Closes the store. Whatever runs is finished first; nothing can be called afterwards.
    ///
    /// - Throws: ``StoreError`` if SQLite cannot close the file, which it says of a file whose disk
    ///   is gone.
    @concurrent
    public func close() async throws {
        commits.finish()
        // The pool's readers close after its writer and cannot empty the log. Without waiting for
        // anyone, what is committed moves into the main file.
        _ = try? await pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
        try StoreError.named { try pool.close() }
        configuration.logger.debug("store closed")
    }

    /// Opens a file in which nothing is to change, not even its token.
    ///
    /// - Throws: as ``open(at:configuration:)``.
    static func openReadOnly(
        at path: String, configuration: StoreConfiguration
    ) async throws -> ContentStore {
        try StoreFile.check(path)
        return try await connect(path, configuration, isReadOnly: true)
    }

    private static func connect(
        _ path: String, _ configuration: StoreConfiguration, isReadOnly: Bool = false
    ) async throws -> ContentStore {
        var settings = Configuration()
        settings.readonly = isReadOnly
        let timeout = configuration.busyTimeout.components
        settings.busyMode = .timeout(
            Double(timeout.seconds) + Double(timeout.attoseconds) * 1e-18)
        settings.maximumReaderCount = configuration.readerLimit
        settings.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON;
                    PRAGMA journal_size_limit = 16777216;
                    PRAGMA cache_size = -8192;
                    """)
        }
        let pool = try StoreError.named { try DatabasePool(path: path, configuration: settings) }
        // The pool sets its own `synchronous` while it opens; each transaction sets what it needs.
        return ContentStore(path: path, pool: pool, configuration: configuration)
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
        let environment = environment
        return try await StoreError.named {
            try await pool.read { database in
                try body(StoreSession(database, environment: environment))
            }
        }
    }

    /// Runs a closure in one write transaction, off the caller's executor.
    ///
    /// Either all of it is committed or, if it throws or the task is cancelled, nothing; nothing
    /// either if the store is ``rehearsing``.
    package func write<T: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (StoreSession) throws -> T
    ) async throws -> T {
        let (environment, isRehearsing) = (environment, isRehearsing)
        let measure = isRehearsing ? nil : metrics
        let result: T
        do {
            result = try await StoreError.named {
                try await pool.writeWithoutTransaction { database in
                    // What is rolled back needs no durability.
                    if !isRehearsing { try self.set(durability, database) }
                    let start = measure.map { _ in environment.nanoseconds() }
                    var result: Result<T, any Error>?
                    try database.inTransaction(.immediate) {
                        let session = try StoreSession(database, environment: environment)
                        result = .success(try body(session))
                        try session.saveCounters()
                        try session.saveHead()
                        return isRehearsing ? .rollback : .commit
                    }
                    guard let result else { preconditionFailure("the transaction ran") }
                    if let measure, let start {
                        measure.noteCommit(
                            database, nanoseconds: environment.nanoseconds() &- start)
                    }
                    return try result.get()
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
            let mode = durability == .durable ? "FULL" : "NORMAL"
            try database.execute(sql: "PRAGMA synchronous = \(mode)")
            current = durability
        }
    }
}
