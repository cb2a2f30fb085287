import Foundation
import Synchronization
import VNModel
import VNStore

/// What stood in a backup and in the store that it replaces.
struct RestoredState {
    let saved: ReferenceStore
    let present: ReferenceStore

    /// Unsent work that the backup does not have.
    var carried: [Change] { present.effective().filter { $0.dot.counter > saved.counter } }

    /// The changes that wait afterwards, in order.
    var pending: [Change] {
        let answered = (present.pending.keys.min() ?? present.counter + 1) - 1
        return saved.effective().filter { $0.dot.counter > answered } + carried
    }

    /// Each document as it stands afterwards, but for the names of its unsent changes.
    var documents: [DocumentID: Document] {
        var documents = saved.documents
        for id in Set(carried.map(\.document)) {
            guard let theirs = present.documents[id] else { continue }
            var document = documents[id] ?? Document(id: id, kind: theirs.kind)
            document.join(theirs)
            documents[id] = document
        }
        return documents
    }

    /// A change that was refused and whose document was purged then is held twice; taken over it is
    /// once.
    var held: [Dot] { saved.held + Set(present.held).subtracting(saved.held) }
}

extension ModelRun {
    /// Puts the backup in the store's place, where that is simple to follow: not twice from one
    /// backup, and not while something goes out without effect.
    func restore(_ store: ContentStore) async throws -> String? {
        guard let saved, saved.replica == reference.replica, saved.withdrawn.isEmpty,
            reference.withdrawn.isEmpty,
            // Without the row that the backup ends with nobody can say that what came later came
            // after it: the backup's unsent changes then leave again, and are known duplicates.
            saved.counter == 0
                || reference.kept[reference.replica]?.contains(saved.counter) ?? true
        else { return nil }
        let state = RestoredState(saved: saved, present: reference)
        restoring = state
        let report = try await ContentStore.restore(
            from: backups.appendingPathComponent("backup.db").path, to: store.path,
            configuration: configuration)
        ModelRun.tally.withLock { $0.restores += 1 }
        guard report.pending == state.pending.count, report.carried == state.carried.count else {
            return "restored \(report), expected \(state.pending.count) pending"
        }
        return try await adopt(state, store)
    }

    /// Compares a restored store with what must stand, and takes over its new names.
    ///
    /// - Returns: what differs; nothing is taken over then.
    func adopt(_ state: RestoredState, _ store: ContentStore) async throws -> String? {
        let journal = try await store.journalState()
        let rows = try await store.outbox(
            after: 0, changeLimit: 100_000, byteLimit: 1 << 30
        ).map(\.row)
        guard rows.map(\.change.document) == state.pending.map(\.document),
            rows.map(\.change.stamp) == state.pending.map(\.stamp)
        else { return "\(rows.count) restored rows, expected \(state.pending.count)" }
        let documents = try await documents(of: store)
        let expected = state.documents
        guard Set(documents.map(\.id)) == Set(expected.keys) else {
            return "restored \(documents.count) documents, expected \(expected.count)"
        }
        for document in documents {
            guard let other = expected[document.id], document.shows(as: other) else {
                return "restored \(document.id) otherwise"
            }
        }
        let held = try await store.heldChanges().count
        guard held == state.held.count else {
            return "\(held) held after a restore, expected \(state.held.count)"
        }
        var next = state.saved
        next.replica = journal.replica
        next.former.insert(state.present.replica)
        next.milliseconds = environment.milliseconds()
        next.documents = Dictionary(uniqueKeysWithValues: documents.map { ($0.id, $0) })
        next.feed = documents.map(\.id)
        next.counter = journal.head.counter
        next.pending = Dictionary(
            uniqueKeysWithValues: rows.map { ($0.change.dot.counter, $0.change) })
        next.held = state.held.sorted()
        next.reread = Set(
            try await store.documentsToReread(remote: "origin", limit: 100_000))
        next.stamp = try await store.read { try $0.head().stamp }
        next.hub = state.present.hub
        next.hub.unpulled = Set(next.hub.documents.keys).union(next.hub.purged)
        (reference, saved, restoring) = (next, nil, nil)
        try await noteKeptRows(store)
        return nil
    }

    /// Which journal rows there are, which only the store can tell.
    func noteKeptRows(_ store: ContentStore) async throws {
        let kept = try await store.read { session in
            try session.all(
                """
                SELECT id, min(journal.counter), max(journal.counter)
                FROM journal JOIN replica ON replica.number = journal.replica GROUP BY id
                """
            ) { ($0.text(0) ?? "", $0.unsigned(1), $0.unsigned(2)) }
        }
        reference.kept = [:]
        for (text, first, last) in kept {
            guard let id = ReplicaID(text) else { continue }
            reference.kept[id] = first...(id == reference.replica ? UInt64.max : last)
        }
    }
}

extension Document {
    /// Whether both hold the same values, whatever their dots.
    fileprivate func shows(as other: Document) -> Bool {
        fields.map(\.path) == other.fields.map(\.path)
            && zip(fields, other.fields).allSatisfy { mine, theirs in
                func values(_ field: Field) -> [String] {
                    field.register.live.map { value in
                        // A deletion lists the changes that it had seen.
                        let isMark = field.path == RegisterPath.deleted
                        let text =
                            isMark ? "\(value.value.isNull)" : value.value.canonicalText
                        return "\(value.stamp.rawValue) \(text)"
                    }.sorted()
                }
                return values(mine) == values(theirs)
            }
    }
}
