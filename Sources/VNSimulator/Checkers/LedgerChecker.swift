internal import VNModel

/// The hub's ledger has no hole and only grows.
struct LedgerChecker: Checker {
    static let invariant = Invariant.contiguousLedger
    private var before: [ReplicaID: UInt64] = [:]
    private var generation = ""
    private var rows: [ReplicaID: Set<UInt64>] = [:]

    mutating func step(_ world: World) throws {
        let hub = world.hub.machine
        guard world.touched.contains(where: { $0 === hub }) else { return }
        if generation != hub.view.generation {
            before = [:]
            rows = [:]
            generation = hub.view.generation
        }
        for dot in hub.view.judged { rows[dot.replica, default: []].insert(dot.counter) }
        for (replica, mark) in hub.view.ledgers {
            if mark.counter < before[replica] ?? 0 {
                throw violation("the ledger of \(replica) went back to \(mark.counter)")
            }
            before[replica] = mark.counter
            let count = rows[replica]?.count ?? 0
            guard count == mark.counter, rows[replica]?.max() ?? 0 == mark.counter else {
                throw violation(
                    "the ledger of \(replica) says \(mark.counter), its log has \(count) rows")
            }
        }
    }
}
