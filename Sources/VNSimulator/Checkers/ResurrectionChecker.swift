internal import VNModel

/// What the hub once knew to be superseded never stands there again, and what was purged never
/// comes back.
struct ResurrectionChecker: Checker {
    static let invariant = Invariant.noResurrection
    private var dead: Set<Place> = []
    private var live: [DocumentID: Set<Place>] = [:]
    private var generation = ""

    private struct Place: Hashable {
        var dot: Dot
        var path: String
    }

    mutating func step(_ world: World) throws {
        let machine = world.hub.machine
        guard world.touched.contains(where: { $0 === machine }) else { return }
        if generation != machine.view.generation {
            // A hub that was put back may show what it had forgotten is superseded, until somebody
            // offers the heir again.
            (dead, live, generation) = ([], [:], machine.view.generation)
        }
        for id in machine.view.changed {
            guard let document = machine.view.documents[id]?.document else {
                live[id] = nil
                continue
            }
            guard !world.purged.contains(id) else {
                throw violation("\(id) was purged and is back")
            }
            var now: Set<Place> = []
            for field in document.fields {
                for value in field.register.live {
                    let place = Place(dot: value.dot, path: field.path)
                    now.insert(place)
                    if dead.contains(place) {
                        throw violation("\(value.dot) \(field.path) of \(id) is live again")
                    }
                }
            }
            dead.formUnion(live[id, default: []].subtracting(now))
            live[id] = now
        }
    }

    func end(_ world: World) async throws {
        let hub = world.hub.machine.view
        for id in world.purged where hub.documents[id] != nil {
            throw violation("\(id) was purged and is back")
        }
        for (id, entry) in hub.documents.sorted(by: { $0.key < $1.key }) {
            if entry.document.kind == .comment,
                let article = entry.document.value("articleId")?.string.flatMap({ DocumentID($0) }),
                world.purged.contains(article)
            {
                throw violation("comment \(id) of a purged article stands at the hub")
            }
            for field in entry.document.fields {
                let keys = field.register.live.compactMap {
                    world.registry.key($0.dot, field.path)
                }
                // A known limit of the protocol (§6): the hub was put back to before a value was
                // superseded, and its author took a new id meanwhile. The value comes back as a
                // conflict that is listed; nothing is lost.
                if world.isHubRestored, world.hasTakenNewIDs { continue }
                let old = world.registry.superseded(by: keys)
                if let key = keys.first(where: { old.contains($0) }) {
                    throw violation(
                        "a superseded value of \(id) \(key.path) is live beside its heir")
                }
            }
        }
    }
}
