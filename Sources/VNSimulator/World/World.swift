internal import FaultDisk
internal import VNModel
internal import VNRandom
internal import VNStore

/// Everything that one run consists of: a hub, or several that replicate with each other, replicas
/// around them, time, chance, and the truth that they are held against. One thing happens at
/// a time.
final class World {
    /// What every replica calls the hub.
    static let remote = "hub"

    let configuration: SimulationConfiguration
    let time = SimulatedTime()
    /// What those who watch and listen need; `nil` where nobody does.
    let watching: Watching?
    /// One hub; or two in a chain or three in a ring.
    let hubs: [SimulatedHub]
    /// What hubs exchange with each other.
    let links: [SimulatedLink]
    /// At which hub each replica syncs, by its name; the first if none is named.
    private var homes: [String: Int] = [:]
    private(set) var replicas: [SimulatedReplica]
    /// Where copies of stores may be put, one each.
    private var spares: [SimulatedReplica] = []
    /// What a rollback took away and nobody else has.
    var lost: Set<DocumentID> = []
    /// What stood in journals that were rolled back.
    var rolledBack: Set<DocumentID> = []
    /// Whether a store was copied or rolled back: a dot may stand for two changes until a hub
    /// takes one of them.
    var hasTwins = false
    /// Whether a hub was put back.
    var isHubRestored = false
    /// All that a hub ever removed for good.
    var everPurged: Set<DocumentID> = []
    var registry = WriteRegistry()
    var trace = Trace()
    /// Whether faults may happen still.
    var isCalm = false
    /// Machines that were looked at after the last step, in the order of the world.
    private(set) var touched: [Machine] = []
    private var checkers: [any Checker]
    var newDocuments: SplitMix64
    var writes = 0
    var syncs = 0
    /// Whose pushes fail although all else is calm.
    var brokenPush: String?
    /// How the syncs of the last calm round failed.
    var lastFailures: [String] = []

    /// Makes a world of a seed.
    init(
        seed: UInt64, _ configuration: SimulationConfiguration, _ thread: OneThread
    ) async throws {
        self.configuration = configuration
        var random = SplitMix64(seed: seed)
        newDocuments = SplitMix64(seed: seed ^ 0xD0C5)
        let (time, canary, faults) = (time, configuration.canary, configuration.faults)
        func machine(_ name: String, _ role: StoreView.Role = .replica) throws -> Machine {
            try Machine(
                name, role, time, seed: random.next(), canary: canary,
                resolvers: role == .hub ? .none : configuration.resolvers)
        }
        let watching =
            faults.contains(.watchedStore) ? Watching(time: time, thread: thread) : nil
        self.watching = watching
        // Of long pushes a part is worked on by other threads, which is not to be seen here.
        let small = faults.contains(.smallPages) || watching != nil
        let isReplicated = faults.contains(.severalHubs)
        let isRing = isReplicated && random.chance(50)
        let hubs = try (0..<(isRing ? 3 : isReplicated ? 2 : 1)).map { number in
            SimulatedHub(
                try machine(isReplicated ? "hub\(number)" : "hub", .hub),
                pageRows: small ? 1 + random.below(5) : 500,
                pushLimit: small ? 1 + random.below(20) : 500, canary: canary,
                watching: watching, trustsPeers: isReplicated)
        }
        self.hubs = hubs
        links = (0..<(isRing ? 3 : isReplicated ? 1 : 0)).map {
            SimulatedLink(from: hubs[$0], to: hubs[($0 + 1) % hubs.count], thread, canary: canary)
        }
        func replica(_ name: String, _ scope: Scope, at home: Int) throws -> SimulatedReplica {
            SimulatedReplica(
                try machine(name), hub: hubs[home].address, scope: scope,
                batch: small ? 1 + random.below(20) : 500, thread, canary: canary,
                isTrusted: isReplicated && name == "alice", comparesState: !isReplicated)
        }
        replicas = []
        let count = isReplicated ? 3 : 2 + random.below(2)
        for (index, name) in ["alice", "bob", "carol"].prefix(count).enumerated() {
            let isScoped = faults.contains(.scope) && index > 0 && random.chance(25)
            var scope = Scope()
            if isScoped { scope.sections = ["kinh-te", "the-thao"] }
            homes[name] = index % hubs.count
            replicas.append(try replica(name, scope, at: index % hubs.count))
        }
        if faults.contains(.copiedStore) {
            for name in ["dave", "erin", "frank"].prefix(canary?.facts.copies ?? 1) {
                spares.append(try replica(name, Scope(), at: 0))
            }
        }
        checkers = Checkers.all()
        for hub in hubs { try await hub.create() }
        for replica in replicas { try await replica.create() }
        try await look()
    }

    var machines: [Machine] { hubs.map(\.machine) + replicas.map(\.machine) }

