internal import VNModel

/// What waits to be pushed stands in its document, or was superseded by somebody who had seen it.
struct OwnWriteChecker: Checker {
    static let invariant = Invariant.readYourWrites

    func step(_ world: World) throws {
        for machine in world.touched where world.hub(at: machine) == nil {
            // A hub that was put back must learn again that a document was deleted and purged.
            for row in machine.view.pending
            where !machine.view.purged.contains(row.document)
                && !machine.damaged.contains(row.document)
            {
                guard let document = machine.view.documents[row.document]?.document else {
                    throw violation("\(row.dot) waits at \(machine.name), its document is gone")
                }
                for path in row.paths {
                    let register = document[path]
                    if register.live.contains(where: { $0.dot == row.dot }) { continue }
                    // It may stand under another dot that the hub had answered before.
                    let heirs = register.live.compactMap {
                        world.registry.key($0.dot, path, at: machine.name)
                    }
                    let key = WriteRegistry.Key(cid: row.cid, path: path)
                    let isThere =
                        heirs.contains(key)
                        || world.registry.superseded(by: heirs).contains(key)
                    guard !isThere else { continue }
                    guard register.seen.includes(row.dot) else {
                        throw violation("\(machine.name) does not read its \(row.dot) \(path)")
                    }
                    throw violation(
                        "\(machine.name)'s \(row.dot) \(path) gave way to what had not seen it")
                }
            }
        }
    }
}
