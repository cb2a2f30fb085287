internal import AsyncHTTPClient
internal import NIOCore
internal import Synchronization

/// The client for streams of events, made when the first is opened.
///
/// Its time-out is that of the hub's signs of life, whatever requests have; and what goes through
/// it counts nowhere, so that the reports of syncs tell of syncs alone.
final class EventClient: Sendable {
    private struct State {
        var client: HTTPClient?
        var isShutDown = false
    }

    private let state = Mutex(State())

    /// - Parameters:
    ///   - connect: how long a connection may take to be made.
    ///   - silence: how long nothing may come.
    /// - Returns: the client; `nil` after the shut-down.
    func client(connect: Duration, silence: Duration) -> HTTPClient? {
        state.withLock { state in
            guard !state.isShutDown else { return nil }
            if let client = state.client { return client }
            var settings = HTTPClient.Configuration()
            settings.httpVersion = .http1Only
            settings.redirectConfiguration = .disallow
            settings.timeout = HTTPClient.Configuration.Timeout(
                connect: TimeAmount(connect), read: TimeAmount(silence),
                write: TimeAmount(connect))
            settings.connectionPool.retryConnectionEstablishment = false
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
            state.client = client
            return client
        }
    }

    /// Closes all streams. None can be opened afterwards.
    func shutdown() async {
        // A client that fails to close its connections has nothing left that could be done.
        try? await end()?.shutdown()
    }

    /// The same, for nobody to wait for.
    func abandon() { end()?.shutdown { _ in } }

    private func end() -> HTTPClient? {
        state.withLock { state in
            defer { state = State(client: nil, isShutDown: true) }
            return state.client
        }
    }
}
