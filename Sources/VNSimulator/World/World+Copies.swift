internal import FaultDisk
internal import VNModel
internal import VNRandom
internal import VNStore

extension World {
    /// Whether a copied file shows that it is one. The store that is copied with its whole machine
    /// is only found by the hub; if that is put back too, or the copy syncs with another one,
    /// nobody finds it (finding F14), so then every copy is seen.
    private func isSeen(_ random: inout SplitMix64) -> Bool {
        let isSeen = random.chance(50)
        if let copies = configuration.canary?.facts.copies, copies > 1 { return false }
        return isSeen || !configuration.faults.isDisjoint(with: [.restoredHub, .severalHubs])
    }

    /// A store is copied to another machine, and both go on.
    func copyStore(
        of replica: SimulatedReplica, _ random: inout SplitMix64
    ) async throws {
        let isSeen = isSeen(&random)
        switch await replica.machine.copyOut("copy.db") {
        case .failure(let failure):
            try await finishCrash(of: replica)
            try await settle("\(replica.name) copy: \(failure.reason)")
        case .success(let file):
            guard let copy = takeSpare(withScopeOf: replica) else {
                return try await settle("\(replica.name) copy: no machine for it")
            }
            hasTwins = true
            try await copy.adopt(file, isSeen: isSeen)
            copy.machine.takeDamage(of: replica.machine)
            if !links.isEmpty { _ = try await setHome(random.below(hubs.count), of: copy) }
            try await settle("\(copy.name) is a copy of \(replica.name), seen: \(isSeen)")
        }
    }

    /// The state of a store that it may be rolled back to.
    func takeSnapshot(of replica: SimulatedReplica) async throws {
        var result = "done"
        switch await replica.machine.copyOut("snapshot.db") {
        case .success: replica.machine.hasSnapshot = true
        case .failure(let failure):
            replica.machine.hasSnapshot = false
            result = failure.reason
        }
        try await finishCrash(of: replica)
        try await settle("\(replica.name) snapshot: \(result)")
    }

    /// A store is put back byte by byte; what it wrote since is gone if it has not left.
    func rollBack(_ replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        let isSeen = isSeen(&random)
        guard replica.machine.store != nil, replica.machine.hasSnapshot else {
            return try await settle("nothing to roll back")
        }
        try await settle("before the rollback")
        hasTwins = true
        rolledBack.formUnion(replica.machine.view.cids)
        rolledBack.formUnion(replica.machine.view.held)
        registry.forgetJournal(of: replica.name)
        replica.record.forgetPushes()
        try await replica.adopt(replica.machine.disk.path("snapshot.db"), isSeen: isSeen)
        try await settle("\(replica.name) is rolled back, seen: \(isSeen)")
        countLosses()
    }

    /// What stood in a journal that was rolled back and stands nowhere else any more.
    func countLosses() {
        var kept = Set(
            hubs.flatMap { $0.machine.view.log.keys.compactMap { registry.accepted($0) } })
        for replica in replicas {
            kept.formUnion(replica.machine.view.cids)
            kept.formUnion(replica.machine.view.held)
        }
        lost.formUnion(rolledBack.subtracting(kept))
    }

    func backUp(_ hub: SimulatedHub) async throws {
        let result = await hub.machine.backUp()
        try await finishHubCrashes()
        try await settle("\(hub.machine.name) backup: \(result)")
    }

    /// A hub is put back while syncs may be under way.
    func restore(_ hub: SimulatedHub) async throws {
        guard hub.machine.store != nil, hub.machine.hasBackup else {
            return try await settle("nothing to restore")
        }
        await abandonLinks(of: hub)
        let generation = hub.machine.view.generation
        let result = await hub.restore()
        try await finishHubCrashes()
        guard result == "done" else {
            hub.uncertainRestore = generation
            return try await settle("\(hub.machine.name) restore: \(result)")
        }
        noteRestore(hub)
        try await settle("\(hub.machine.name) restore: done")
        // Purges that came behind the backup it has forgotten.
        hub.purged = hub.machine.view.purged
        countLosses()
    }

    /// The hub is that of its backup.
    private func noteRestore(_ hub: SimulatedHub) {
        isHubRestored = true
        hub.uncertainRestore = nil
        for replica in replicas { replica.record.forgetJudged() }
        hub.purged = []
    }

    /// Takes note of a restore that failed, if what the hub holds is that of its backup now: the
    /// disk failed when all was done.
    func noteRestoreIfDone(_ hub: SimulatedHub) {
        guard let generation = hub.uncertainRestore, hub.machine.view.generation != generation
        else { return }
        noteRestore(hub)
        hub.purged = hub.machine.view.purged
        countLosses()
    }
}
