internal import FaultDisk
internal import VNModel
internal import VNRandom
internal import VNSync

extension World {
    /// Lets one step happen.
    func perform(_ step: SimulationStep) async throws {
        var random = SplitMix64(seed: step.seed)
        let replica = replicas[random.below(replicas.count)]
        let hub = hubs[hubs.count > 1 ? random.below(hubs.count) : 0]
        await beginWatches(step.seed)
        try await pass(UInt64(10 + random.below(60_000)), &random)
        for machine in machines
        where machine.store == nil && machine.isBorn && random.chance(60) {
            try await restart(machine)
        }
        await beginWatches(step.seed)
        try await rest(&random)
        try await happen(step.kind, replica, hub, &random)
        try await rest(&random)
    }

    private func happen(
        _ kind: SimulationStep.Kind, _ replica: SimulatedReplica, _ hub: SimulatedHub,
        _ random: inout SplitMix64
    ) async throws {
        switch kind {
        case .write: try await write(at: replica, &random)
        case .sync where replica.watch != nil: try await pass(5_000, &random)
        case .sync:
            let turns = random.chance(60) ? 200 : 1 + random.below(4)
            let direction: SyncDirection =
                random.chance(85) ? .both : random.chance(50) ? .push : .pull
            try await advance(replica, turns: turns, .sync(direction), &random)
        case .lateRequest: try await repeatOldPush(of: replica, &random)
        case .cancel:
            await replica.abandon()
            try await settle("\(replica.name) sync cancelled")
        case .watch: try await toggleWatch(of: replica)
        case .wake: try await wake(replica, &random)
        case .otherProcess: try await useOtherProcess(of: replica, &random)
        case .kill, .powerCut: try await crash(replica, kind, &random)
        case .armKill, .armPowerCut: try await arm(replica.machine, kind, &random)
        case .disk: try await breakDisk(replica.machine, &random)
        case .hubKill, .hubPowerCut: try await crash(hub, kind, &random)
        case .hubArm: try await arm(hub.machine, .armPowerCut, &random)
        case .hubDisk: try await breakDisk(hub.machine, &random)
        case .clock: try await disturbClock(&random)
        case .offline:
            let days = 1 + random.below(400)
            try await pass(UInt64(days) * 86_400_000, &random)
            try await settle("\(days) days pass")
        case .purge: try await purge(at: hub, &random)
        case .damage: try await damage(replica, &random)
        case .copyStore: try await copyStore(of: replica, &random)
        case .snapshot: try await takeSnapshot(of: replica)
        case .rollBack: try await rollBack(replica, &random)
        case .hubBackup: try await backUp(hub)
        case .hubRestore: try await restore(hub)
        case .backup: try await backUp(replica)
        case .restore: try await restore(replica)
        case .exchange:
            guard let link = random.pick(links) else {
                return try await settle("there is one hub only")
            }
            try await advance(link, turns: random.chance(60) ? 200 : 1 + random.below(4), &random)
        case .move: try await move(replica, &random)
        }
    }

    private func repeatOldPush(
        of replica: SimulatedReplica, _ random: inout SplitMix64
    ) async throws {
        guard let request = random.pick(replica.record.pushes) else {
            return try await settle("no late request")
        }
        let hub = home(of: replica)
        hub.machine.isDirty = true
        let answer = await hub.address.answer(request)
        try await finishHubCrashes()
        if let answer { replica.record.note(request, answer) }
        try await settle("late push of \(replica.name): \(answer?.status ?? 0)")
    }

    private func crash(
        _ replica: SimulatedReplica, _ kind: SimulationStep.Kind, _ random: inout SplitMix64
    ) async throws {
        guard replica.machine.store != nil else { return try await settle("down already") }
        let isPower = kind == .powerCut
        if isPower {
            replica.machine.disk.cutPower(seed: random.chance(30) ? 0 : random.next() | 1)
        } else {
            replica.machine.disk.kill()
        }
        try await finishCrash(of: replica)
        try await settle("\(replica.name) \(kind.rawValue)")
    }

