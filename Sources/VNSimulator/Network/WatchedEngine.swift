internal import Synchronization
internal import VNModel
internal import VNSync

/// What a watcher keeps going in a simulated world: an engine, each of whose syncs also parks where
/// it ends, so that the world sees how.
final class WatchedEngine: WatchedExchange {
    private struct State {
        /// Calls of the engine that have not returned.
        var calls = 0
        var syncs = 0
        var isSyncing = false
        /// The watcher, about to look at a commit.
        var commit: CheckedContinuation<Void, Never>?
        /// As a bug has it: the newest change that was told, and the newest at the end of a sync.
        var (told, pushed): (NewestChange?, NewestChange?)
    }

    let environment: any Environment
    private let engine: SyncEngine
    private let gate: Gate
    private let record: ExchangeRecord
    private let events: EventLine
    private let canary: Canary?
    private let state = Mutex(State())

    init(
        _ engine: SyncEngine, _ gate: Gate, _ record: ExchangeRecord, _ events: EventLine,
        _ environment: any Environment, canary: Canary?
    ) {
        self.engine = engine
        self.gate = gate
        self.record = record
        self.events = events
        self.environment = environment
        self.canary = canary
    }

    var interval: Duration { engine.interval }
    var retryPauseLimit: Duration { engine.retryPauseLimit }
    var canListen: Bool { engine.canListen }

    /// How many syncs were begun.
    var syncs: Int { state.withLock { $0.syncs } }

    /// Whether something goes on that waits neither for the world nor for time.
    var isBusy: Bool { state.withLock { $0.calls } > (gate.isParked ? 1 : 0) }

    /// Lets the watcher look at a commit that it has heard of.
    ///
    /// - Returns: whether there was one.
    func tellCommit() -> Bool {
        let commit = state.withLock { state in
            defer { state.commit = nil }
            return state.commit
        }
        commit?.resume()
        return commit != nil
    }

    private func call<T>(_ body: () async throws -> T) async rethrows -> T {
        state.withLock { $0.calls += 1 }
        defer { state.withLock { $0.calls -= 1 } }
        return try await body()
    }

    func sync(
        _ direction: SyncDirection, progress: (@Sendable (SyncStatus) -> Void)?
    ) async throws -> SyncReport {
        record.begin()
        state.withLock { state in
            state.syncs += 1
            state.isSyncing = true
        }
        events.isDeaf = canary == .swallowedEvent
        return try await call {
            let result: Result<SyncReport, any Error>
            do {
                result = .success(try await engine.sync(direction, progress: progress))
            } catch {
                result = .failure(error)
            }
            _ = await gate.park(.ended(result))
            events.isDeaf = false
            let newest = try? await engine.newestChange()
            state.withLock { state in
                state.isSyncing = false
                state.pushed = newest ?? state.pushed
            }
            return try result.get()
        }
    }

    func cursor() async throws -> String? { try await call { try await engine.cursor() } }

    func openEvents(after id: String?) async throws -> (any TransportBody)? {
        try await call { try await engine.openEvents(after: id) }
    }

    func noteRetry(_ error: SyncError) async { await call { await engine.noteRetry(error) } }

    func newestChange() async throws -> NewestChange {
        let newest = try await call { try await engine.newestChange() }
        guard canary == .unnoticedChange else { return newest }
        return state.withLock { state in
            let isNew = state.pushed.map { newest.isNewer(than: $0) } ?? true
            if !state.isSyncing, isNew { state.told = newest }
            return state.told ?? NewestChange(history: newest.history, number: 0)
        }
    }

    func commitSignals() -> AsyncStream<Void> { engine.commitSignals() }

    func nextCommit(_ signals: AsyncStream<Void>, ofOthers: Bool) async -> Bool {
        guard await engine.nextCommit(signals, ofOthers: ofOthers) else { return false }
        // Whatever made the commit goes on until it stands still.
        await withCheckedContinuation { continuation in
            state.withLock { $0.commit = continuation }
        }
        return true
    }
}