    /// Where a replica syncs.
    func home(of replica: SimulatedReplica) -> SimulatedHub { hubs[homes[replica.name] ?? 0] }

    /// A replica syncs with another hub from now on.
    func move(_ replica: SimulatedReplica, to hub: Int) {
        homes[replica.name] = hub
        replica.move(to: hubs[hub].address)
    }

    /// The hub whose machine it is, if it is one's.
    func hub(at machine: Machine) -> SimulatedHub? { hubs.first { $0.machine === machine } }

    /// The hubs that were looked at after the last step.
    var touchedHubs: [SimulatedHub] { touched.compactMap { hub(at: $0) } }

    /// Whether a store has taken a new id.
    var hasTakenNewIDs: Bool { replicas.contains { $0.machine.view.own.count > 1 } }

    /// Ends the world; its files go with it.
    func end() async {
        for replica in replicas {
            replica.machine.disk.kill()
            await replica.abandon()
        }
        for link in links {
            link.hub.machine.disk.kill()
            await link.abandon()
        }
        for hub in hubs { await hub.stop() }
        for machine in machines { await machine.end() }
        for spare in spares { await spare.machine.end() }
    }

    /// A machine for a copy, which takes part from now on.
    func takeSpare(withScopeOf replica: SimulatedReplica) -> SimulatedReplica? {
        guard !spares.isEmpty else { return nil }
        let spare = spares.removeFirst()
        spare.scope = replica.scope
        replicas.append(spare)
        return spare
    }

    /// Notes what happened, looks at the stores that may have changed, and checks all of them.
    func settle(_ line: String) async throws {
        try await look()
        noteRepairs()
        trace.add(line)
        for machine in touched { trace.add("  \(machine.name) \(machine.view.summary)") }
        for index in checkers.indices { try checkers[index].step(self) }
    }

    private func look() async throws {
        touched = []
        for machine in machines where machine.isDirty && machine.store != nil {
            if try await look(at: machine) { touched.append(machine) }
        }
    }

    /// - Returns: whether what the machine holds is known now.
    func look(at machine: Machine) async throws -> Bool {
        do {
            try await observe(machine)
            return true
        } catch let error as StoreError where error.isOfDisk {
            // Who looks meets the fault too, and looks again when it is over.
            try check(error, at: machine)
            return false
        }
    }

    private func observe(_ machine: Machine) async throws {
        let (before, replica) = (machine.view.documents, machine.view.replica)
        let rows = try await machine.observe()
        if machine.view.replica != replica { registry.forgetJournal(of: machine.name) }
        if let hub = hub(at: machine) {
            noteRestoreIfDone(hub)
            if !links.isEmpty { notePurges(hub, machine.view.purged) }
            for dot in machine.view.judged {
                if let entry = machine.view.log[dot] { try registry.accept(dot, entry) }
            }
        }
        try registry.record(rows, by: machine.name, hasTwins: hasTwins, before: before)
    }

    /// Checks what must hold when all is quiet.
    func checkEnd() async throws {
        for index in checkers.indices { try await checkers[index].end(self) }
    }

    // MARK: What befalls machines

    /// A sound disk gives no errors.
    func check(_ error: StoreError, at machine: Machine) throws {
        guard error.isOfDisk, !machine.disk.isOff, isCalm else { return }
        throw Violation(.crashConsistency, "\(machine.name): \(error.code.rawValue)")
    }

    /// Ends what ran on a replica whose machine or process died by itself.
    ///
    /// - Returns: whether it had.
    @discardableResult
    func finishCrash(of replica: SimulatedReplica) async throws -> Bool {
        guard replica.machine.disk.isOff, replica.machine.store != nil else { return false }
        await replica.abandon()
        await replica.machine.shut()
        return true
    }

    /// Ends what ran on hubs whose machines or processes died by themselves.
    func finishHubCrashes() async throws {
        for hub in hubs where hub.machine.disk.isOff && hub.machine.store != nil {
            await abandonLinks(of: hub)
            await hub.stop()
            await hub.machine.shut()
        }
    }

    /// Starts what is down again.
    func restart(_ machine: Machine) async throws {
        guard machine.store == nil else { return }
        let committed = machine.view
        do {
            if let replica = replicas.first(where: { $0.machine === machine }) {
                try await replica.restart()
            } else {
                try await hub(at: machine)?.restart()
            }
        } catch let error as StoreError {
            throw Violation(
                .crashConsistency, "\(machine.name) does not open: \(error.code.rawValue)")
        }
        try await settle("\(machine.name) starts")
        if let hub = hub(at: machine) { noteUncertainPurges(hub) }
        try await CrashChecker.check(machine, before: committed, self)
    }
}

extension StoreError {
    /// Whether a disk that fails can be the cause.
    fileprivate var isOfDisk: Bool {
        [Code.inputOutput, .corrupt, .database, .diskFull].contains(code)
    }
}
