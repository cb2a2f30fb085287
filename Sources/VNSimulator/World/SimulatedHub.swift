internal import VNEndpoint
internal import VNModel
internal import VNStore
internal import VNWire

/// The hub of the simulated world: a machine and the endpoint over its store.
final class SimulatedHub {
    let machine: Machine
    let address = HubAddress()
    private let canary: Canary?
    private(set) var configuration: EndpointConfiguration
    private let watching: Watching?
    /// Documents that it removed for good.
    var purged: Set<DocumentID> = []
    /// Articles whose purge failed: it may have been committed all the same, which shows when the
    /// hub starts again.
    var uncertainPurges: Set<DocumentID> = []
    /// The generation that it had before it was put back and that failed.
    var uncertainRestore: String?

    /// - Parameters:
    ///   - watching: what listeners need; `nil`: nobody listens.
    ///   - trustsPeers: whether other hubs are told what it judged, and may offer.
    init(
        _ machine: Machine, pageRows: Int, pushLimit: Int, canary: Canary?,
        watching: Watching?, trustsPeers: Bool
    ) {
        self.watching = watching
        self.machine = machine
        self.canary = canary
        configuration = EndpointConfiguration(environment: machine.clock)
        configuration.pageRows = pageRows
        configuration.trustsPeers = trustsPeers
        configuration.pushLimits = HelloResponse.PushLimits(changes: pushLimit)
    }

    /// Makes the store and answers from now on.
    func create() async throws {
        try await machine.create()
        serve()
    }

    /// Starts the machine again.
    func restart() async throws {
        try await machine.start()
        serve()
    }

    /// What the endpoint, and replication with other hubs, work on; `nil` while it is down.
    var endpointStore: (any EndpointStore)? {
        guard let store = machine.store else { return nil }
        let sound = SQLiteEndpointStore(store)
        guard let canary, canary.isInTheHub else { return sound }
        return SabotagedStore(sound, canary)
    }

    /// Nobody answers from now on, and whoever listens hears nothing more.
    func stop() async {
        let feed = address.feed
        address.clear()
        await feed?.stop()
    }

    private func serve() {
        guard let store = machine.store, let endpointStore else { return }
        let feed = watching.map { watching in
            var configuration = configuration
            configuration.environment = watching.clock(of: machine)
            return EventFeed(
                store: endpointStore, configuration: configuration, executor: watching.thread)
        }
        address.set(
            Endpoint(store: endpointStore, configuration: configuration),
            on: SQLiteEndpointStore(store), feed)
    }

    /// Puts the hub back from its backup.
    ///
    /// - Returns: how that went.
    func restore() async -> String {
        await machine.restoreHub(
            keepingGeneration: canary == .keptGeneration, recovers: SimulatedHub.recovery)
    }

    /// A hundred years: however clocks jump, the recovery is not over. With a window that closes
    /// early, needless siblings may come (finding F9).
    private static let recovery: UInt64 = 36_525 * 86_400_000

    /// Removes an article and its comments for good, as the hub's policy would some time after
    /// the deletion.
    ///
    /// - Returns: what was removed.
    func purge(_ article: DocumentID) async throws -> [DocumentID] {
        guard let store = machine.store else { return [] }
        machine.isDirty = true
        let keepsComments = canary == .noPurgeCascade
        return try await SQLiteEndpointStore(store).write { writing in
            let ids = [article] + (keepsComments ? [] : try writing.comments(of: article))
            for id in ids { try writing.purge(id, seq: try writing.nextSeq()) }
            return ids
        }
    }
}
