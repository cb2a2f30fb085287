internal import VNModel

/// A dot names one change, at its author and at the hub.
struct DotChecker: Checker {
    static let invariant = Invariant.oneDotOneChange

    func step(_ world: World) throws {
        let hub = world.hub.machine
        guard world.touched.contains(where: { $0 === hub }) else { return }
        for dot in hub.view.judged {
            guard let mine = world.registry.hashes[dot], let theirs = hub.view.log[dot]?.hash else {
                continue
            }
            if !mine.contains(theirs) { throw violation("\(dot) has another hash at the hub") }
        }
    }
}
