package import VNModel
internal import VNStore

/// What a ``SyncWatcher`` keeps going: an exchange between what is here and a hub.
package protocol WatchedExchange: Sendable {
    /// Where time and randomness come from.
    var environment: any Environment { get }
    /// How long to wait between two syncs when nothing is heard of the hub.
    var interval: Duration { get }
    /// The longest pause before another attempt.
    var retryPauseLimit: Duration { get }
    /// Whether the hub can tell of its changes.
    var canListen: Bool { get }

    /// Exchanges everything once.
    func sync(
        _ direction: SyncDirection, progress: (@Sendable (SyncStatus) -> Void)?
    ) async throws -> SyncReport
    /// Where the next pull goes on.
    func cursor() async throws -> String?
    /// Opens the hub's stream of events; `nil` if nothing can.
    func openEvents(after id: String?) async throws -> (any TransportBody)?
    /// Counts another attempt.
    func noteRetry(_ error: SyncError) async
    /// The newest change made here that is to go out.
    func newestChange() async throws -> NewestChange
    /// Signals of commits, for ``nextCommit(_:ofOthers:)``.
    func commitSignals() -> AsyncStream<Void>
    /// Waits for a commit.
    ///
    /// - Returns: whether there was one; `false`: nobody wants to know any more.
    func nextCommit(_ signals: AsyncStream<Void>, ofOthers: Bool) async -> Bool
}

extension SyncEngine: WatchedExchange {
    /// How long to wait between two syncs when nothing is heard of the hub.
    package nonisolated var interval: Duration { configuration.interval }
    /// The longest pause before another attempt.
    package nonisolated var retryPauseLimit: Duration { configuration.retryPauseLimit }
    /// Whether the transport can keep a stream of events open.
    package nonisolated var canListen: Bool { transport is any EventTransport }

    /// The head of the journal.
    ///
    /// - Throws: what the store throws.
    package func newestChange() async throws -> NewestChange {
        let state = try await store.journalState()
        return NewestChange(history: "\(state.replica)", number: state.head.counter)
    }

    /// Signals of commits in the store.
    package nonisolated func commitSignals() -> AsyncStream<Void> { store.commitSignals() }

    /// Waits for a commit in the store; `false`: nobody wants to know any more.
    package nonisolated func nextCommit(
        _ signals: AsyncStream<Void>, ofOthers: Bool
    ) async -> Bool {
        await store.nextCommit(signals, ofOthers: ofOthers)
    }
}
