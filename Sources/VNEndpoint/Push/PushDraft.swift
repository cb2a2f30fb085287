internal import VNModel
internal import VNWire

/// Copies of the documents that a group changes, as they will stand; nothing is written before
/// ``save()``.
struct PushDraft {
    private struct Entry {
        let held: HeldDocument?
        var document: Document
        /// Whether nothing was done to it but taking it away or back.
        var isRetracted = true
        /// The counter of the last change applied to it.
        var last: UInt64 = 0
    }

    /// Marks a register that changed until its document gets its place in the feed.
    private static let changed = UInt64.max

    private let store: any EndpointWriting
    private let replica: ReplicaID
    private let newest: HybridTimestamp
    private let isRecovering: Bool
    private var entries: [DocumentID: Entry] = [:]
    /// The documents in the order in which they were touched first.
    private var order: [DocumentID] = []
    private var merged: Set<UInt64> = []
    /// Whether an alias changed more than was pushed.
    private(set) var isAmended = false

    init(_ batch: PushBatch) {
        store = batch.store
        replica = batch.request.replica
        isRecovering = batch.configuration.isRecovering
        newest = HybridTimestamp(milliseconds: batch.now + Limits.stampAhead)
    }

    /// The stamp under which a change is taken.
    func stamp(of change: Change) -> HybridTimestamp { min(change.stamp, newest) }

    /// Whether a change met concurrent values.
    func hasMerged(_ change: Change) -> Bool { merged.contains(change.dot.counter) }

    /// Takes a document up that an alias may change.
    mutating func touch(_ id: DocumentID) throws {
        if let held = try store.document(id) { _ = entry(id, held) }
    }

    private mutating func entry(_ id: DocumentID, _ held: HeldDocument) -> Entry {
        if let entry = entries[id] { return entry }
        let entry = Entry(held: held, document: held.document)
        entries[id] = entry
        order.append(id)
        return entry
    }

    private mutating func entry(_ change: Change) throws -> Entry {
        if let entry = entries[change.document] { return entry }
        if let held = try store.document(change.document) {
            return entry(change.document, held)
        }
        let document = Document(id: change.document, kind: change.kind)
        order.append(change.document)
        let entry = Entry(held: nil, document: document)
        entries[change.document] = entry
        return entry
    }

    /// Applies a change to the copy of its document.
    ///
    /// - Throws: ``Refusal``.
    mutating func apply(_ change: Change) throws {
        var entry = try entry(change)
        guard entry.document.kind == change.kind else { throw Refusal.otherKind }
        let isNew = entry.document.isEmpty
        let aliases = try store.aliases(of: change.document)
        for operation in change.operations {
            try apply(operation, of: change, to: &entry.document, aliases)
        }
        if change.kind == .comment {
            try checkComment(entry.document, isNew: isNew)
        }
        entry.isRetracted = entry.isRetracted && change.isRetraction
        entry.last = change.dot.counter
        entries[change.document] = entry
    }

    /// Joins one written register: what the hub knows of aliases is added to what its writer had
    /// observed.
    private mutating func apply(
        _ operation: Change.Operation, of change: Change, to document: inout Document,
        _ aliases: [Alias]
    ) throws {
        var seen = operation.seen
        seen.include(aliases.lazy.filter { $0.path == operation.path })
        var value = operation.value
        if operation.path == RegisterPath.deleted, var mark = DeletionMark(value) {
            mark.saw.include(aliases)
            value = mark.value
        }
        let isExact = seen == operation.seen && value == operation.value
        seen.include(change.dot)
        let written = Register(
            seen: seen,
            live: [LiveValue(dot: change.dot, stamp: stamp(of: change), value: value)])
        let old = document.field(operation.path)
        let register = old?.register.joined(written) ?? written
        if register.live.count > Limits.siblings,
            register.live.count > old?.register.live.count ?? 0
        {
            throw Refusal.siblings
        }
        if register.live.count > 1 { merged.insert(change.dot.counter) }
        isAmended = isAmended || !isExact
        guard register != old?.register else { return }
        // Only then does the pusher hold exactly this register.
        let isEcho = isExact && register.seen == seen
        document.set(
            operation.path, register, seq: PushDraft.changed, by: isEcho ? replica : nil)
    }

