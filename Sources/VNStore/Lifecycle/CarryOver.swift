internal import VNModel

/// What was taken over from another store.
struct CarriedWork: Hashable, Sendable {
    var changes = 0
    var held = 0
}

/// Takes unsent work of one store over into another that is put in its place.
///
/// The other store's unacknowledged changes are rewritten under the id of this one, as a store
/// does that takes a new id; those that stand here already, by their cid, are not taken twice.
/// Documents that they belong to are joined whole, so that they are complete here. Where the store
/// that is put back changed a document in its own way, the other's changes of it are held: one id
/// cannot write twice without its second write having observed the first.
struct CarryOver {
    /// The store that is replaced; only read.
    let from: StoreSession
    /// The store that takes its place.
    let to: StoreSession

    /// After the new id was taken: takes everything over.
    ///
    /// - Parameter journals: what was taken of journals before.
    func run(_ journals: CarriedJournals) throws -> CarriedWork {
        var work = CarriedWork()
        let newest = try from.head().stamp
        try to.changeHead { $0.stamp = max($0.stamp, newest) }
        for replica in try from.ownReplicas() {
            try to.run(
                "UPDATE replica SET is_own = 1 WHERE number = ?",
                .integer(Int64(try to.number(of: replica))))
        }
        let images = try images(branched: journals.branched)
        try carryChanges(images, try takeWaiting(of: journals), &work)
        work.held += try carryHeld()
        return work
    }

    /// Where unacknowledged changes of the other store stand here, or are to stand.
    private struct Images {
        var acknowledged: UInt64
        var dots: [UInt64: Dot] = [:]
        /// Counters of those that do not stand here yet.
        var missing: Set<UInt64> = []
        /// Counters of those that stand here and wait no more: a hub may know them under yet
        /// another dot.
        var settled: Set<UInt64> = []
        /// Counters of those that are to be held.
        var stranded: Set<UInt64> = []
    }

    private func images(branched: Set<DocumentID>) throws -> Images {
        var images = Images(acknowledged: try acknowledgedThere())
        var counters: [DocumentID: UInt64] = [:]
        let replica = try from.head().replica
        try from.query(
            """
            SELECT cid, counter FROM journal WHERE replica = ? AND counter > ?
                AND is_withdrawn = 0 AND code IS NULL
            """, [.integer(Int64(try from.number(of: replica))), .integer(images.acknowledged)]
        ) { row in
            if let cid = row.id(0) { counters[cid] = row.unsigned(1) }
        }
        guard !counters.isEmpty else { return images }
        try to.query(
            "SELECT cid, replica, counter, \(StoreSession.isPending) FROM journal"
        ) { row in
            guard let cid = row.id(0), let counter = counters.removeValue(forKey: cid) else {
                return
            }
            images.dots[counter] = Dot(try to.replica(Int(row.integer(1))), row.unsigned(2))
            if row.integer(3) == 0 { images.settled.insert(counter) }
        }
        images.stranded = try stranded(
            Set(counters.values), after: images.acknowledged, branched)
        let head = try to.head()
        let carried = counters.values.filter { !images.stranded.contains($0) }
        for (offset, counter) in carried.sorted().enumerated() {
            images.missing.insert(counter)
            images.dots[counter] = Dot(head.replica, head.journal.counter + 1 + UInt64(offset))
        }
        return images
    }

    /// Which changes are to be held: those of branched documents, whole groups of them, and what
    /// came later to the documents of such groups.
    private func stranded(
        _ missing: Set<UInt64>, after acknowledged: UInt64, _ branched: Set<DocumentID>
    ) throws -> Set<UInt64> {
        guard !missing.isEmpty, !branched.isEmpty else { return [] }
        var (branched, stranded) = (branched, Set<UInt64>())
        var group: (transaction: UInt64, counters: [UInt64], documents: [DocumentID]) = (0, [], [])
        func endGroup() {
            guard group.documents.contains(where: branched.contains) else { return }
            branched.formUnion(group.documents)
            stranded.formUnion(group.counters)
        }
        try from.journalRows(of: try from.head().replica, after: acknowledged) { row in
            let change = row.change
            guard missing.contains(change.dot.counter) else { return }
            if change.transaction != group.transaction {
                endGroup()
                group = (change.transaction, [], [])
            }
            group.counters.append(change.dot.counter)
            group.documents.append(change.document)
        }
        endGroup()
        return stranded
    }

