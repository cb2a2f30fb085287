internal import VNModel
internal import VNStore

/// After a crash a store is sound and holds every write that had returned.
enum CrashChecker {
    /// Checks a machine that has just started.
    ///
    /// - Parameter before: what was last seen of its store.
    static func check(_ machine: Machine, before: StoreView, _ world: World) async throws {
        guard let store = machine.store else { return }
        func violation(_ message: String) -> Violation {
            Violation(.crashConsistency, "\(machine.name) after its start: \(message)")
        }
        let report = try await store.verify(deep: true)
        // Bytes that changed under a digest are found, as they are to be.
        let expected: Set = machine.isRotten ? ["articles", "comments", "search"] : []
        for check in report.checks where !check.ok && !expected.contains(check.name) {
            throw violation("\(check.name): \(check.detail)")
        }
        guard machine.view.replica == before.replica else { return }
        let own = machine.view.own
        for (replica, counter) in before.counters.sorted(by: { $0.key < $1.key }) {
            guard own.contains(replica) else { throw violation("\(replica) is unknown") }
            let hashes = try await store.read { session -> [UInt64: ChangeHash] in
                var found: [UInt64: ChangeHash] = [:]
                guard let number = try session.knownNumber(of: replica) else { return found }
                try session.journal(
                    where: "replica = ? AND counter <= ?",
                    [.integer(Int64(number)), .integer(counter)]
                ) {
                    found[$0.change.dot.counter] = $0.hash
                    return true
                }
                return found
            }
            for number in 1...max(1, counter) where counter > 0 {
                let known = world.registry.hashes[Dot(replica, number)] ?? []
                guard let hash = hashes[number], known.contains(hash) else {
                    throw violation("journal row \(replica):\(number) is gone")
                }
            }
        }
        guard let hub = world.hub(at: machine) else { return }
        for replica in world.replicas where world.home(of: replica) === hub {
            for (id, mark) in replica.record.judged {
                guard machine.view.ledgers[id]?.counter ?? 0 >= mark.counter else {
                    throw violation("what was answered for \(id):\(mark.counter) is forgotten")
                }
            }
        }
    }
}
