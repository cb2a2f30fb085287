internal import VNModel
internal import VNStore

/// What must hold in a world of several hubs: the invariants of one hub at each of them, and that
/// all of them come to the same.
struct HubsChecks {
    /// What was seen of one hub within a generation.
    private struct Seen {
        var generation = ""
        var ledgers: [ReplicaID: UInt64] = [:]
        var rows: [ReplicaID: Set<UInt64>] = [:]
        var dead: Set<Place> = []
        var live: [DocumentID: Set<Place>] = [:]
        var purged: Set<DocumentID> = []
    }

    private struct Place: Hashable {
        var dot: Dot
        var path: String
    }

    private var seen: [Int: Seen] = [:]

    /// Looks at a hub that may have changed.
    mutating func step(_ machine: Machine, _ hub: Int, _ world: HubsWorld) throws {
        var seen = self.seen[hub] ?? Seen()
        let view = machine.view
        if seen.generation != view.generation { seen = Seen(generation: view.generation) }
        try checkLedgers(&seen, machine)
        try checkDots(machine, world)
        try checkDead(&seen, machine)
        self.seen[hub] = seen
    }

    /// I5: without a hole, and growing, whoever brought the rows.
    private func checkLedgers(_ seen: inout Seen, _ machine: Machine) throws {
        for dot in machine.view.judged { seen.rows[dot.replica, default: []].insert(dot.counter) }
        for (replica, mark) in machine.view.ledgers {
            let rows = seen.rows[replica] ?? []
            guard mark.counter >= seen.ledgers[replica] ?? 0, UInt64(rows.count) == mark.counter,
                rows.max() ?? 0 == mark.counter
            else {
                throw Violation(
                    .contiguousLedger,
                    "\(machine.name)'s ledger of \(replica) says \(mark.counter), its log has "
                        + "\(rows.count) rows")
            }
            seen.ledgers[replica] = mark.counter
        }
    }

    /// I4: a dot names one change, at its author and at every hub.
    private func checkDots(_ machine: Machine, _ world: HubsWorld) throws {
        for dot in machine.view.judged {
            guard let mine = world.registry.hashes[dot], let theirs = machine.view.log[dot]?.hash
            else { continue }
            if !mine.contains(theirs) {
                throw Violation(.oneDotOneChange, "\(dot) has another hash at \(machine.name)")
            }
        }
    }

    /// I3: what a hub knew to be superseded or purged does not come back, whoever brings it.
    private func checkDead(_ seen: inout Seen, _ machine: Machine) throws {
        seen.purged.formUnion(machine.view.purged)
        for id in machine.view.changed {
            guard let document = machine.view.documents[id]?.document else {
                seen.live[id] = nil
                continue
            }
            if seen.purged.contains(id) {
                throw Violation(.noResurrection, "\(id) was purged and is back")
            }
            var now: Set<Place> = []
            for field in document.fields {
                for value in field.register.live {
                    let place = Place(dot: value.dot, path: field.path)
                    now.insert(place)
                    guard seen.dead.contains(place) else { continue }
                    throw Violation(
                        .noResurrection,
                        "\(value.dot) \(field.path) of \(id) is live again at \(machine.name)")
                }
            }
            seen.dead.formUnion(seen.live[id, default: []].subtracting(now))
            seen.live[id] = now
        }
    }

    // MARK: When all is quiet

    /// Looks at everything.
    func end(_ world: HubsWorld) async throws {
        let first = world.hubs[0].machine.view
        for machine in world.machines.dropFirst() {
            try compare(machine, first)
        }
        for hub in world.hubs {
            guard hub.machine.view.ledgers == first.ledgers else {
                throw Violation(
                    .contiguousLedger, "\(hub.machine.name) and hub0 have judged other rows")
            }
            guard hub.machine.view.purged == first.purged else {
                throw Violation(.convergence, "\(hub.machine.name) and hub0 purged others")
            }
        }
        try checkLoss(first, world)
        try checkGroups(first, world)
        try checkHeirs(first, world)
        for machine in world.machines {
            guard let store = machine.store else { continue }
            let report = try await store.verify(deep: true)
            for check in report.checks where !check.ok {
                throw Violation(
                    .derivedViews, "\(machine.name): \(check.name): \(check.detail)")
            }
        }
    }

