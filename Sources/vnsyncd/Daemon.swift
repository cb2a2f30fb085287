internal import Foundation
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals
internal import VNEndpoint
internal import VNEndpointHTTP
internal import VNStore

/// The daemon: opens the store, listens, and stops cleanly.
struct Daemon {
    let data: String
    let address: ListenAddress
    let recoveringUntil: UInt64?
    let upstreams: [Upstream]
    let logger: Logger

    /// Serves until SIGTERM or SIGINT.
    ///
    /// - Parameter onListening: is called once with the URL when connections are taken.
    func run(onListening: @escaping @Sendable (String) -> Void) async throws {
        var configuration = StoreConfiguration()
        configuration.logger = logger
        try await SQLiteEndpointStore.open(at: data, configuration: configuration).use { store in
            try await serve(store, onListening)
        }
        logger.notice("stopped")
    }

    private func serve(
        _ store: SQLiteEndpointStore, _ onListening: @escaping @Sendable (String) -> Void
    ) async throws {
        let snapshots = SnapshotKeeper(store, logger: logger)
        var endpointConfiguration = EndpointConfiguration(
            recoveringUntil: recoveringUntil, logger: logger)
        // Without tokens everybody who reaches the daemon may do everything, peers' work too.
        endpointConfiguration.trustsPeers = true
        let endpoint = Endpoint(
            store: store, configuration: endpointConfiguration, snapshots: snapshots)
        let upkeep = Task { [logger] in await Daemon.upkeep(store, logger) }
        defer { upkeep.cancel() }
        let peers = PeerService(upstreams, store, endpointConfiguration)
        try UnixSocket.prepare(address)
        OpenFiles.raiseLimit()
        let server = EndpointServer(
            endpoint, events: EventFeed(store: store, configuration: endpointConfiguration),
            on: address, logger: logger, onListening: onListening)
        var group = ServiceGroupConfiguration(
            services: [peers, server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(DaemonLimits.stopSeconds)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            throw DaemonError.cannotListen(address, String(cString: strerror(error.errnoCode)))
        }
        await snapshots.stop()
        UnixSocket.remove(address)
    }

    /// Drops what a hub need not know any more, now and once a day.
    private static func upkeep(_ store: SQLiteEndpointStore, _ logger: Logger) async {
        while !Task.isCancelled {
            do {
                let rows = try await store.forgetOldVerdicts()
                if rows > 0 { logger.debug("old verdicts dropped", metadata: ["rows": "\(rows)"]) }
            } catch {
                if Task.isCancelled { return }
                // The next day tries again; serving goes on.
                logger.error("old verdicts could not be dropped", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(DaemonLimits.upkeepSeconds))
        }
    }
}