    private func isHeld(_ cid: DocumentID) throws -> Bool {
        try to.first("SELECT 1 FROM held WHERE cid = ?", [.id(cid)]) { $0.integer(0) } != nil
    }

    /// Takes changes over, or holds them.
    private func carryChanges(
        _ images: Images, _ waiting: [DocumentID: DocumentKind], _ work: inout CarriedWork
    ) throws {
        let replica = try from.head().replica
        let rewrite = ReplicaRewrite(old: replica, acknowledged: images.acknowledged) {
            images.dots[$0]
        }
        var histories = OwnHistories(from, rewrite)
        var group: (old: UInt64, new: UInt64)?
        var documents = waiting
        try from.journalRows(of: replica, after: images.acknowledged) { row in
            let counter = row.change.dot.counter
            if images.settled.contains(counter) {
                try reread(row.change.document)
                documents[row.change.document] = row.change.kind
            }
            if images.stranded.contains(counter), try !isHeld(row.change.cid) {
                try to.hold(
                    row, code: "branched",
                    message: "the restored backup had an unsent change of this document")
                work.held += 1
            }
            guard images.missing.contains(counter), let dot = images.dots[counter] else { return }
            if group?.old != row.change.transaction {
                group = (row.change.transaction, dot.counter)
            }
            documents[row.change.document] = row.change.kind
            _ = try to.append(
                rewrite.rewritten(
                    row.change, as: dot, transaction: group?.new ?? dot.counter,
                    try histories.history(of: row.change.document)))
        }
        for (id, kind) in documents.sorted(by: { $0.key < $1.key }) {
            try join(id, kind, rewrite, try histories.history(of: id))
        }
        work.changes = images.missing.count
    }

    /// Joins the other store's document and what waits of it here.
    private func join(
        _ id: DocumentID, _ kind: DocumentKind, _ rewrite: ReplicaRewrite, _ history: OwnHistory
    ) throws {
        let pending = try to.pendingChanges(of: id)
        if try to.isPurged(id) { return try withdraw(pending) }
        let stored = try to.stored(id, kind)
        var document = stored?.document ?? Document(id: id, kind: kind)
        if let theirs = try from.stored(id, kind)?.document {
            document.join(rewrite.rewritten(theirs, history))
        }
        for row in pending { document.apply(row.change) }
        if let stored {
            guard !document.hasSameRegisters(as: stored.document) else { return }
            try to.saveChanges(document, over: stored)
        } else {
            let seq = try to.nextSeq()
            document.mark(changedSince: nil, seq: seq)
            try to.save(document, over: nil, seq: seq, scopeSeq: seq)
        }
    }

    /// Holds changes of a document that is gone for good; their counters go out without effect. A
    /// hub that was put back learns what waits under former ids all the same.
    private func withdraw(_ rows: [JournalRow]) throws {
        let replica = try to.head().replica
        for row in rows where row.change.dot.replica == replica {
            try to.hold(row, code: "purged", message: "the document was removed for good")
            try to.run(
                """
                UPDATE journal SET is_withdrawn = 1, is_amended = 1, ops = '[]'
                WHERE replica = ? AND counter = ?
                """, .integer(Int64(try to.number(of: row.change.dot.replica))),
                .integer(row.change.dot.counter))
        }
    }

    /// Takes over held changes that are not held here.
    private func carryHeld() throws -> Int {
        var count = 0
        try from.query(
            """
            SELECT doc, kind, cid, replica, counter, ops, code, message, held_ms FROM held
            ORDER BY number
            """
        ) { row in
            guard let cid = row.id(2) else {
                throw StoreError(.corrupt, "a held change is damaged")
            }
            guard try !isHeld(cid) else { return }
            let replica = try to.number(of: try from.replica(Int(row.integer(3))))
            try to.run(
                """
                INSERT INTO held (doc, kind, cid, replica, counter, ops, code, message, held_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, .blob(row.blob(0)), .integer(row.integer(1)), .id(cid),
                .integer(Int64(replica)), .integer(row.unsigned(4)), .text(row.text(5)),
                .text(row.text(6)), .text(row.text(7)), .integer(row.integer(8)))
            count += 1
        }
        return count
    }
}
