internal import FaultDisk
internal import VNModel
internal import VNRandom
internal import VNStore
internal import VNSync

extension HubsWorld {
    /// Lets one step happen.
    func perform(_ step: SimulationStep) async throws {
        var random = SplitMix64(seed: step.seed)
        let replica = replicas[random.below(replicas.count)]
        let hub = hubs[random.below(hubs.count)]
        time.advance(by: UInt64(10 + random.below(60_000)))
        for machine in machines
        where machine.store == nil && machine.isBorn && random.chance(60) {
            try await restart(machine)
        }
        switch step.kind {
        case .write: try await write(at: replica, &random)
        case .sync:
            let turns = random.chance(60) ? 200 : 1 + random.below(4)
            try await advance(replica, turns: turns, &random)
        case .exchange:
            let link = links[random.below(links.count)]
            let turns = random.chance(60) ? 200 : 1 + random.below(4)
            try await advance(link, turns: turns, &random)
        case .move: try await move(replica, &random)
        case .cancel:
            await replica.abandon()
            try await settle("\(replica.name) sync cancelled")
        case .kill, .powerCut:
            await replica.machine.crash(powerSeed: step.kind == .powerCut ? random.next() | 1 : nil)
            await replica.abandon()
            try await settle("\(replica.name) \(step.kind.rawValue)")
        case .hubKill, .hubPowerCut:
            try await crash(hub, isPower: step.kind == .hubPowerCut, &random)
        case .clock: try await disturbClock(&random)
        case .offline:
            time.advance(by: UInt64(1 + random.below(60)) * 86_400_000)
            try await settle("days pass")
        case .purge: try await purge(at: hub, &random)
        case .copyStore: try await copy(replica, &random)
        case .hubBackup:
            let result = await hub.machine.backUp()
            try await settle("\(hub.machine.name) backup: \(result)")
        case .hubRestore: try await restore(hub)
        default: try await settle("\(step.kind.rawValue): not here")
        }
    }

    /// Starts what is down again.
    func restart(_ machine: Machine) async throws {
        guard machine.store == nil else { return }
        if let replica = replicas.first(where: { $0.machine === machine }) {
            try await replica.restart()
        } else if let hub = hubs.first(where: { $0.machine === machine }) {
            try await hub.restart()
        }
        try await settle("\(machine.name) starts")
    }

    private func crash(
        _ hub: SimulatedHub, isPower: Bool, _ random: inout SplitMix64
    ) async throws {
        guard hub.machine.store != nil else { return try await settle("down already") }
        await hub.stop()
        await hub.machine.crash(powerSeed: isPower ? random.next() | 1 : nil)
        for link in links where link.hub === hub { await link.abandon() }
        try await settle("\(hub.machine.name) \(isPower ? "power cut" : "killed")")
    }

    /// A user tells a store to sync with another hub; often just after it got something from the
    /// one before and wrote over it, which the other one may not have yet.
    private func move(_ replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        let hub = random.below(hubs.count)
        let isHasty = random.chance(70)
        if isHasty {
            try await advance(replica, turns: 200, &random)
            for _ in 0..<3 { try await write(at: replica, &random) }
        }
        guard let store = replica.machine.store else { return try await settle("move: down") }
        await replica.abandon()
        try await store.setURL("http://hub\(hub)", ofRemote: World.remote)
        replica.move(to: hubs[hub].address)
        setHome(hub, of: replica)
        try await settle("\(replica.name) moves to hub\(hub)")
        if isHasty { try await advance(replica, turns: 200, &random) }
    }

    private func disturbClock(_ random: inout SplitMix64) async throws {
        guard let machine = random.pick(machines) else { return }
        let day: Int64 = 86_400_000
        let jump = random.pick([-400 * day, -3_600_000, -1_500, 90_000, 3_600_000, 400 * day]) ?? 0
        machine.clock.jump(by: jump)
        try await settle("\(machine.name) clock jumps by \(jump) ms")
    }

    private func purge(at hub: SimulatedHub, _ random: inout SplitMix64) async throws {
        let deleted = hub.machine.view.documents.values.map(\.document)
            .filter { $0.kind == .article && $0.isDeleted }.map(\.id).sorted()
        guard let id = random.pick(deleted), hub.machine.store != nil else {
            return try await settle("nothing to purge")
        }
        let ids = try await hub.purge(id)
        try await settle("\(hub.machine.name) purges \(ids.count)")
    }

    /// A store is copied to another machine, which syncs with another hub perhaps. The copy shows
    /// that it is one: copies at two hubs that nobody sees are beyond help (finding F14).
    private func copy(_ replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        guard case .success(let file) = await replica.machine.copyOut("copy.db") else {
            return try await settle("\(replica.name) copy: not now")
        }
        guard let copy = takeSpare() else {
            return try await settle("\(replica.name) copy: no machine for it")
        }
        hasTwins = true
        try await copy.adopt(file, isSeen: true)
        let home = random.below(hubs.count)
        try await copy.machine.store?.setURL("http://hub\(home)", ofRemote: World.remote)
        copy.move(to: hubs[home].address)
        setHome(home, of: copy)
        try await settle("\(copy.name) is a copy of \(replica.name), at hub\(home)")
    }

    private func restore(_ hub: SimulatedHub) async throws {
        guard hub.machine.store != nil, hub.machine.hasBackup else {
            return try await settle("nothing to restore")
        }
        for link in links where link.hub === hub { await link.abandon() }
        let result = await hub.restore()
        guard result == "done" else { return try await settle("hub restore: \(result)") }
        restores += 1
        for replica in replicas { replica.record.forgetJudged() }
        try await settle("\(hub.machine.name) restore: done")
    }
}
