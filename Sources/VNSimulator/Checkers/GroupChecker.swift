internal import VNModel

/// The hub judges groups whole: all of a group or nothing of it was taken.
struct GroupChecker: Checker {
    static let invariant = Invariant.wholeGroups

    func step(_ world: World) throws {
        let hub = world.hub.machine
        guard world.touched.contains(where: { $0 === hub }), !hub.view.judged.isEmpty else {
            return
        }
        for (group, changes) in world.registry.groups where changes.count > 1 {
            let dots = changes.compactMap { cid in
                world.registry.rows[cid]?.first { hub.view.log[$0.dot]?.hash == $0.hash }?.dot
            }
            guard !dots.isEmpty else { continue }
            guard dots.count == changes.count else {
                throw violation("of group \(group) \(dots.count) of \(changes.count) were judged")
            }
            let entries = dots.compactMap { hub.view.log[$0] }.filter { $0.document != nil }
            let refused = entries.count { $0.isRefused }
            let taken = entries.count { !$0.isRefused && !$0.isDuplicate }
            guard refused == 0 || taken == 0 else {
                throw violation("group \(group) was refused in part")
            }
        }
    }
}
