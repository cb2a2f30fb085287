internal import VNModel

/// Hubs judge groups whole: all of a group or nothing of it was taken. What was judged elsewhere
/// may arrive in parts, so of several hubs this holds when all is quiet.
struct GroupChecker: Checker {
    static let invariant = Invariant.wholeGroups

    func step(_ world: World) throws {
        guard world.links.isEmpty else { return }
        for hub in world.touchedHubs where !hub.machine.view.judged.isEmpty {
            try check(hub.machine, world)
        }
    }

    func end(_ world: World) async throws {
        for hub in world.hubs { try check(hub.machine, world) }
    }

    private func check(_ hub: Machine, _ world: World) throws(Violation) {
        for (group, changes) in world.registry.groups where changes.count > 1 {
            let dots = changes.compactMap { cid in
                world.registry.rows[cid]?.first { hub.view.log[$0.dot]?.hash == $0.hash }?.dot
            }
            guard !dots.isEmpty else { continue }
            guard dots.count == changes.count else {
                throw violation("of group \(group) \(dots.count) of \(changes.count) were judged")
            }
            let entries = dots.compactMap { hub.view.log[$0] }.filter { $0.document != nil }
            // A store that moves may bring the rest of a group to a hub that knows of a purge.
            let refused = entries.count { entry in
                entry.isRefused && !(entry.document.map(hub.view.purged.contains) ?? true)
            }
            let taken = entries.count { !$0.isRefused && !$0.isDuplicate }
            guard refused == 0 || taken == 0 else {
                throw violation("group \(group) was refused in part")
            }
        }
    }
}
