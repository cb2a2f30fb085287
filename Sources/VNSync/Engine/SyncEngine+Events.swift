internal import Logging
internal import VNModel
internal import VNStore
internal import VNWire

extension SyncEngine {
    /// Opens the hub's stream of events, `nil` if the transport cannot.
    ///
    /// - Parameter id: the id of the last event, or the store's cursor.
    /// - Throws: ``RemoteFailure`` if the hub gives none; `CancellationError`.
    package func openEvents(after id: String?) async throws -> (any TransportBody)? {
        guard let transport = transport as? any EventTransport else { return nil }
        return try await RemoteFailure.translating {
            let token = try await knownToken()
            let response = try await transport.openEvents(after: id, token: token)
            return try await SyncEngine.accepted(response).body
        }
    }

    /// Where the next pull goes on.
    package func cursor() async throws -> String? { try await store.remoteState(remote).cursor }

    /// Counts another attempt.
    package func noteRetry(_ error: SyncError) {
        metrics?.noteRetry()
        logger.debug("another attempt after a pause", metadata: ["code": "\(error.code.rawValue)"])
    }
}
