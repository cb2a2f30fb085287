internal import VNModel
internal import VNStore
internal import VNSync

/// A client of the simulated world: a machine and, at times, a sync that is under way.
final class SimulatedReplica {
    let machine: Machine
    var scope: Scope
    let record = ExchangeRecord()
    private var hub: HubAddress
    private let thread: OneThread
    private let canary: Canary?
    private let configuration: SyncConfiguration
    private var gate: Gate?
    private var hasLostReread = false
    /// Whether the sync under way compares the store with the hub.
    var isReconciling = false
    /// Whether that is all that it is to do.
    private(set) var isVerifying = false
    /// Where the sync stands; `nil` while none is under way.
    private(set) var point: GatePoint?

    init(
        _ machine: Machine, hub: HubAddress, scope: Scope, batch: Int, _ thread: OneThread,
        canary: Canary?, isTrusted: Bool = false, comparesState: Bool = true
    ) {
        self.machine = machine
        self.hub = hub
        self.scope = scope
        self.thread = thread
        self.canary = canary
        var configuration = SyncConfiguration()
        configuration.worksInOrder = true
        configuration.isTrusted = isTrusted
        configuration.comparesState = comparesState
        configuration.batchChangeLimit = batch
        configuration.pushesAhead = batch.isMultiple(of: 2)
        self.configuration = configuration
    }

    var name: String { machine.name }

    /// Makes the store and lets it know the hub.
    func create() async throws {
        try await machine.create()
        try await machine.store?.addRemote(World.remote, url: "http://hub", scope: scope)
    }

    /// Syncs with another hub from now on.
    func move(to hub: HubAddress) { self.hub = hub }

    /// Takes another file for the store.
    func adopt(_ file: String, isSeen: Bool) async throws {
        await abandon()
        try await machine.adopt(file, isSeen: isSeen)
    }

    /// Begins a sync. It parks before its first request, or ends.
    ///
    /// - Parameter context: what a bug on the wire has to know.
    func begin(_ errand: Errand, _ context: PushContext) async {
        guard let store = machine.store else { return }
        (isReconciling, isVerifying) = (false, errand == .verification)
        record.begin()
        if let canary { await StoreSaboteur(canary).prepare(store) }
        let gate = Gate()
        self.gate = gate
        let saboteur = canary?.place == .wire ? canary.map { WireSaboteur($0, context) } : nil
        let engine = SyncEngine(
            store: store, remote: World.remote,
            transport: SimulatedTransport(gate, hub, record, saboteur),
            environment: machine.clock, configuration: configuration)
        let gates = canary == .pushGatesPull
        Task.detached(executorPreference: thread) {
            do {
                gate.end(.success(try await errand.run(engine, pushGatesPull: gates)))
            } catch {
                gate.end(.failure(error))
            }
        }
        point = await gate.wait()
        machine.isDirty = true
    }

    /// Lets what the sync waits for happen, until it parks again or ends.
    func resume(_ fate: Fate) async {
        guard let gate, let point else { return }
        var fate = fate
        if canary == .volatileReread, !hasLostReread, case .request(let sent) = point,
            sent.path == "/v1/documents"
        {
            // The fault that shows this bug is rare, so one is aimed at it.
            hasLostReread = true
            fate = .lose
        }
        gate.resume(fate)
        self.point = await gate.wait()
        machine.isDirty = true
        if let canary, case .deliver = fate {
            await StoreSaboteur(canary).afterwards(machine, point, hub)
        }
    }

    /// How the sync ended, once.
    func takeResult() -> Result<SyncReport, any Error>? {
        guard case .ended(let result) = point else { return nil }
        point = nil
        gate = nil
        return result
    }

    /// Ends the sync, whose process or machine is gone.
    func abandon() async {
        while point != nil, takeResult() == nil { await resume(.die) }
    }

    /// Starts the machine again. The lock of the process that died is taken over.
    func restart() async throws {
        try await machine.start()
        try await machine.store?.write(.durable) { session in
            _ = try session.run("UPDATE remote SET lock_owner = NULL, lock_until_ms = NULL")
        }
    }
}

/// What a store wants of its hub.
enum Errand: Hashable, Sendable {
    /// A sync.
    case sync(SyncDirection)
    /// To be compared with it, and repaired.
    case verification

    /// Does it.
    ///
    /// - Parameter pushGatesPull: whether a failing push keeps the pull from running, which is a
    ///   bug.
    fileprivate func run(_ engine: SyncEngine, pushGatesPull: Bool) async throws -> SyncReport {
        switch self {
        case .sync(.both) where pushGatesPull:
            try await engine.sync(.push)
            return try await engine.sync(.pull)
        case .sync(let direction): return try await engine.sync(direction)
        case .verification:
            var report = SyncReport()
            report.mismatch = try await engine.verify(repair: true)
            return report
        }
    }
}
