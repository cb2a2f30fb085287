internal import Logging
internal import ServiceLifecycle
internal import VNEndpoint
internal import VNPeer
internal import VNSync
internal import VNSyncHTTP

/// Replicates with the daemon's upstreams until the daemon is to stop.
struct PeerService: Service {
    private let upstreams: [Upstream]
    private let store: SQLiteEndpointStore
    private let configuration: EndpointConfiguration

    init(
        _ upstreams: [Upstream], _ store: SQLiteEndpointStore,
        _ configuration: EndpointConfiguration
    ) {
        self.upstreams = upstreams
        self.store = store
        self.configuration = configuration
    }

    func run() async throws {
        guard !upstreams.isEmpty else { return try await gracefulShutdown() }
        await withTaskGroup(of: Void.self) { group in
            for upstream in upstreams { group.addTask { await replicate(upstream) } }
            group.addTask { try? await gracefulShutdown() }
            // Nobody else ends before the daemon does: what fails is tried again.
            await group.next()
            group.cancelAll()
        }
    }

    private func replicate(_ upstream: Upstream) async {
        let peer = HubPeer(
            store: store, content: store.content, url: upstream.url,
            transport: upstream.transport, endpoint: configuration)
        var settings = WatchConfiguration()
        settings.unattendedRetry = .seconds(DaemonLimits.peerRetrySeconds)
        settings.noticesOtherProcesses = true
        let watcher = SyncWatcher(watching: peer, configuration: settings)
        let tells = Task { [logger = configuration.logger] in
            for await status in watcher.statuses() { PeerService.tell(status, upstream, logger) }
        }
        while !Task.isCancelled {
            do {
                try await watcher.run()
            } catch {
                if Task.isCancelled { break }
                configuration.logger.error(
                    "replication failed", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(DaemonLimits.peerRetrySeconds))
            }
        }
        tells.cancel()
        await upstream.transport.shutdown()
    }

    private static func tell(_ status: SyncStatus, _ upstream: Upstream, _ logger: Logger) {
        switch status {
        case .waiting(_, let reason):
            logger.notice(
                "replication waits", metadata: ["peer": "\(upstream.url)", "why": "\(reason)"])
        case .paused(let reason), .stalled(let reason):
            logger.error(
                "replication needs somebody",
                metadata: ["peer": "\(upstream.url)", "why": "\(reason)"])
        default: break
        }
    }
}
