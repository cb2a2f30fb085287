internal import VNModel
internal import VNStore
internal import VNSync

/// A client of the simulated world: a machine and, at times, a sync that is under way.
final class SimulatedReplica {
    let machine: Machine
    var scope: Scope
    let record = ExchangeRecord()
    private var hub: HubAddress
    private let canary: Canary?
    private let configuration: SyncConfiguration
    private var gate: Gate?
    private var hasLostReread = false
    /// Where the sync stands; `nil` while none is under way.
    private(set) var point: GatePoint?

    init(
        _ machine: Machine, hub: HubAddress, scope: Scope, batch: Int, canary: Canary?,
        isTrusted: Bool = false
    ) {
        self.machine = machine
        self.hub = hub
        self.scope = scope
        self.canary = canary
        var configuration = SyncConfiguration()
        configuration.worksInOrder = true
        configuration.comparesState = false
        configuration.isTrusted = isTrusted
        configuration.batchChangeLimit = batch
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
    func begin(_ direction: SyncDirection = .both) async {
        guard let store = machine.store else { return }
        if canary == .volatileReread {
            try? await store.write(.durable) { session in
                _ = try session.run("DELETE FROM reread")
            }
        }
        let gate = Gate()
        self.gate = gate
        let saboteur = canary?.isOnTheWire == true ? canary.map { WireSaboteur($0) } : nil
        let engine = SyncEngine(
            store: store, remote: World.remote,
            transport: SimulatedTransport(gate, hub, record, saboteur),
            environment: machine.clock, configuration: configuration)
        let gates = canary == .pushGatesPull && direction == .both
        Task.detached {
            do {
                if gates { try await engine.sync(.push) }
                gate.end(.success(try await engine.sync(gates ? .pull : direction)))
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
        if canary == .volatileReread, !hasLostReread, case .request("/v1/documents") = point {
            // The fault that shows this bug is rare, so one is aimed at it.
            hasLostReread = true
            fate = .lose
        }
        gate.resume(fate)
        self.point = await gate.wait()
        machine.isDirty = true
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
