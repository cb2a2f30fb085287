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
    /// Watches the store, if somebody does.
    private(set) var watch: SimulatedWatch?
    /// Whether somebody is to watch it whenever its machine is up.
    var isToBeWatched = false
    /// When the network lets a sync of the watcher go on, in milliseconds since 1970.
    var turnDue: UInt64 = 0

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
        let gate = start(errand, in: store, context)
        self.gate = gate
        point = await gate.wait()
        machine.isDirty = true
    }

    /// Lets another process of the machine sync from its beginning to its end, all of whose
    /// requests arrive.
    ///
    /// - Parameters:
    ///   - store: as that process has it open.
    ///   - context: what a bug on the wire has to know.
    ///   - turn: called before each arrival.
    func syncElsewhere(
        _ store: ContentStore, _ context: PushContext, turn: () -> Void
    ) async -> Result<SyncReport, any Error> {
        let gate = start(.sync(.both), in: store, context)
        while true {
            if case .ended(let result) = await gate.wait() { return result }
            turn()
            gate.resume(.deliver)
        }
    }

    /// Starts an engine on a store.
    ///
    /// - Returns: where it parks.
    private func start(
        _ errand: Errand, in store: ContentStore, _ context: PushContext
    ) -> Gate {
        let gate = Gate()
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
        return gate
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
        if watch == nil { self.point = await gate.wait() } else { self.point = nil }
        machine.isDirty = true
        if let canary, case .deliver = fate {
            await StoreSaboteur(canary).afterwards(machine, point, hub)
        }
    }

    /// How the sync ended, once.
    func takeResult() -> Result<SyncReport, any Error>? {
        guard case .ended(let result) = point else { return nil }
        point = nil
        if watch == nil { gate = nil } else { gate?.resume(.deliver) }
        return result
    }

    /// Ends the sync and the watcher, whose process or machine is gone.
    func abandon() async {
        if watch != nil { return await endWatch() }
        while point != nil, takeResult() == nil { await resume(.die) }
    }

    // MARK: Watching

    /// Watches the store from now on.
    func beginWatch(_ watching: Watching) async {
        guard let store = machine.store, watch == nil, point == nil else { return }
        // When a watcher hears of another process the system decides, not the world.
        await machine.closeOther()
        let watch = SimulatedWatch(
            of: store, machine, watching, hub, record, configuration, canary: canary)
        (self.watch, gate) = (watch, watch.gate)
        (isReconciling, isVerifying) = (false, false)
    }

    /// Looks where the watcher's sync stands now, if that is not known.
    ///
    /// - Returns: whether it had gone on.
    func lookAtWatch() -> Bool {
        guard let watch, point == nil, let now = watch.gate.poll() else { return false }
        point = now
        return true
    }

    /// Ends the watcher, and the sync that it has under way.
    func endWatch() async {
        guard let watch else { return }
        let engine = watch.engine
        watch.cancel()
        while true {
            await thread.rest { !engine.isBusy }
            _ = watch.gate.poll()
            if watch.gate.isParked {
                watch.gate.resume(.die)
            } else if !engine.tellCommit() {
                break
            }
        }
        precondition(watch.end != nil, "a watcher that is cancelled ends")
        (self.watch, gate, point) = (nil, nil, nil)
        machine.isDirty = true
    }

    /// The watcher has ended by itself.
    func forgetWatch() { (watch, gate, point) = (nil, nil, nil) }

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
