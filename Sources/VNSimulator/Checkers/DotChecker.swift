internal import VNModel

/// A dot names one change, at its author and at the hub; what the hub has of a journal is one
/// journal; and what it calls a duplicate it did take before. What was judged elsewhere may arrive
/// in parts, so of several hubs the last holds when all is quiet.
struct DotChecker: Checker {
    static let invariant = Invariant.oneDotOneChange

    func step(_ world: World) throws {
        for hub in world.touchedHubs { try check(hub.machine.view, world) }
    }

    private func check(_ view: StoreView, _ world: World) throws(Violation) {
        for dot in view.judged {
            guard let entry = view.log[dot] else { continue }
            if let mine = world.registry.hashes[dot], !mine.contains(entry.hash) {
                throw violation("\(dot) has another hash at the hub")
            }
            let row = WriteRegistry.Row(dot: dot, hash: entry.hash)
            if dot.counter > 1, let previous = world.registry.previous[row],
                let before = view.log[Dot(dot.replica, dot.counter - 1)],
                before.hash != previous
            {
                throw violation("\(dot) follows a row of another journal at the hub")
            }
            if world.links.isEmpty { try checkDuplicate(dot, entry, view) }
        }
    }

    func end(_ world: World) async throws {
        for hub in world.hubs {
            let view = hub.machine.view
            for (dot, entry) in view.log.sorted(by: { $0.key < $1.key }) {
                try checkDuplicate(dot, entry, view)
            }
        }
    }

    private func checkDuplicate(
        _ dot: Dot, _ entry: StoreView.LogEntry, _ view: StoreView
    ) throws(Violation) {
        guard case .duplicate(let canonical) = entry.outcome else { return }
        guard let first = view.log[canonical], !first.isRefused, !first.isDuplicate else {
            throw violation("\(dot) is called \(canonical), which was not taken")
        }
    }
}
