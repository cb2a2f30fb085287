internal import VNModel
internal import VNWire

/// One transaction group of a push: judged as a whole on copies of its documents, then written.
struct PushGroup {
    private let rows: ArraySlice<PushRow>
    private let batch: PushBatch
    private let store: any EndpointWriting
    /// The dots under which rows of this group were applied before.
    private var duplicates: [UInt64: Dot] = [:]
    private var refusals: [UInt64: Refusal] = [:]
    private var draft: PushDraft
    private(set) var verdicts: [Verdict] = []
    /// Whether anything changes but what was pushed.
    private(set) var isAmended = false

    init(_ rows: ArraySlice<PushRow>, _ batch: PushBatch) throws {
        self.rows = rows
        self.batch = batch
        store = batch.store
        draft = PushDraft(batch)
    }

    /// Rows that want to change something.
    private var active: [PushRow] {
        rows.filter { !$0.isWithdrawn && duplicates[$0.counter] == nil }
    }

    /// Judges the group in the order that the protocol prescribes.
    ///
    /// - Returns: `false` if the group has observed what is not held yet.
    mutating func judge() throws -> Bool {
        for row in rows where !row.isWithdrawn {
            guard let dot = try store.dot(ofChange: row.change.cid), dot != row.dot else {
                continue
            }
            let document = try store.logRow(dot)?.document
            if let document, document != row.change.document {
                refusals[row.counter] = .foreignChange
            } else {
                duplicates[row.counter] = dot
            }
        }
        for row in active where refusals[row.counter] == nil {
            refusals[row.counter] = try standingRefusal(of: row.change)
        }
        if refusals.isEmpty, !batch.configuration.isRecovering {
            for row in active where try isAhead(row.change) { return false }
        }
        if refusals.isEmpty {
            for row in active {
                do {
                    try draft.apply(row.change)
                } catch let refusal as Refusal {
                    refusals[row.counter] = refusal
                    break
                }
            }
        }
        if refusals.isEmpty, let (counter, refusal) = draft.check() {
            refusals[counter] = refusal
        }
        return true
    }

    /// Why a change is refused whatever it would meet.
    private func standingRefusal(of change: Change) throws -> Refusal? {
        if try isPurged(change) { return .purged }
        do { try ChangeRules.check(change) } catch { return error }
        return nil
    }

    private func isPurged(_ change: Change) throws -> Bool {
        if try store.isPurged(change.document) { return true }
        guard change.kind == .comment else { return false }
        let stated = change.operations.first { $0.path == "articleId" }
        let article = try CommentFacts.id(stated?.value) ?? store.comment(change.document)?.article
        return try article.map { try store.isPurged($0) } ?? false
    }

    /// Whether a change has observed, in one of its registers, more than is held of it.
    private func isAhead(_ change: Change) throws -> Bool {
        guard change.operations.contains(where: { !isOwn($0) }) else { return false }
        let held = try store.document(change.document)?.document
        for operation in change.operations {
            let seen = held?[operation.path].seen ?? VersionVector()
            if exceeds(operation.seen, seen) { return true }
            guard operation.path == RegisterPath.deleted,
                let mark = DeletionMark(operation.value)
            else { continue }
            if exceeds(mark.saw, held?.vector ?? VersionVector()) { return true }
        }
        return false
    }

    /// Whether an operation has observed nothing but writes of the pushing store.
    private func isOwn(_ operation: Change.Operation) -> Bool {
        operation.path != RegisterPath.deleted
            && operation.seen.entries.allSatisfy { batch.own.contains($0.replica) }
    }

    private func exceeds(_ vector: VersionVector, _ bound: VersionVector) -> Bool {
        vector.entries.contains {
            $0.counter > bound[$0.replica] && !batch.own.contains($0.replica)
        }
    }

    /// Writes the group: what it changes, its aliases and its log rows.
    mutating func commit() throws {
        if !refusals.isEmpty { draft = PushDraft(batch) }
        for row in rows {
            let outcome: Verdict.Outcome
            var stamp: HybridTimestamp?
            if row.isWithdrawn {
                outcome = Refusal.withdrawn.outcome
            } else if let canonical = duplicates[row.counter] {
                outcome = .duplicate(of: canonical)
                try addAliases(row, canonical)
            } else if let refusal = refusals[row.counter] {
                outcome = refusal.outcome
            } else if !refusals.isEmpty {
                outcome = Refusal.group.outcome
            } else {
                outcome = draft.hasMerged(row.change) ? .merged : .applied
                let lowered = draft.stamp(of: row.change)
                stamp = lowered < row.change.stamp ? lowered : nil
                try store.setDot(row.dot, ofChange: row.change.cid)
            }
            let verdict = Verdict(counter: row.counter, outcome: outcome, stamp: stamp)
            verdicts.append(verdict)
            try store.append(
                ChangeLogRow(
                    dot: row.dot, hash: row.hash, verdict: verdict,
                    document: row.isWithdrawn ? nil : row.change.document),
                at: batch.now)
        }
        try draft.save()
        isAmended = draft.isAmended
    }

    private mutating func addAliases(_ row: PushRow, _ canonical: Dot) throws {
        for operation in row.change.operations {
            let alias = Alias(path: operation.path, dot: row.dot, canonical: canonical)
            try store.add(alias, to: row.change.document)
        }
        try draft.touch(row.change.document)
    }
}
