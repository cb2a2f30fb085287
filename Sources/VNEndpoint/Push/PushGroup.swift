internal import VNModel
internal import VNWire

/// One transaction group of a push: judged as a whole on copies of its documents, then written.
struct PushGroup {
    private let rows: ArraySlice<PushRow>
    private let context: PushContext
    /// The dots under which rows of this group were applied before.
    private var duplicates: [UInt64: Dot] = [:]
    private var refusals: [UInt64: Refusal] = [:]
    private var draft: PushDraft
    private(set) var verdicts: [Verdict] = []
    /// Whether anything changes but what was pushed.
    private(set) var isAmended = false

    init(_ rows: ArraySlice<PushRow>, _ context: PushContext) throws {
        self.rows = rows
        self.context = context
        draft = PushDraft(context)
    }

    private var store: any EndpointWriting { context.store }

    /// Whether a row wants to change something.
    private func isActive(_ row: PushRow) -> Bool {
        !row.isWithdrawn && duplicates[row.counter] == nil
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
        for row in rows where isActive(row) && refusals[row.counter] == nil {
            refusals[row.counter] = try isPurged(row.change) ? .purged : row.refusal
        }
        if refusals.isEmpty, !context.isRecovering {
            for row in rows where try isActive(row) && isAhead(row.change) { return false }
        }
        if refusals.isEmpty {
            for row in rows where isActive(row) {
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

    private func isPurged(_ change: Change) throws -> Bool {
        if try store.isPurged(change.document) { return true }
        guard change.kind == .comment else { return false }
        let stated = change.operations.first { $0.path == "articleId" }
        let article = try CommentFacts.id(stated?.value) ?? store.comment(change.document)?.article
        return try article.map { try store.isPurged($0) } ?? false
    }

    /// Whether a change has observed, in one of its registers, more than is held of it.
    private func isAhead(_ change: Change) throws -> Bool {
        guard !isOwn(change) else { return false }
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

    /// Whether a change has observed nothing but writes of the pushing store.
    private func isOwn(_ change: Change) -> Bool {
        for index in change.operations.indices {
            if change.operations[index].path == RegisterPath.deleted { return false }
            for entry in change.operations[index].seen.entries
            where !context.own.contains(entry.replica) { return false }
        }
        return true
    }

    private func exceeds(_ vector: VersionVector, _ bound: VersionVector) -> Bool {
        vector.entries.contains {
            $0.counter > bound[$0.replica] && !context.own.contains($0.replica)
        }
    }

    /// Writes the group: what it changes, its aliases and its log rows.
    mutating func commit() throws {
        if !refusals.isEmpty { draft = PushDraft(context) }
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
            try store.append(row.logRow(verdict), at: context.now)
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
