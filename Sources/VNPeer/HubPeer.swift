internal import Logging
package import VNEndpoint
internal import VNModel
package import VNStore
package import VNSync
internal import VNWire

/// Replicates a hub with another one, both ways: pulls what the other holds and offers what this
/// one holds.
///
/// Hubs join and never replace. Everything is committed step by step, so that an exchange may be
/// cut off, or a process killed, at any moment; the next one goes on at the last commit. Any number
/// of exchanges may run at the same time over the same store, at the price of work done twice.
package actor HubPeer {
    let store: any EndpointStore
    /// Whose commits tell that there is something to offer; `nil`: nobody's.
    nonisolated let content: ContentStore?
    nonisolated let url: String
    nonisolated let transport: any Transport
    nonisolated let endpoint: EndpointConfiguration
    nonisolated let settings: SyncConfiguration
    let logger: Logger

    /// What happened so far in the exchange under way.
    var report = SyncReport()

    /// - Parameters:
    ///   - store: what this hub holds.
    ///   - content: whose commits tell that there is something to offer.
    ///   - url: names the other hub in the store.
    ///   - transport: carries requests to it; shut it down after the last exchange.
    ///   - endpoint: how this hub works.
    ///   - settings: the interval and the longest pause of a watcher; nothing else counts.
    package init(
        store: any EndpointStore, content: ContentStore? = nil, url: String,
        transport: any Transport, endpoint: EndpointConfiguration = EndpointConfiguration(),
        settings: SyncConfiguration = SyncConfiguration()
    ) {
        self.store = store
        self.content = content
        self.url = url
        self.transport = transport
        self.endpoint = endpoint
        self.settings = settings
        var logger = endpoint.logger
        logger[metadataKey: "peer"] = "\(url)"
        self.logger = logger
    }

    /// Exchanges everything once: first pulls, then offers.
    ///
    /// - Returns: documents that came, and documents and judged rows that went.
    /// - Throws: `SyncError`; what the store throws.
    @discardableResult
    package func exchange() async throws -> SyncReport {
        report = SyncReport()
        do {
            do {
                try await exchangeOnce()
            } catch let failure as RemoteFailure where failure.isOfAnotherHistory {
                // The other hub was put back, made anew, or is another one: all is joined again.
                try await beginAnew()
                try await exchangeOnce()
            }
        } catch let error as RemoteFailure {
            var failed = error.isOfAnotherHistory ? SyncError.unsteady : error.error
            failed.report = report
            throw failed
        } catch is CancellationError {
            throw SyncError.interrupted
        }
        return report
    }

    private func exchangeOnce() async throws {
        let ledger = try await pull()
        try await offer(beyond: ledger)
    }

    /// How far the replication has come. What was exchanged under another own generation does not
    /// count: this hub was put back since.
    func state() async throws -> PeerState {
        let url = url
        return try await store.read { reading in
            let own = try reading.generation()
            guard let state = try reading.peer(url), state.ownGeneration == own else {
                return PeerState(url: url, ownGeneration: own)
            }
            return state
        }
    }

    private func beginAnew() async throws {
        let url = url
        try await store.write { writing in
            try writing.setPeer(PeerState(url: url, ownGeneration: try writing.generation()))
        }
    }
}

extension RemoteFailure {
    /// Whether the feed that was followed so far is not there any more.
    fileprivate var isOfAnotherHistory: Bool {
        kind == .generation || error.cause == WireCode.cursor
    }
}
