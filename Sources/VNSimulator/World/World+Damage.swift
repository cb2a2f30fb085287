internal import FaultDisk
internal import VNModel
internal import VNRandom
internal import VNStore
internal import VNSync
internal import VNWire

extension World {
    // MARK: Damage

    /// A document of a store is no longer what was written; nothing of it waits to be pushed.
    func damage(_ replica: SimulatedReplica, _ random: inout SplitMix64) async throws {
        let machine = replica.machine
        guard let store = machine.store, try await look(at: machine) else {
            return try await settle("nothing to damage")
        }
        let view = machine.view
        let waiting = Set(view.pending.map(\.document)).union(view.rereads)
        let ids = view.documents.keys.filter { !waiting.contains($0) }.sorted()
        guard let id = random.pick(ids), let document = view.documents[id]?.document else {
            return try await settle("nothing to damage")
        }
        let damage = Damage.random(&random, document, own: view.own)
        do {
            try await store.write(.durable) { try damage.happen(to: id, $0) }
        } catch let error as StoreError {
            try check(error, at: machine)
            machine.isDirty = true
            try await finishCrash(of: replica)
            // It may have been committed all the same.
            machine.noteDamage(of: id, isRot: damage.isRot, isCertain: false)
            return try await settle("\(replica.name) damage fails: \(error.code.rawValue)")
        }
        machine.noteDamage(of: id, isRot: damage.isRot)
        try await settle("\(replica.name) damage of \(id.short): \(damage.text)")
    }

    /// Documents that were damaged and are again what the hub holds, or gone from both.
    func noteRepairs() {
        for replica in replicas {
            let (machine, hub) = (replica.machine, home(of: replica))
            guard !machine.damaged.isEmpty, !hub.machine.isDirty,
                touched.contains(where: { $0 === machine })
            else { continue }
            for id in machine.damaged.sorted() {
                let (mine, its) = (machine.view.documents[id], hub.machine.view.documents[id])
                let isSame =
                    switch (mine?.document, its?.document) {
                    case (let mine?, let its?): mine.hasSameRegisters(as: its)
                    case (nil, nil): true
                    default: false
                    }
                if isSame { machine.noteRepair(of: id) }
            }
        }
    }

    // MARK: Repair

    /// Looks at what a sync is about to ask for.
    ///
    /// A sync that reads documents again because their digests differ has found damage; where
    /// nothing was damaged, something was lost on the way that must not be mended unseen.
    func inspect(_ replica: SimulatedReplica) async throws {
        guard case .request(let request)? = replica.point else { return }
        if request.path == "/v1/reconcile" { replica.isReconciling = true }
        guard request.path == "/v1/documents", replica.isReconciling, !replica.isVerifying,
            let body = request.body, let asked = try? DocumentsRequest(parsing: body),
            let there = await home(of: replica).machine.feedPlaces(of: asked.ids),
            there.generation == asked.generation,
            let cursor = await replica.machine.cursor(of: World.remote)
        else { return }
        for id in asked.ids where !replica.machine.damaged.contains(id) {
            guard let seq = there.seqs[id], seq > cursor.position else {
                throw Violation(
                    .convergence,
                    "\(replica.name) has pulled everything and holds another \(id)")
            }
        }
    }

    /// Checks what a sync that came to its end says of the comparison with the hub.
    func check(_ report: SyncReport, of replica: SimulatedReplica) throws(Violation) {
        // A comparison that fails fails no sync.
        let hasGivenUp = replica.isReconciling && report.mismatch?.isComplete == false
        if let path = replica.record.hostile, !hasGivenUp {
            throw Violation(
                .limits, "\(replica.name) took an answer to \(path) that no reader may take")
        }
        guard let mismatch = report.mismatch, mismatch.isComplete else { return }
        let isExplained =
            mismatch.found + mismatch.newer + mismatch.pending > 0 || replica.record.isStale
            || !replica.machine.damaged.isEmpty
        guard isExplained || replica.isVerifying else {
            throw Violation(
                .convergence, "\(replica.name) and the hub say that they differ and do not")
        }
        guard mismatch.isEqual || !replica.isVerifying else {
            throw Violation(.convergence, "\(replica.name) does not repair what differs")
        }
    }

    /// Stores whose documents were damaged verify themselves, as far as bytes under a digest
    /// changed.
    func verifyDamaged() async throws {
        for replica in replicas where replica.machine.isRotten {
            _ = try await replica.machine.store?.verify(deep: true, repair: true)
            replica.machine.isRotten = false
            replica.machine.isDirty = true
            _ = try await look(at: replica.machine)
            let count = replica.machine.view.rereads.count
            try await settle("\(replica.name) verifies itself: \(count) to read again")
        }
    }

    /// Stores whose documents were damaged compare themselves with the hub.
    ///
    /// - Returns: whether any did.
    func reconcileDamaged(_ random: inout SplitMix64) async throws -> Bool {
        var isAny = false
        for replica in replicas where !replica.machine.damaged.isEmpty {
            isAny = true
            try await advance(replica, turns: 10_000, .verification, &random)
            replica.machine.forgetDamage()
        }
        return isAny
    }
}

/// What becomes of a document that was written well.
enum Damage: Sendable {
    /// Its row is gone.
    case gone
    /// A register is missing; the digest is that of the rest.
    case partial(path: String)
    /// A text has other bytes; its digest is the old one.
    case rot

    /// Some damage. What the store itself wrote is not taken away: its next dot in a register
    /// covers all earlier ones, whether it still has them or not, so nobody could say what its
    /// author meant.
    static func random(
        _ random: inout SplitMix64, _ document: Document, own: [ReplicaID]
    ) -> Damage {
        let others = document.fields.filter { field in
            !field.register.seen.entries.contains { own.contains($0.replica) }
        }.map(\.path)
        switch random.below(3) {
        case 0 where others.count == document.fields.count: return .gone
        case 0, 1: return random.pick(others).map { .partial(path: $0) } ?? .rot
        default: return .rot
        }
    }

    var isRot: Bool { if case .rot = self { true } else { false } }

    var text: String {
        switch self {
        case .gone: "gone"
        case .partial(let path): "without \(path)"
        case .rot: "other bytes"
        }
    }

    /// Does it to a document that stands in a store.
    func happen(to id: DocumentID, _ session: StoreSession) throws {
        guard let stored = try session.stored(id) else { return }
        switch self {
        case .gone: try session.remove(stored)
        case .partial(let path):
            var rest = Document(id: id, kind: stored.document.kind)
            for field in stored.document.fields where field.path != path {
                rest.set(field.path, field.register, seq: field.seq, by: field.by)
            }
            guard !rest.isEmpty else { return try session.remove(stored) }
            try session.save(rest, over: stored, seq: stored.seq, scopeSeq: stored.scopeSeq)
        case .rot:
            let (table, column) =
                stored.document.kind == .article ? ("article", "headline") : ("comment", "text")
            try session.run(
                "UPDATE \(table) SET \(column) = \(column) || '?' WHERE id = ?", .id(id))
        }
    }
}
