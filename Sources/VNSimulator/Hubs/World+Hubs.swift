internal import VNModel
internal import VNRandom
internal import VNStore
internal import VNSync

// Several hubs, which exchange what they hold, and between which replicas move.
extension World {
    /// Lets an exchange of two hubs go on for some turns, or to its end.
    ///
    /// - Returns: how it ended, `nil` if it goes on.
    @discardableResult
    func advance(
        _ link: SimulatedLink, turns: Int, _ random: inout SplitMix64
    ) async throws -> Result<SyncReport, any Error>? {
        guard link.hub.machine.store != nil else {
            try await settle("\(link.name) exchange: down")
            return nil
        }
        if link.point == nil {
            try await link.begin()
            try await finishHubCrashes()
        }
        var (fates, turns) = ("", turns)
        var result = link.takeResult()
        while result == nil, turns > 0, let point = link.point {
            turns -= 1
            time.advance(by: 5 + UInt64(random.below(200)))
            let fate = isCalm ? .deliver : Weather.fate(point, configuration.faults, &random)
            fates += " " + Weather.text(fate)
            await link.resume(fate)
            try await finishHubCrashes()
            result = link.takeResult()
        }
        try await settle(
            "\(link.name) exchange\(fates): \(try text(of: result, at: link.hub.machine))")
        return result
    }

    /// Ends the exchanges that a hub's process has under way.
    func abandonLinks(of hub: SimulatedHub) async {
        for link in links where link.hub === hub { await link.abandon() }
    }

    /// A user tells a store to sync with another hub; often just after it got something from the
    /// one before and wrote over it, which the other one may not have yet.
    func move(_ replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        guard !links.isEmpty else { return try await settle("there is one hub only") }
        let hub = random.below(hubs.count)
        let isHasty = random.chance(70)
        if isHasty {
            try await advance(replica, turns: 200, .sync(.both), &random)
            for _ in 0..<3 { try await write(at: replica, &random) }
        }
        await replica.abandon()
        guard try await setHome(hub, of: replica) else {
            return try await settle("\(replica.name) cannot move")
        }
        try await settle("\(replica.name) moves to \(hubs[hub].machine.name)")
        if isHasty { try await advance(replica, turns: 200, .sync(.both), &random) }
    }

    /// - Returns: whether the store took it.
    func setHome(_ hub: Int, of replica: SimulatedReplica) async throws -> Bool {
        replica.machine.isDirty = true
        do {
            guard let store = replica.machine.store else { return false }
            try await store.setURL("http://hub\(hub)", ofRemote: World.remote)
        } catch let error as StoreError {
            try check(error, at: replica.machine)
            try await finishCrash(of: replica)
            return false
        }
        replica.record.forgetJudged()
        replica.record.forgetPushes()
        move(replica, to: hub)
        return true
    }

    /// Hubs that replicate have judged the same rows, and hold and purged the same.
    func checkHubs() throws {
        let first = hubs[0].machine.view
        for hub in hubs.dropFirst() {
            let (name, view) = (hub.machine.name, hub.machine.view)
            guard view.ledgers == first.ledgers else {
                throw Violation(.contiguousLedger, "\(name) and hub0 have judged other rows")
            }
            guard view.purged == first.purged else {
                throw Violation(.convergence, "\(name) and hub0 purged others")
            }
            let ids = Set(view.documents.keys).union(first.documents.keys)
            for id in ids.sorted() {
                let (mine, its) = (view.documents[id]?.document, first.documents[id]?.document)
                guard let mine, let its, mine.hasSameRegisters(as: its) else {
                    throw Violation(.convergence, "\(name) and hub0 differ in \(id)")
                }
            }
        }
    }
}
