internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import ServiceLifecycle
package import VNEndpoint

/// Serves an endpoint and its events over HTTP/1.1.
///
/// It ends when its task is cancelled, or gracefully with its service group: then the streams of
/// events end first, and the answers under way have the group's time to finish.
package struct EndpointServer: Service {
    private let endpoint: Endpoint
    private let events: EventFeed
    private let address: ListenAddress
    private let logger: Logger
    private let onListening: @Sendable (String) -> Void

    /// - Parameters:
    ///   - endpoint: what answers.
    ///   - events: what tells of changes.
    ///   - address: where to listen.
    ///   - logger: where requests and failures are told; nothing at info or above in normal work.
    ///   - onListening: is called once with the URL when connections are taken.
    package init(
        _ endpoint: Endpoint, events: EventFeed, on address: ListenAddress, logger: Logger,
        onListening: @escaping @Sendable (String) -> Void
    ) {
        self.endpoint = endpoint
        self.events = events
        self.address = address
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until it is told to stop.
    ///
    /// - Throws: `IOError` of NIO if the address cannot be bound.
    package func run() async throws {
        let (address, onListening) = (address, onListening)
        let application = Application(
            responder: EndpointResponder(endpoint: endpoint, events: events, logger: logger),
            server: .http1(configuration: EndpointServer.channel),
            configuration: ApplicationConfiguration(
                address: address.bindAddress, serverName: "vnsyncd",
                availableConnectionsDelegate: MaximumAvailableConnections(
                    EndpointHTTPLimits.connections)),
            onServerRunning: { channel in
                onListening(address.url(port: channel.localAddress?.port))
            },
            logger: logger)
        // Stopped from the last to the first: streams of events have no end of their own.
        try await ServiceGroup(
            services: [application, EventService(events: events)], logger: logger
        ).run()
    }

    private static var channel: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: .seconds(EndpointHTTPLimits.idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: EndpointHTTPLimits.headerFieldBytes,
                maxHeaderListSize: EndpointHTTPLimits.headerBytes,
                maxHeaderFieldCount: EndpointHTTPLimits.headerCount))
    }
}
