internal import FaultDisk
internal import VNEndpoint
internal import VNModel
internal import VNRandom
internal import VNStore
internal import VNSync

/// A world with several hubs, two in a chain or three in a ring, that replicate with each other,
/// and replicas at different hubs, some of which move. One thing happens at a time.
final class HubsWorld {
    let configuration: SimulationConfiguration
    let time = SimulatedTime()
    let hubs: [SimulatedHub]
    let links: [SimulatedLink]
    private(set) var replicas: [SimulatedReplica]
    /// Where each replica syncs, by its name.
    private(set) var homes: [String: Int] = [:]
    private var spare: SimulatedReplica?
    var registry = WriteRegistry()
    var trace = Trace()
    /// Documents that some hub removed for good. What a hub that was put back forgot, its peers
    /// know still, unless they were put back too.
    var everPurged: Set<DocumentID> = []
    /// How often a hub was put back.
    var restores = 0
    /// Whether a store was copied.
    var hasTwins = false
    /// Whether a store took a new id.
    var hasTakenNewIDs: Bool { replicas.contains { $0.machine.view.own.count > 1 } }
    var isCalm = false
    private(set) var writes = 0
    private(set) var syncs = 0
    private var newDocuments: SplitMix64
    var checks = HubsChecks()
    var lastFailures: [String] = []

    init(
        seed: UInt64, _ configuration: SimulationConfiguration, _ thread: OneThread
    ) async throws {
        self.configuration = configuration
        var random = SplitMix64(seed: seed ^ 0x4855_4253)
        newDocuments = SplitMix64(seed: seed ^ 0xD0C5)
        let (time, canary) = (time, configuration.canary)
        func machine(_ name: String, _ role: StoreView.Role = .replica) throws -> Machine {
            try Machine(name, role, time, seed: random.next(), canary: canary)
        }
        let isRing = random.chance(50)
        let small = configuration.faults.contains(.smallPages)
        var hubs: [SimulatedHub] = []
        for number in 0..<(isRing ? 3 : 2) {
            let hub = SimulatedHub(
                try machine("hub\(number)", .hub), pageRows: small ? 1 + random.below(5) : 500,
                pushLimit: small ? 1 + random.below(20) : 500, canary: canary)
            hub.trustPeers()
            hubs.append(hub)
        }
        self.hubs = hubs
        links = (0..<(isRing ? 3 : 1)).map {
            SimulatedLink(
                from: hubs[$0], to: hubs[($0 + 1) % hubs.count], thread, canary: canary)
        }
        func replica(_ name: String, at home: Int, isTrusted: Bool) throws -> SimulatedReplica {
            SimulatedReplica(
                try machine(name), hub: hubs[home].address, scope: Scope(),
                batch: small ? 1 + random.below(20) : 500, thread, canary: canary,
                isTrusted: isTrusted, comparesState: false)
        }
        replicas = []
        for (index, name) in ["alice", "bob", "carol"].enumerated() {
            homes[name] = index % hubs.count
            replicas.append(try replica(name, at: index % hubs.count, isTrusted: index == 0))
        }
        if configuration.faults.contains(.copiedStore) {
            spare = try replica("dave", at: 0, isTrusted: false)
        }
        for hub in hubs { try await hub.create() }
        for replica in replicas { try await replica.create() }
        try await look()
    }

    var machines: [Machine] { hubs.map(\.machine) + replicas.map(\.machine) }

    func home(of replica: SimulatedReplica) -> SimulatedHub { hubs[homes[replica.name] ?? 0] }

    func setHome(_ hub: Int, of replica: SimulatedReplica) { homes[replica.name] = hub }

    func takeSpare() -> SimulatedReplica? {
        guard let spare else { return nil }
        self.spare = nil
        replicas.append(spare)
        return spare
    }

    /// Ends the world; its files go with it.
    func end() async {
        for machine in machines { machine.disk.kill() }
        for replica in replicas { await replica.abandon() }
        for link in links { await link.abandon() }
        for hub in hubs { await hub.stop() }
        for machine in machines { await machine.end() }
        await spare?.machine.end()
    }

    /// Checks what must hold when all is quiet.
    func checkEnd() async throws { try await checks.end(self) }

    // MARK: Looking

    /// Notes what happened, looks at the stores that may have changed, and checks them.
    func settle(_ line: String) async throws {
        try await look()
        trace.add(line)
    }

