internal import VNModel
internal import VNStore
internal import VNWire

/// What lies before a store's cursor has reached it.
struct CursorChecker: Checker {
    static let invariant = Invariant.cursorCoverage

    func step(_ world: World) throws {
        for replica in world.replicas
        where world.touched.contains(where: { $0 === replica.machine }) {
            let (view, hub) = (replica.machine.view, world.home(of: replica).machine)
            guard replica.scope.isFull, !hub.isDirty, let text = view.remote?.cursor,
                let cursor = try? Cursor(text), cursor.generation == hub.view.generation,
                !view.isCopied
            else { continue }
            for (id, entry) in hub.view.documents {
                // Registers travel by since; documents up to position have arrived.
                guard entry.seq <= cursor.position, !view.rereads.contains(id),
                    !view.purged.contains(id), !replica.machine.damaged.contains(id)
                else { continue }
                let mine = view.documents[id]?.document
                for field in entry.document.fields {
                    let seen = mine?[field.path].seen ?? VersionVector()
                    guard !seen.includes(field.register.seen) else { continue }
                    throw violation(
                        "\(replica.name)'s cursor stands at \(cursor.position), but \(id) "
                            + "\(field.path) of \(entry.seq) has not arrived")
                }
            }
        }
    }
}
