internal import VNModel

/// Where the hub knows two dots of one change, who superseded it under one dot superseded it under
/// the other, and a deletion that saw one saw both.
struct AliasChecker: Checker {
    static let invariant = Invariant.noResurrection

    func step(_ world: World) throws {
        for hub in world.touchedHubs { try check(hub.machine.view) }
    }

    private func check(_ hub: StoreView) throws(Violation) {
        for (id, aliases) in hub.aliases.sorted(by: { $0.key < $1.key }) {
            guard let document = hub.documents[id]?.document else { continue }
            for alias in aliases {
                try check(alias.dot, alias.canonical, alias.path, document)
                try check(alias.canonical, alias.dot, alias.path, document)
            }
        }
    }

    private func check(
        _ dot: Dot, _ other: Dot, _ path: String, _ document: Document
    ) throws(Violation) {
        let register = document[path]
        if register.seen.includes(dot), !register.live.contains(where: { $0.dot == dot }) {
            if register.live.contains(where: { $0.dot == other }) {
                throw violation(
                    "\(other) \(path) of \(document.id) is live although it is \(dot)")
            }
            if !register.seen.includes(other) {
                throw violation(
                    "\(path) of \(document.id) has observed \(dot), not its other dot \(other)")
            }
        }
        for live in document[RegisterPath.deleted].live {
            guard let mark = DeletionMark(live.value) else { continue }
            if mark.saw.includes(dot), !mark.saw.includes(other) {
                throw violation(
                    "the deletion of \(document.id) saw \(dot), not its other dot \(other)")
            }
        }
    }
}
