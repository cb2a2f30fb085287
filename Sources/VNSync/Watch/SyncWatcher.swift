internal import Logging
internal import VNModel
internal import VNStore
internal import VNWire

/// Keeps a store and a remote in sync for as long as it runs.
///
/// It syncs when something was written here and nothing more came for a moment, when the hub tells
/// that it has something new, when the app calls ``wake()``, and otherwise after each
/// ``SyncConfiguration/interval``. Errors do not end it: what may pass is tried again with growing
/// pauses, what needs somebody is shown and waits for ``wake()``.
///
/// ```swift
/// let watcher = SyncWatcher(engine)
/// let running = Task { try await watcher.run() }
/// for await status in watcher.statuses() { show(status) }
/// ```
public actor SyncWatcher {
    let engine: any WatchedExchange
    let configuration: WatchConfiguration
    var plan: WatchPlan
    /// The id of the last event, and that of the last one that a sync was begun for.
    var eventID: String?
    var followedEventID: String?
    var isSyncing = false
    /// How often the app has called.
    var wakes = 0
    /// Wakes who decides about the next sync.
    let bell = Doorbell()
    /// Wakes who opens streams of events.
    let eventBell = Doorbell()
    private nonisolated let board = StatusBoard()
    private var isRunning = false
    var environment: any Environment { engine.environment }

    /// - Parameters:
    ///   - engine: syncs. Its interval and longest pause are the watcher's too.
    ///   - configuration: how to watch.
    public init(_ engine: SyncEngine, configuration: WatchConfiguration = WatchConfiguration()) {
        self.init(watching: engine, configuration: configuration)
    }

    /// - Parameters:
    ///   - exchange: exchanges. Its interval and longest pause are the watcher's too.
    ///   - configuration: how to watch.
    package init(watching exchange: any WatchedExchange, configuration: WatchConfiguration) {
        engine = exchange
        self.configuration = configuration
        plan = WatchPlan(
            configuration, interval: exchange.interval,
            retryPauseLimit: exchange.retryPauseLimit)
    }

    /// What the watcher is doing.
    public nonisolated var status: SyncStatus { board.status }

    /// The status now and at each change. A slow reader misses what lies between.
    ///
    /// The stream ends when the task that iterates is cancelled or the watcher is let go, not when
    /// ``run()`` ends: it may run again.
    public nonisolated func statuses() -> AsyncStream<SyncStatus> { board.statuses() }

    /// Syncs now, whatever it is waiting for: to be called when the network is back, the app comes
    /// to the front, or somebody gave another token. Without ``run()`` it counts for the next one.
    public func wake() {
        wakes += 1
        plan.wake(at: environment.nanoseconds())
        bell.ring()
        eventBell.ring()
    }

    /// Syncs, and goes on until the task is cancelled.
    ///
    /// A sync under way is stopped then at its last commit, and the status is idle.
    ///
    /// - Throws: `CancellationError`, also if the store was closed; `StoreError` if the store
    ///   itself fails; ``SyncError`` `sync.locked` if the watcher is running already; what
    ///   ``WatchConfiguration/didSync`` throws.
    public func run() async throws {
        guard !isRunning else {
            throw SyncError(.locked, "this watcher is running already", isRetryable: true)
        }
        isRunning = true
        defer {
            isRunning = false
            plan.endListening(at: environment.nanoseconds())
            board.publish(.idle)
        }
        plan.wake(at: environment.nanoseconds())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.syncAgainAndAgain() }
            group.addTask { try await self.noticeChanges() }
            group.addTask { try await self.listenAgainAndAgain() }
            defer { group.cancelAll() }
            // None of them ends but by an error.
            try await group.next()
        }
    }

    // MARK: Syncing

    private func syncAgainAndAgain() async throws {
        while true {
            try Task.checkCancellation()
            switch plan.step(at: environment.nanoseconds()) {
            case .sync(let direction): try await sync(direction)
            case .wait(let until): try await pause(until: until, bell)
            }
        }
    }

    private func sync(_ direction: SyncDirection) async throws {
        plan.begin(direction)
        (isSyncing, followedEventID) = (true, eventID)
        defer { isSyncing = false }
        var report: SyncReport?
        do {
            report = try await engine.sync(direction) { [board] status in
                if status != .idle { board.publish(status) }
            }
            plan.succeed(direction, at: environment.nanoseconds())
        } catch let error as SyncError {
            try Task.checkCancellation()
            report = error.report.flatMap { $0.hasMovedSomething ? $0 : nil }
            await fail(error)
        } catch let error as StoreError where SyncWatcher.passing.contains(error.code) {
            let code = SyncError.Code(rawValue: error.code.rawValue)
            await fail(SyncError(code, error.message, isRetryable: true))
        }
        isSyncing = false
        if let report { try await configuration.didSync?(report) }
        publishPhase()
        eventBell.ring()
        // What the hub told meanwhile may not have come along.
        if eventID != followedEventID { try await followEvent() }
    }

    private func fail(_ error: SyncError) async {
        plan.fail(error, at: environment.nanoseconds(), random: environment.random())
        await engine.noteRetry(error)
    }

    /// Errors of the store that may pass by themselves, or once somebody has made room.
    private static let passing: Set<StoreError.Code> = [.locked, .syncLocked, .diskFull]

    func publishPhase() {
        guard !isSyncing else { return }
        switch plan.phase {
        case .quiet: board.publish(.idle)
        case .paused(let reason): board.publish(.paused(reason: reason))
        case .stalled(let reason): board.publish(.stalled(reason: reason))
        case .waiting(let reason):
            let now = environment.nanoseconds()
            guard case .wait(let until?) = plan.step(at: now) else { return }
            let pause = (until - now) / 1_000_000
            board.publish(.waiting(until: environment.milliseconds() + pause, reason: reason))
        }
    }

    /// Waits for a time, or for a bell.
    ///
    /// - Parameters:
    ///   - until: in nanoseconds; `nil` for the bell alone.
    ///   - bell: what ends the pause early.
    func pause(until: UInt64?, _ bell: Doorbell) async throws {
        let now = environment.nanoseconds()
        guard let until else { return await bell.wait() }
        guard until > now else { return }
        let (environment, pause) = (environment, Duration.nanoseconds(Int64(clamping: until - now)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await environment.sleep(for: pause) }
            group.addTask { await bell.wait() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    // MARK: What is written here

    private func noticeChanges() async throws {
        let signals = engine.commitSignals()
        // The first sync pushes what is there already.
        var noticed = try await engine.newestChange()
        while await engine.nextCommit(signals, ofOthers: configuration.noticesOtherProcesses) {
            let newest: NewestChange
            do {
                newest = try await engine.newestChange()
            } catch let error as StoreError where SyncWatcher.passing.contains(error.code) {
                continue
            }
            guard newest.isNewer(than: noticed) else { continue }
            noticed = newest
            plan.noteChange(at: environment.nanoseconds())
            bell.ring()
        }
        // The store was closed, or nobody wants more.
        throw CancellationError()
    }
}

extension SyncReport {
    fileprivate var hasMovedSomething: Bool { pulled.documents > 0 || pushed.changes > 0 }
}
