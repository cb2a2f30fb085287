internal import VNModel

/// Every write is live, superseded by somebody who had seen it, held for its author, or purged.
struct LossChecker: Checker {
    static let invariant = Invariant.noSilentLoss

    func end(_ world: World) async throws {
        // All others hold the same.
        let hub = world.hubs[0].machine.view
        var live: Set<WriteRegistry.Key> = []
        for (id, entry) in hub.documents {
            for field in entry.document.fields {
                for value in field.register.live {
                    guard let key = world.registry.key(value.dot, field.path) else {
                        throw violation("nobody wrote \(value.dot) \(field.path) of \(id)")
                    }
                    live.insert(key)
                }
            }
        }
        let gone = world.registry.writes.filter { isExcused($0.key, $0.value, world) }
        let superseded = world.registry.superseded(by: live.union(gone.keys))
        let held = world.replicas.reduce(into: Set<DocumentID>()) {
            $0.formUnion($1.machine.view.held)
        }
        for (key, write) in world.registry.writes.sorted(by: { $0.key < $1.key }) {
            guard !live.contains(key), !superseded.contains(key), !held.contains(key.cid),
                !isExcused(key, write, world)
            else { continue }
            let dots = world.registry.rows[key.cid, default: []].map(\.dot.description)
            throw violation(
                "\(dots.joined(separator: ", ")) \(key.path) of \(write.document) by "
                    + "\(write.author) is neither live nor superseded nor held")
        }
    }

    /// What was erased by policy, or stood in a journal that was rolled back and nowhere else.
    /// Where a hub that was put back holds a document that it had purged, it learns again of
    /// deletions.
    private func isExcused(
        _ key: WriteRegistry.Key, _ write: WriteRegistry.Write, _ world: World
    ) -> Bool {
        if world.lost.contains(key.cid) { return true }
        guard world.everPurged.contains(write.document) else { return false }
        return key.path != RegisterPath.deleted
            || world.hubs[0].machine.view.documents[write.document] == nil
    }
}
