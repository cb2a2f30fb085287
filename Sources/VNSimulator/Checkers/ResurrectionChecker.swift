internal import VNModel

/// What a hub once knew to be superseded never stands there again, and what was purged never comes
/// back, whoever brings it.
struct ResurrectionChecker: Checker {
    static let invariant = Invariant.noResurrection

    /// What was seen of a hub within a generation. A hub that was put back may show what it had
    /// forgotten is superseded, until somebody offers the heir again.
    private struct Seen {
        var generation: String
        var dead: Set<Place> = []
        var live: [DocumentID: Set<Place>] = [:]
    }

    private struct Place: Hashable {
        var dot: Dot
        var path: String
    }

    private var seen: [String: Seen] = [:]

    mutating func step(_ world: World) throws {
        for hub in world.touchedHubs { try check(hub) }
    }

    private mutating func check(_ hub: SimulatedHub) throws(Violation) {
        let view = hub.machine.view
        var seen = self.seen[hub.machine.name] ?? Seen(generation: view.generation)
        if seen.generation != view.generation { seen = Seen(generation: view.generation) }
        for id in view.changed {
            guard let document = view.documents[id]?.document else {
                seen.live[id] = nil
                continue
            }
            guard !hub.purged.contains(id) else {
                throw violation("\(id) was purged and is back")
            }
            var now: Set<Place> = []
            for field in document.fields {
                for value in field.register.live {
                    let place = Place(dot: value.dot, path: field.path)
                    now.insert(place)
                    if seen.dead.contains(place) {
                        throw violation("\(value.dot) \(field.path) of \(id) is live again")
                    }
                }
            }
            seen.dead.formUnion(seen.live[id, default: []].subtracting(now))
            seen.live[id] = now
        }
        self.seen[hub.machine.name] = seen
    }

    func end(_ world: World) async throws {
        for hub in world.hubs { try checkEnd(hub, world) }
    }

    private func checkEnd(_ hub: SimulatedHub, _ world: World) throws(Violation) {
        let view = hub.machine.view
        for id in hub.purged where view.documents[id] != nil {
            throw violation("\(id) was purged and is back")
        }
        for (id, entry) in view.documents.sorted(by: { $0.key < $1.key }) {
            if entry.document.kind == .comment,
                let article = entry.document.value("articleId")?.string.flatMap({ DocumentID($0) }),
                hub.purged.contains(article)
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
