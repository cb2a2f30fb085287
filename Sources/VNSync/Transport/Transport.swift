/// Carries requests to a hub and answers back. Knows nothing of what they mean.
///
/// An implementation must not buffer a whole answer: it hands the body on as it comes and lets the
/// sender wait while nobody asks for more. It does not retry and does not follow redirects.
public protocol Transport: Sendable {
    /// Sends one request and returns as soon as the answer's head has come.
    ///
    /// Any status is an answer, not an error.
    ///
    /// - Throws: ``TransportError`` if no answer came; `CancellationError` if the task was
    ///   cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse

    /// What has gone over the wire so far.
    var counters: TransportCounters { get }
}
