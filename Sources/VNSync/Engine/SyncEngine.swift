public import Logging
public import VNModel
public import VNStore
internal import VNWire

/// Exchanges the changes of one store with one hub.
///
/// It drives a `Replicator`: the machine decides, the engine performs. Everything that was
/// exchanged is committed step by step, so an engine may be cancelled, or its process killed, at
/// any moment; the next sync goes on at the last commit. No local read or write ever waits for
/// it. One sync runs at a time for a store and a remote, also among processes.
///
/// ```swift
/// let engine = SyncEngine(store: store, remote: "origin", transport: transport)
/// let report = try await engine.sync()
/// ```
public actor SyncEngine {
    let store: ContentStore
    let remote: String
    let transport: any Transport
    /// Where time and randomness come from.
    package nonisolated let environment: any Environment
    let configuration: SyncConfiguration
    let logger: Logger
    /// `nil` if nobody collects metrics.
    let metrics: SyncMetrics?

    private let board = StatusBoard()

    /// What the engine is doing.
    public var status: SyncStatus { board.status }

    var token: String?
    var hasToken = false
    var stream: PartReader?
    var lastPart: OutboxPart?
    var ahead: PushAhead?
    /// What was made ready of the part that was read last.
    var preparedRows = PreparedRows()
    /// Whether most documents of the next page are probably new, so that none is read ahead.
    var expectsNew = true
    var contact = Contact()
    /// What pushes so far told about the connection.
    var pace: PushPace?
    var lockedAt: UInt64 = 0
    var journalHead: UInt64 = 0
    var owner: String?
    private var progress: (@Sendable (SyncStatus) -> Void)?

    /// What a session learnt about the hub that has nothing to do with content.
    struct Contact {
        var clockSkewMilliseconds: Int64?
        var durableThrough: UInt64?
        /// What is wrong although nothing failed.
        var failure: String?
    }

    /// - Parameters:
    ///   - store: the store.
    ///   - remote: the name of a remote that the store knows.
    ///   - transport: carries requests to that remote; shut it down after the engine's last sync.
    ///   - environment: where time and randomness come from.
    ///   - configuration: how to sync.
    ///   - logger: where the engine tells what it does; nothing at info or above in normal work.
    public init(
        store: ContentStore, remote: String, transport: any Transport,
        environment: any Environment = SystemEnvironment(),
        configuration: SyncConfiguration = SyncConfiguration(),
        logger: Logger = Logger(label: "vnsync.sync", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.store = store
        self.remote = remote
        self.transport = transport
        self.environment = environment
        self.configuration = configuration
        var logger = logger
        logger[metadataKey: "remote"] = "\(remote)"
        self.logger = logger
        metrics = SyncMetrics(configuration, remote: remote)
    }

    /// Syncs once.
    ///
    /// - Parameters:
    ///   - direction: which way changes travel.
    ///   - progress: told what is going on, often; it must not block.
    /// - Returns: what was done.
    /// - Throws: ``SyncError``, with the report of what was done before; `StoreError` if the
    ///   store itself fails.
    @discardableResult
    public func sync(
        _ direction: SyncDirection = .both,
        progress: (@Sendable (SyncStatus) -> Void)? = nil
    ) async throws -> SyncReport {
        let owner = try becomeOwner()
        self.progress = progress
        defer {
            self.owner = nil
            self.progress = nil
        }
        try await lock(owner, in: store)
        let start = (environment.milliseconds(), transport.counters)
        let started = environment.nanoseconds()
        logger.debug("sync begins", metadata: ["direction": "\(direction)"])
        var machine = Replicator(Replicator.Configuration(direction: direction, configuration))
        if let pace { machine.pace = pace }
        let result = await run(&machine)
        pace = machine.pace
        closeStream()
        dropAhead()
        let mismatch = await settle(machine, result)
        var report = report(of: machine, since: start)
        report.mismatch = mismatch
        report.conflicts = await release(owner, result)
        metrics?.note(report, result, nanoseconds: environment.nanoseconds() &- started)
        switch result {
        case .success:
            publish(.idle)
            return report
        case .failure(var error as SyncError):
            error.report = report
            publish(.idle)
            throw error
        case .failure(let error):
            publish(.idle)
            throw error
        }
    }

    /// The status now and at each change. A slow reader misses what lies between.
    ///
    /// The stream ends when the task that iterates is cancelled or the engine is let go.
    public func statuses() -> AsyncStream<SyncStatus> { board.statuses() }

    func publish(_ status: SyncStatus) {
        progress?(status)
        board.publish(status)
    }

    /// Lets machine and world talk until the session is over.
    private func run(_ machine: inout Replicator) async -> Result<Void, any Error> {
        do {
            var event: Replicator.Event? = .start
            while let current = event {
                event = nil
                for action in machine.handle(current) {
                    if case .finish(let result) = action {
                        logger.debug("session over", metadata: ["result": "\(result.name)"])
                        return result.result
                    }
                    try Task.checkCancellation()
                    try await renewLock()
                    event = try await perform(action) ?? event
                }
            }
            preconditionFailure("a session ends by its last action")
        } catch is CancellationError {
            return .failure(SyncError.interrupted)
        } catch {
            return .failure(error)
        }
    }

    func report(
        of machine: Replicator, since start: (time: UInt64, counters: TransportCounters)
    ) -> SyncReport {
        var report = machine.report
        let counters = transport.counters
        report.pulled.bytes = counters.bytesReceived - start.counters.bytesReceived
        report.pushed.bytes = counters.bytesSent - start.counters.bytesSent
        report.roundTrips = counters.requests - start.counters.requests
        let now = environment.milliseconds()
        report.seconds = Double(now > start.time ? now - start.time : 0) / 1000
        report.cursor = machine.session.local.cursor
        return report
    }

    // MARK: The right to sync

    /// A new owner of the right to sync, if nothing else runs in this engine; whoever asked lets
    /// go of it by `owner`.
    func becomeOwner() throws -> String {
        guard owner == nil else {
            throw SyncError(.locked, "this engine is syncing already", isRetryable: true)
        }
        let owner = SyncOwner.current(random: environment.random())
        self.owner = owner
        return owner
    }

    func lock(_ owner: String, in store: ContentStore) async throws {
        try await locking { try await store.acquireSyncLock(remote: remote, owner: owner) }
    }

    private func locking(_ body: () async throws -> Void) async throws {
        do {
            try await body()
            lockedAt = environment.milliseconds()
        } catch let error as StoreError where error.code == .syncLocked {
            throw SyncError(
                .locked, error.message, isRetryable: true, cause: error.code.rawValue)
        }
    }

    /// Prolongs the right to sync if it was taken some time ago.
    ///
    /// - Throws: ``SyncError`` `sync.locked` if another sync has taken it meanwhile: this one stood
    ///   still for longer than it lasts.
    func renewLock() async throws {
        let now = environment.milliseconds()
        guard let owner, now < lockedAt || now - lockedAt > SyncLimits.lockRenewalMilliseconds
        else { return }
        try await locking { try await store.renewSyncLock(remote: remote, owner: owner) }
    }

    /// Gives the right to sync back and notes how the contact went, whatever became of the task.
    ///
    /// - Returns: how many conflicts the store lists now.
    @discardableResult
    func release(_ owner: String, _ result: Result<Void, any Error>) async -> Int {
        let (store, remote, contact) = (store, remote, contact)
        let (logger, metrics) = (logger, metrics)
        let failure: String? =
            switch result {
            case .success: contact.failure
            case .failure(let error): "\(error)"
            }
        self.contact = Contact()
        // A cancelled task could not write any more.
        return await Task {
            do {
                try await store.recordContact(
                    remote: remote, error: failure,
                    clockSkewMilliseconds: contact.clockSkewMilliseconds,
                    durableThrough: contact.durableThrough)
                try await store.releaseSyncLock(remote: remote, owner: owner)
                if let metrics { metrics.notePending(try await store.pendingCount()) }
                return try await store.conflictCount()
            } catch {
                // The right runs out by itself; the rest is for people only.
                logger.debug("contact not noted", metadata: ["error": "\(error)"])
                return 0
            }
        }.value
    }
}

extension Replicator.Result {
    fileprivate var name: String {
        switch self {
        case .success: "success"
        case .failure(let error): error.code.rawValue
        }
    }

    var result: Result<Void, any Error> {
        switch self {
        case .success: .success(())
        case .failure(let error): .failure(error)
        }
    }
}
