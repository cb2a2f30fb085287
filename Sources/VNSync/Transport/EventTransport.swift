/// A transport that can also keep a connection open on which the hub tells of its changes.
///
/// Without it a ``SyncWatcher`` asks the hub from time to time.
public protocol EventTransport: Transport {
    /// Opens the hub's stream of events: `GET /v1/events`, with `text/event-stream` as the media
    /// type of a successful answer.
    ///
    /// The body has no end of its own. Its bytes must be handed on as they come; at least every
    /// 15 seconds there are some. Letting go of the body closes the connection. What goes through
    /// it does not count in ``Transport/counters``.
    ///
    /// - Parameters:
    ///   - lastEventID: the value of the header `Last-Event-ID`; `nil` for none.
    ///   - token: the bearer token, if the hub wants one.
    /// - Throws: ``TransportError`` if no answer came; `CancellationError` if the task was
    ///   cancelled.
    func openEvents(after lastEventID: String?, token: String?) async throws -> TransportResponse
}
