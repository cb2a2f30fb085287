internal import FaultDisk
internal import VNModel
internal import VNRandom
internal import VNStore
internal import VNSync
internal import VNWire

extension World {
    /// How many rounds of exchanges and syncs may pass until all is quiet.
    private var roundLimit: Int { 8 + 2 * min(links.count, 1) }

    /// Faults stop; everybody syncs until nothing moves any more.
    ///
    /// - Throws: ``Violation`` `I13` if that does not come to an end.
    func calmDown() async throws {
        isCalm = true
        var random = SplitMix64(seed: 1)
        for replica in replicas { try await finishCrash(of: replica) }
        try await finishHubCrashes()
        for machine in machines {
            machine.disk.heal()
            machine.disk.cutPower(at: 0)
            machine.clock.jump(by: 0)
            try await restart(machine)
        }
        for link in links where link.point != nil {
            try await advance(link, turns: 10_000, &random)
        }
        for replica in replicas where replica.point != nil && replica.watch == nil {
            // What it was told before may still make it fail.
            try await advance(replica, turns: 10_000, .sync(.both), &random)
        }
        try await verifyDamaged()
        try await checkWatches(&random)
        try await checkPulls(&random)
        var last = ""
        for _ in 0..<roundLimit {
            time.advance(by: 90_000)
            let failures = try await round(&random)
            let isEmpty = replicas.allSatisfy {
                $0.machine.view.pendingCount == 0 && $0.machine.view.rereads.isEmpty
            }
            let state = machines.map { "\($0.view.summary)" }.joined(separator: "|")
            if failures.isEmpty, isEmpty, state == last {
                guard try await reconcileDamaged(&random) else { return }
            }
            last = state
            lastFailures = failures
        }
        let waiting = replicas.map { replica in
            "\(replica.name) has \(replica.machine.view.pendingCount) pending, "
                + "\(replica.machine.view.rereads.count) to read again"
        }
        throw Violation(
            .liveness,
            "not quiet after \(roundLimit) rounds: "
                + (waiting + lastFailures).joined(separator: "; "))
    }

    /// All exchange, then all sync.
    ///
    /// - Returns: what failed.
    private func round(_ random: inout SplitMix64) async throws -> [String] {
        var failures: [String] = []
        func note(_ name: String, _ result: Result<SyncReport, any Error>?) {
            if case .success? = result { return }
            failures.append("\(name): \(result.map { "\($0)" } ?? "no end")")
        }
        for link in links { note(link.name, try await advance(link, turns: 10_000, &random)) }
        for replica in replicas {
            note(replica.name, try await advance(replica, turns: 10_000, .sync(.both), &random))
        }
        return failures
    }

    /// One replica's pushes go on failing: its pulls must not.
    private func checkPulls(_ random: inout SplitMix64) async throws {
        // A right to sync that could not be given back runs out.
        time.advance(by: 90_000)
        let replica = replicas[Int(hubs[0].machine.view.seq % UInt64(replicas.count))]
        try await write(at: replica, &random)
        for other in replicas where other !== replica {
            try await advance(other, turns: 10_000, .sync(.both), &random)
        }
        brokenPush = replica.name
        for _ in 0..<2 { try await advance(replica, turns: 10_000, .sync(.both), &random) }
        brokenPush = nil
        guard let text = replica.machine.view.remote?.cursor, let cursor = try? Cursor(text),
            cursor.since == home(of: replica).machine.view.seq
        else {
            throw Violation(.liveness, "\(replica.name)'s failing push holds up its pull")
        }
    }
}