    private func look() async throws {
        for machine in machines where machine.isDirty && machine.store != nil {
            try await observe(machine)
            trace.add("  \(machine.name) \(machine.view.summary)")
            if let hub = hubs.firstIndex(where: { $0.machine === machine }) {
                try checks.step(machine, hub, self)
            }
        }
    }

    private func observe(_ machine: Machine) async throws {
        let (before, replica) = (machine.view.documents, machine.view.replica)
        let rows = try await machine.observe()
        if machine.view.replica != replica { registry.forgetJournal(of: machine.name) }
        if hubs.contains(where: { $0.machine === machine }) {
            // A purge that a peer brings takes the comments along that stand here.
            everPurged.formUnion(machine.view.purged)
            for dot in machine.view.judged {
                if let entry = machine.view.log[dot] { try registry.accept(dot, entry) }
            }
        }
        try registry.record(rows, by: machine.name, hasTwins: hasTwins, before: before)
    }

    // MARK: What happens

    /// Makes a local edit at a replica that is up.
    func write(at replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        guard let store = replica.machine.store else { return try await settle("write: down") }
        writes += 1
        try await observe(replica.machine)
        let documents = replica.machine.view.documents
        let now = Timestamp(milliseconds: Int64(replica.machine.clock.milliseconds())).rfc3339
        let site = WorkloadSite(
            store: store,
            articles: documents.filter { $0.value.document.kind == .article }.keys.sorted(),
            comments: documents.filter { $0.value.document.kind == .comment }.keys.sorted(),
            time: now, newIDs: (0..<3).map { _ in newID() })
        var line = "\(replica.name) "
        do {
            line += try await configuration.workload.write(to: site, random: &random)
        } catch let error as StoreError {
            line += "write fails: \(error.code.rawValue)"
        } catch let error as ContentError {
            line += "write fails: \(error.code)"
        }
        replica.machine.isDirty = true
        try await settle(line)
    }

    private func newID() -> DocumentID {
        DocumentID(
            milliseconds: time.milliseconds, random: (newDocuments.next(), newDocuments.next()))
    }

    /// Lets a replica's sync go on for some turns, or to its end.
    @discardableResult
    func advance(
        _ replica: SimulatedReplica, turns: Int, _ random: inout SplitMix64
    ) async throws -> Result<SyncReport, any Error>? {
        if replica.machine.store == nil { return nil }
        if replica.point == nil {
            syncs += 1
            try await HubsCanary.prepare(replica, self)
            await replica.begin(.sync(.both), PushContext())
        }
        var (fates, turns) = ("", turns)
        var result = replica.takeResult()
        while result == nil, turns > 0, let point = replica.point {
            turns -= 1
            time.advance(by: 5 + UInt64(random.below(200)))
            let fate =
                isCalm ? .deliver : Weather.fate(point, configuration.faults, &random)
            fates += " " + Weather.text(fate)
            home(of: replica).machine.isDirty = true
            await replica.resume(fate)
            result = replica.takeResult()
        }
        try await settle(
            "\(replica.name) sync\(fates): \(HubsWorld.text(result, pushed: \.pushed.changes))")
        return result
    }

    /// Lets an exchange of two hubs go on for some turns, or to its end.
    @discardableResult
    func advance(
        _ link: SimulatedLink, turns: Int, _ random: inout SplitMix64
    ) async throws -> Result<SyncReport, any Error>? {
        if link.hub.machine.store == nil { return nil }
        if link.point == nil { try await link.begin() }
        var (fates, turns) = ("", turns)
        var result = link.takeResult()
        while result == nil, turns > 0, let point = link.point {
            turns -= 1
            time.advance(by: 5 + UInt64(random.below(200)))
            let fate =
                isCalm ? .deliver : Weather.fate(point, configuration.faults, &random)
            fates += " " + Weather.text(fate)
            await link.resume(fate)
            result = link.takeResult()
        }
        try await settle(
            "\(link.name) exchange\(fates): "
                + HubsWorld.text(result, pushed: \.pushed.changes))
        return result
    }

    private static func text(
        _ result: Result<SyncReport, any Error>?, pushed: KeyPath<SyncReport, Int>
    ) -> String {
        switch result {
        case nil: "waits"
        case .success(let report):
            "done, gave \(report[keyPath: pushed]), took \(report.pulled.documents)"
        case .failure(let error as SyncError):
            error.code.rawValue + (error.cause.map { " \($0)" } ?? "")
        case .failure(let error as StoreError): error.code.rawValue
        case .failure(let error): "\(error)"
        }
    }
}
