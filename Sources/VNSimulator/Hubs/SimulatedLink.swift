internal import VNEndpoint
internal import VNModel
internal import VNPeer
internal import VNStore
internal import VNSync

/// One hub's replication with another one, and at times an exchange that is under way.
final class SimulatedLink {
    let hub: SimulatedHub
    let other: SimulatedHub
    private let thread: OneThread
    private let canary: Canary?
    let record = ExchangeRecord()
    private var gate: Gate?
    /// Where the exchange stands; `nil` while none is under way.
    private(set) var point: GatePoint?

    init(
        from hub: SimulatedHub, to other: SimulatedHub, _ thread: OneThread, canary: Canary?
    ) {
        self.hub = hub
        self.other = other
        self.thread = thread
        self.canary = canary
    }

    var name: String { "\(hub.machine.name)-\(other.machine.name)" }

    private var url: String { "http://\(other.machine.name)" }

    /// Begins an exchange. It parks before its first request, or ends.
    func begin() async throws {
        guard let store = hub.endpointStore else { return }
        if canary == .peerReplaces { try await replace(store) }
        let gate = Gate()
        self.gate = gate
        let peer = HubPeer(
            store: store, url: url,
            transport: SimulatedTransport(gate, other.address, record, nil),
            endpoint: hub.configuration)
        Task.detached(executorPreference: thread) {
            do { gate.end(.success(try await peer.exchange())) } catch { gate.end(.failure(error)) }
        }
        point = await gate.wait()
        hub.machine.isDirty = true
    }

    /// Lets what the exchange waits for happen, until it parks again or ends.
    func resume(_ fate: Fate) async {
        guard let gate, point != nil else { return }
        gate.resume(fate)
        point = await gate.wait()
        hub.machine.isDirty = true
        other.machine.isDirty = true
    }

    /// How the exchange ended, once.
    func takeResult() -> Result<SyncReport, any Error>? {
        guard case .ended(let result) = point else { return nil }
        point = nil
        gate = nil
        return result
    }

    /// Ends the exchange, whose process or machine is gone.
    func abandon() async {
        while point != nil, takeResult() == nil { await resume(.die) }
    }

    /// The planted bug: what a peer that was put back does not hold is removed here too.
    private func replace(_ store: any EndpointStore) async throws {
        guard let there = other.machine.store, let here = hub.machine.store else { return }
        let generation = try await there.read { try $0.head().generation }
        let url = url
        let known = try? await store.read { try $0.peer(url)?.generation }
        guard let known, known != generation else { return }
        let held = Set(other.machine.view.documents.keys)
        try? await here.write(.durable) { session in
            for table in ["article", "comment"] {
                let ids = try session.all("SELECT id FROM \(table)") { $0.id(0) }
                for case let id? in ids where !held.contains(id) {
                    if let stored = try session.stored(id) { try session.remove(stored) }
                }
            }
        }
    }
}