    /// I1: every hub and every replica holds what the first hub holds.
    private func compare(_ machine: Machine, _ hub: StoreView) throws {
        let ids = Set(machine.view.documents.keys).union(hub.documents.keys)
        for id in ids.sorted() {
            let (mine, theirs) = (machine.view.documents[id], hub.documents[id])
            guard let mine = mine?.document, let theirs = theirs?.document else {
                let who = mine == nil ? "\(machine.name) lacks" : "only \(machine.name) holds"
                throw Violation(.convergence, "\(who) \(id)")
            }
            guard mine.hasSameRegisters(as: theirs), mine.digest == theirs.digest else {
                let paths = Set((mine.fields + theirs.fields).map(\.path)).sorted()
                    .filter { mine[$0] != theirs[$0] }
                throw Violation(
                    .convergence,
                    "\(machine.name) and hub0 differ in \(id) at "
                        + paths.joined(separator: ", "))
            }
        }
    }

    /// I2: every write is live, superseded by somebody who had seen it, held, or purged.
    private func checkLoss(_ hub: StoreView, _ world: HubsWorld) throws {
        var live: Set<WriteRegistry.Key> = []
        for (id, entry) in hub.documents {
            for field in entry.document.fields {
                for value in field.register.live {
                    guard let key = world.registry.key(value.dot, field.path) else {
                        throw Violation(
                            .noSilentLoss, "nobody wrote \(value.dot) \(field.path) of \(id)")
                    }
                    live.insert(key)
                }
            }
        }
        let gone = world.registry.writes.filter { world.everPurged.contains($0.value.document) }
        let superseded = world.registry.superseded(by: live.union(gone.keys))
        let held = world.replicas.reduce(into: Set<DocumentID>()) {
            $0.formUnion($1.machine.view.held)
        }
        for (key, write) in world.registry.writes.sorted(by: { $0.key < $1.key }) {
            guard !live.contains(key), !superseded.contains(key), !held.contains(key.cid),
                !world.everPurged.contains(write.document)
            else { continue }
            throw Violation(
                .noSilentLoss,
                "\(key.path) of \(write.document) by \(write.author) is neither live nor "
                    + "superseded nor held")
        }
    }

    /// I8: no hub holds part of a group that was pushed.
    private func checkGroups(_ hub: StoreView, _ world: HubsWorld) throws {
        for (group, changes) in world.registry.groups where changes.count > 1 {
            let entries = changes.compactMap { cid in
                world.registry.rows[cid]?.compactMap { row in
                    hub.log[row.dot].flatMap { $0.hash == row.hash ? $0 : nil }
                }.first
            }
            guard entries.isEmpty || entries.count == changes.count else {
                throw Violation(
                    .wholeGroups,
                    "of group \(group) \(entries.count) of \(changes.count) were judged")
            }
            let judged = entries.filter { $0.document != nil }
            let taken = judged.count { !$0.isRefused && !$0.isDuplicate }
            guard taken == 0 || !judged.contains(where: \.isRefused) else {
                throw Violation(.wholeGroups, "group \(group) was refused in part")
            }
        }
    }

    /// I3: no superseded value is live beside its heir. Where a hub was put back and an author took
    /// a new id meanwhile it may be, as a conflict that is listed (protocol §6).
    private func checkHeirs(_ hub: StoreView, _ world: HubsWorld) throws {
        if world.restores > 0, world.hasTakenNewIDs { return }
        for (id, entry) in hub.documents.sorted(by: { $0.key < $1.key }) {
            for field in entry.document.fields {
                let keys = field.register.live.compactMap {
                    world.registry.key($0.dot, field.path)
                }
                let old = world.registry.superseded(by: keys)
                if let key = keys.first(where: { old.contains($0) }) {
                    throw Violation(
                        .noResurrection,
                        "a superseded value of \(id) \(key.path) is live beside its heir")
                }
            }
        }
    }
}
