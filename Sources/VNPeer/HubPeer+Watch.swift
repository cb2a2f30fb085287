internal import Logging
internal import VNEndpoint
package import VNModel
internal import VNStore
package import VNSync
internal import VNWire

// A watcher keeps two hubs in step as it keeps a store and a hub.
extension HubPeer: WatchedExchange {
    /// Where time and randomness come from.
    package nonisolated var environment: any Environment { endpoint.environment }
    /// How long to wait between two exchanges when nothing is heard of the other hub.
    package nonisolated var interval: Duration { settings.interval }
    /// The longest pause before another attempt.
    package nonisolated var retryPauseLimit: Duration { settings.retryPauseLimit }
    /// Whether the other hub can tell of its changes.
    package nonisolated var canListen: Bool { transport is any EventTransport }

    /// Exchanges everything, whichever way a watcher wants: a pull alone makes no sense for hubs.
    ///
    /// - Throws: as ``exchange()``.
    package func sync(
        _ direction: SyncDirection, progress: (@Sendable (SyncStatus) -> Void)?
    ) async throws -> SyncReport {
        try await exchange()
    }

    /// Where the next pull goes on.
    ///
    /// - Throws: what the store throws.
    package func cursor() async throws -> String? { try await state().cursor }

    /// Opens the other hub's stream of events; `nil` if the transport cannot.
    ///
    /// - Parameter id: the id of the last event, or the cursor.
    /// - Throws: `RemoteFailure` if the hub gives none; `CancellationError`.
    package func openEvents(after id: String?) async throws -> (any TransportBody)? {
        guard let transport = transport as? any EventTransport else { return nil }
        return try await RemoteFailure.translating {
            let response = try await transport.openEvents(after: id, token: nil)
            guard response.status != 200 else { return response.body }
            throw try await RemoteFailure(reading: response)
        }
    }

    /// Tells of another attempt.
    package func noteRetry(_ error: SyncError) async {
        logger.debug("another attempt after a pause", metadata: ["code": "\(error.code.rawValue)"])
    }

    /// The head of the feed, if something up to it is still to be offered.
    ///
    /// - Throws: what the store throws.
    package func newestChange() async throws -> NewestChange {
        let url = url
        return try await store.read { reading in
            let head = try reading.head()
            let state = try reading.peer(url)
            return NewestChange(
                history: try reading.generation(), number: state?.position == head ? 0 : head)
        }
    }

    /// Signals of commits in this hub's store.
    package nonisolated func commitSignals() -> AsyncStream<Void> {
        content?.commitSignals() ?? AsyncStream { _ in }
    }

    /// Waits for a commit in this hub's store; `false`: nobody wants to know any more.
    package nonisolated func nextCommit(
        _ signals: AsyncStream<Void>, ofOthers: Bool
    ) async -> Bool {
        guard let content else {
            for await _ in signals { return true }
            return false
        }
        return await content.nextCommit(signals, ofOthers: ofOthers)
    }
}