    /// - Source: VN-WIRE-051
    private func checkComment(_ document: Document, isNew: Bool) throws {
        let facts = CommentFacts(document)
        if isNew, !isRecovering, let id = facts.article, try isClosed(id) {
            throw Refusal.commentsClosed
        }
        var parent = facts.parent
        var depth = 1
        while let id = parent {
            guard id != document.id else { throw Refusal.parentInCircle }
            guard depth < Limits.replyDepth else { throw Refusal.parentTooDeep }
            let next = try entries[id].map { CommentFacts($0.document) } ?? store.comment(id)
            guard let next else { return }
            if let article = next.article, facts.article != nil, article != facts.article {
                throw Refusal.parentElsewhere
            }
            parent = next.parent
            depth += 1
        }
    }

    private func isClosed(_ article: DocumentID) throws -> Bool {
        if let entry = entries[article] { return ArticleFacts(entry.document).isClosed }
        return try store.article(article)?.isClosed ?? false
    }

    /// Checks the documents as the whole group leaves them.
    ///
    /// What was incomplete before may stay so, and everything may while the hub recovers: its
    /// other parts come from other replicas.
    ///
    /// - Returns: the counter of the last change to a document that breaks a rule, and why.
    func check() -> (counter: UInt64, refusal: Refusal)? {
        for id in order {
            guard let entry = entries[id], !entry.isRetracted else { continue }
            do { try ContentRules.validate(entry.document) } catch {
                if error.code == "content.incomplete" {
                    if isRecovering || entry.held.map({ isIncomplete($0.document) }) ?? false {
                        continue
                    }
                }
                return (entry.last, Refusal(error))
            }
        }
        return nil
    }

    private func isIncomplete(_ document: Document) -> Bool {
        do { try ContentRules.validate(document) } catch {
            return error.code == "content.incomplete"
        }
        return false
    }

    /// Writes all documents, each at a new place in the feed if anything of it changed.
    mutating func save() throws {
        for id in order {
            guard var entry = entries[id] else { continue }
            try amend(&entry.document)
            try save(entry)
        }
        for id in order {
            guard let document = entries[id]?.document, document.isErased else { continue }
            try purge(document)
        }
    }

    private mutating func amend(_ document: inout Document) throws {
        for path in document.amend(try store.aliases(of: document.id)) {
            document.set(path, document[path], seq: PushDraft.changed)
            isAmended = true
        }
    }

    private func save(_ entry: Entry) throws {
        var document = entry.document
        let changed = document.fields.filter { $0.seq == PushDraft.changed }
        guard !changed.isEmpty else { return }
        let seq = try store.nextSeq()
        for field in changed {
            document.set(field.path, field.register, seq: seq, by: field.by)
        }
        let decides = changed.contains {
            document.kind == .article ? Scope.decides($0.path) : $0.path == "articleId"
        }
        try store.save(document, seq: seq, scopeSeq: decides ? seq : nil)
        guard decides, document.kind == .article else { return }
        for comment in try store.comments(of: document.id) {
            try store.move(comment, seq: store.nextSeq())
        }
    }

    /// Takes an erased document out at once, an article with its comments.
    private mutating func purge(_ document: Document) throws {
        isAmended = true
        if document.kind == .article {
            for comment in try store.comments(of: document.id) {
                try store.purge(comment, seq: store.nextSeq())
            }
        }
        try store.purge(document.id, seq: store.nextSeq())
    }
}

extension Change {
    /// Whether it does nothing but take the document away, or back.
    fileprivate var isRetraction: Bool {
        operations.allSatisfy {
            $0.path == RegisterPath.deleted || $0.path == RegisterPath.erased
        }
    }
}
