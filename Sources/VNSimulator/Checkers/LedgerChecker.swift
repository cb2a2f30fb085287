internal import VNModel

/// A hub's ledger has no hole and only grows, whoever brought the rows.
struct LedgerChecker: Checker {
    static let invariant = Invariant.contiguousLedger

    /// What was seen of a hub within a generation.
    private struct Seen {
        var generation: String
        var counters: [ReplicaID: UInt64] = [:]
        var rows: [ReplicaID: Set<UInt64>] = [:]
    }

    private var seen: [String: Seen] = [:]

    mutating func step(_ world: World) throws {
        for hub in world.touchedHubs { try check(hub.machine) }
    }

    private mutating func check(_ hub: Machine) throws(Violation) {
        let view = hub.view
        var seen = self.seen[hub.name] ?? Seen(generation: view.generation)
        if seen.generation != view.generation { seen = Seen(generation: view.generation) }
        for dot in view.judged { seen.rows[dot.replica, default: []].insert(dot.counter) }
        for (replica, mark) in view.ledgers {
            if mark.counter < seen.counters[replica] ?? 0 {
                throw violation(
                    "\(hub.name)'s ledger of \(replica) went back to \(mark.counter)")
            }
            seen.counters[replica] = mark.counter
            let count = seen.rows[replica]?.count ?? 0
            guard count == mark.counter, seen.rows[replica]?.max() ?? 0 == mark.counter else {
                throw violation(
                    "\(hub.name)'s ledger of \(replica) says \(mark.counter), its log has "
                        + "\(count) rows")
            }
        }
        self.seen[hub.name] = seen
    }
}
