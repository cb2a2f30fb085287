internal import VNModel
internal import VNRandom
internal import VNStore
internal import VNSync

extension HubsWorld {
    /// How many rounds of exchanges and syncs may pass until all is quiet.
    private static let roundLimit = 10

    /// Faults stop; everybody exchanges until nothing moves any more.
    ///
    /// - Throws: ``Violation`` `I13` if that does not come to an end.
    func calmDown() async throws {
        isCalm = true
        var random = SplitMix64(seed: 1)
        for machine in machines {
            machine.clock.jump(by: 0)
            try await restart(machine)
        }
        for link in links where link.point != nil {
            try await advance(link, turns: 10_000, &random)
        }
        for replica in replicas where replica.point != nil {
            try await advance(replica, turns: 10_000, &random)
        }
        var last = ""
        for _ in 0..<HubsWorld.roundLimit {
            time.advance(by: 90_000)
            let failures = try await round(&random)
            let isEmpty = replicas.allSatisfy {
                $0.machine.view.pendingCount == 0 && $0.machine.view.rereads.isEmpty
            }
            let state = machines.map { "\($0.view.summary)" }.joined(separator: "|")
            if failures.isEmpty, isEmpty, state == last { return }
            last = state
            lastFailures = failures
        }
        let waiting = replicas.map { replica in
            "\(replica.name) has \(replica.machine.view.pendingCount) pending, "
                + "\(replica.machine.view.rereads.count) to read again"
        }
        throw Violation(
            .liveness,
            "not quiet after \(HubsWorld.roundLimit) rounds: "
                + (waiting + lastFailures).joined(separator: "; "))
    }

    /// - Returns: what failed.
    private func round(_ random: inout SplitMix64) async throws -> [String] {
        var failures: [String] = []
        for link in links {
            let result = try await advance(link, turns: 10_000, &random)
            if case .success? = result { continue }
            failures.append("\(link.name): \(result.map { "\($0)" } ?? "no end")")
        }
        for replica in replicas {
            let result = try await advance(replica, turns: 10_000, &random)
            if case .success? = result { continue }
            failures.append("\(replica.name): \(result.map { "\($0)" } ?? "no end")")
        }
        return failures
    }
}
