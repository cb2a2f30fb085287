internal import ServiceLifecycle
internal import VNEndpoint

/// Ends the streams of events when the daemon is to stop: they have no end of their own, and the
/// server waits for its answers.
struct EventService: Service {
    let events: EventFeed

    func run() async throws {
        try? await gracefulShutdown()
        await events.stop()
    }
}