    private func crash(
        _ hub: SimulatedHub, _ kind: SimulationStep.Kind, _ random: inout SplitMix64
    ) async throws {
        guard hub.machine.store != nil else { return try await settle("down already") }
        if kind == .hubPowerCut {
            hub.machine.disk.cutPower(seed: random.chance(30) ? 0 : random.next() | 1)
        } else {
            hub.machine.disk.kill()
        }
        try await finishHubCrashes()
        try await settle("\(hub.machine.name) \(kind == .hubKill ? "killed" : "power cut")")
    }

    private func arm(
        _ machine: Machine, _ kind: SimulationStep.Kind, _ random: inout SplitMix64
    ) async throws {
        guard machine.store != nil else { return try await settle("down already") }
        let place = UInt64(1 + random.below(60))
        if kind == .armPowerCut {
            machine.disk.cutPower(at: place, seed: random.chance(30) ? 0 : random.next() | 1)
        } else {
            machine.disk.kill(at: place)
        }
        try await settle("\(machine.name) \(kind.rawValue) in \(place)")
    }

    private func breakDisk(_ machine: Machine, _ random: inout SplitMix64) async throws {
        guard machine.store != nil else { return try await settle("down already") }
        let isFull = configuration.faults.contains(.fullDisk) && random.chance(50)
        let place = UInt64(1 + random.below(20))
        let times: UInt64? = random.chance(50) ? 1 + UInt64(random.below(6)) : nil
        if isFull {
            machine.disk.fail(.write, .full, at: place, times: times)
        } else if random.chance(60) {
            machine.disk.fail(.write, .write, at: place, times: times)
        } else {
            machine.disk.fail(.sync, .sync, at: place, times: times)
        }
        try await settle("\(machine.name) disk fails from \(place) on, \(times ?? 0) times")
    }

    private func disturbClock(_ random: inout SplitMix64) async throws {
        guard let machine = random.pick(machines) else { return }
        let day: Int64 = 86_400_000
        let isFreeze =
            configuration.faults.contains(.frozenClock)
            && (!configuration.faults.contains(.clockJump) || random.chance(20))
        if isFreeze {
            machine.clock.freeze()
            return try await settle("\(machine.name) clock stands still")
        }
        let jumps = [-3650 * day, -400 * day, -3_600_000, -1_500, 90_000, 3_600_000, 3650 * day]
        let jump = random.pick(jumps) ?? 0
        machine.clock.jump(by: jump)
        try await settle("\(machine.name) clock jumps by \(jump) ms")
    }

    private func backUp(_ replica: SimulatedReplica) async throws {
        let result = await replica.machine.backUp()
        try await finishCrash(of: replica)
        try await settle("\(replica.name) backup: \(result)")
    }

    /// Puts a store back from its backup, as `vnsync restore` does. A sync that is under way ends.
    private func restore(_ replica: SimulatedReplica) async throws {
        await replica.abandon()
        let result = await replica.machine.restore()
        try await finishCrash(of: replica)
        try await settle("\(replica.name) restore: \(result)")
    }

    private func purge(at hub: SimulatedHub, _ random: inout SplitMix64) async throws {
        let deleted = hub.machine.view.documents.values.map(\.document)
            .filter { $0.kind == .article && $0.isDeleted }.map(\.id).sorted()
        guard let id = random.pick(deleted), hub.machine.store != nil else {
            return try await settle("nothing to purge")
        }
        do {
            let ids = try await hub.purge(id)
            notePurges(hub, Set(ids))
            let names = ids.map(\.short).joined(separator: " ")
            try await settle("\(hub.machine.name) purges \(names)")
        } catch {
            hub.machine.isDirty = true
            hub.uncertainPurges.insert(id)
            try await finishHubCrashes()
            try await settle("\(hub.machine.name) cannot purge")
        }
    }

    /// Takes note of what a hub has removed for good.
    func notePurges(_ hub: SimulatedHub, _ ids: Set<DocumentID>) {
        hub.purged.formUnion(ids)
        everPurged.formUnion(ids)
    }

    /// Takes what the hub knows to be purged, if one of the purges failed.
    func noteUncertainPurges(_ hub: SimulatedHub) {
        let known = hub.machine.view.purged
        if !hub.uncertainPurges.isDisjoint(with: known) { notePurges(hub, known) }
    }
}
