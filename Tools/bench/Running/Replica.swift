import VNModel
import VNStore
import VNSync
import VNSyncHTTP

/// A store with its engine and its connection to a hub.
struct Replica {
    let store: ContentStore
    let transport: HTTPTransport
    let engine: SyncEngine

    /// Makes a store in an empty folder.
    init(create folder: String, hub url: String, compression: Bool? = nil) async throws {
        let store = try await ContentStore.create(at: Workbench.store(in: folder))
        try await self.init(store, hub: url, compression)
    }

    /// Opens the store of a folder.
    ///
    /// - Parameters:
    ///   - folder: where it is.
    ///   - url: where the hub is; a hub that the store knows already is the same at another port.
    ///   - compression: whether gzip is used; by default not, as the hub is on this machine.
    init(open folder: String, hub url: String, compression: Bool? = nil) async throws {
        let store = try await ContentStore.open(at: Workbench.store(in: folder))
        try await self.init(store, hub: url, compression)
    }

    private init(_ store: ContentStore, hub url: String, _ compression: Bool?) async throws {
        let isKnown = try await store.remotes().contains { $0.name == Workbench.remote }
        if isKnown {
            try await store.setURL(url, ofRemote: Workbench.remote)
        } else {
            try await store.addRemote(Workbench.remote, url: url)
        }
        var configuration = HTTPTransportConfiguration()
        configuration.compression = compression
        let transport = try HTTPTransport(url: url, configuration: configuration)
        self.store = store
        self.transport = transport
        engine = SyncEngine(store: store, remote: Workbench.remote, transport: transport)
    }

    /// Syncs once.
    func sync(_ direction: SyncDirection) async throws -> (report: SyncReport, seconds: Double) {
        var report = SyncReport()
        let seconds = try await Stopwatch.seconds { report = try await engine.sync(direction) }
        return (report, seconds)
    }

    /// Bytes that went through the sockets, both ways.
    var wireBytes: Int { transport.counters.bytesSent + transport.counters.bytesReceived }

    /// Closes connection and store.
    func close() async throws {
        await transport.shutdown()
        try await store.close()
    }
}
