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
    private let replica: ReplicaID?
    private let newest: HybridTimestamp
    private let isRecovering: Bool
    private var entries: [DocumentID: Entry] = [:]
    /// The documents in the order in which they were touched first.
    private var order: [DocumentID] = []
    private var merged: Set<UInt64> = []
    /// Whether an alias changed more than was pushed.
    private(set) var isAmended = false

    init(_ context: PushContext) {
        self.init(
            context.store, replica: context.replica, isRecovering: context.isRecovering,
            now: context.now)
    }

    /// - Parameters:
    ///   - store: the transaction that it is read from and written to.
    ///   - replica: whose push it is; `nil` for what comes from a peer.
    ///   - isRecovering: whether documents may stay incomplete.
    ///   - now: the hub's wall clock in milliseconds since 1970.
    init(_ store: any EndpointWriting, replica: ReplicaID?, isRecovering: Bool, now: UInt64) {
        self.store = store
        self.replica = replica
        self.isRecovering = isRecovering
        newest = HybridTimestamp(milliseconds: now + Limits.stampAhead)
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

    private mutating func entry(_ id: DocumentID, _ kind: DocumentKind) throws -> Entry {
        if let entry = entries[id] { return entry }
        if let held = try store.document(id) { return entry(id, held) }
        order.append(id)
        let entry = Entry(held: nil, document: Document(id: id, kind: kind))
        entries[id] = entry
        return entry
    }

    /// Joins registers that a peer holds into the copy of their document. What that changes has no
    /// author, and is nobody's echo.
    ///
    /// - Returns: whether everything that changed stands here now as it stands there.
    /// - Throws: ``Refusal`` if the document is of another kind here.
    /// - Source: VN-WIRE-136
    mutating func join(_ copy: Document) throws -> Bool {
        var entry = try entry(copy.id, copy.kind)
        guard entry.document.kind == copy.kind else { throw Refusal.otherKind }
        var isExact = true
        for field in copy.fields {
            var theirs = field.register
            for live in field.register.live where newest < live.stamp {
                _ = theirs.lowerStamp(of: live.dot, to: newest)
            }
            let mine = entry.document.field(field.path)?.register
            let register = mine?.joined(theirs) ?? theirs
            guard register != mine else { continue }
            isExact = isExact && register == field.register
            entry.document.set(field.path, register, seq: PushDraft.changed)
        }
        entries[copy.id] = entry
        return isExact
    }

    /// Applies a change to the copy of its document.
    ///
    /// - Throws: ``Refusal``.
    mutating func apply(_ change: Change) throws {
        var entry = try entry(change.document, change.kind)
        guard entry.document.kind == change.kind else { throw Refusal.otherKind }
        let before = entry.document
        for operation in change.operations {
            apply(operation, of: change, to: &entry.document)
        }
        try amend(&entry.document)
        for operation in change.operations {
            let count = entry.document[operation.path].live.count
            if count > 1 { merged.insert(change.dot.counter) }
            guard count <= max(Limits.siblings, before[operation.path].live.count) else {
                throw Refusal.siblings
            }
        }
        if change.kind == .comment {
            try checkComment(entry.document, isNew: before.isEmpty)
        }
        entry.isRetracted = entry.isRetracted && change.isRetraction
        entry.last = change.dot.counter
        entries[change.document] = entry
    }

    /// Joins one written register.
    private func apply(
        _ operation: Change.Operation, of change: Change, to document: inout Document
    ) {
        var seen = operation.seen
        seen.include(change.dot)
        let written = operation.register(by: change.dot, at: stamp(of: change))
        let old = document.field(operation.path)?.register
        let register = old?.joined(written) ?? written
        guard register != old else { return }
        // Only then does the pusher hold exactly this register.
        let isExact = register.seen == seen
        document.set(
            operation.path, register, seq: PushDraft.changed, by: isExact ? replica : nil)
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

    /// Lets both dots of each alias count as one change. What that changes is nobody's echo.
    private mutating func amend(_ document: inout Document) throws {
        for path in document.amend(try store.aliases(of: document.id)) {
            document.set(path, document[path], seq: PushDraft.changed)
            isAmended = true
        }
    }

    private func save(_ entry: Entry) throws {
        var document = entry.document
        var hasChanged = false
        var decides = false
        for field in document.fields where field.seq == PushDraft.changed {
            hasChanged = true
            decides =
                decides
                || (document.kind == .article
                    ? Scope.decides(field.path) : field.path == "articleId")
        }
        guard hasChanged else { return }
        let seq = try store.nextSeq()
        document.move(fieldsAt: PushDraft.changed, to: seq)
        try store.save(document, seq: seq, scopeSeq: decides ? seq : nil)
        guard decides, document.kind == .article else { return }
        for comment in try store.comments(of: document.id) {
            try store.move(comment, seq: store.nextSeq())
        }
    }

    /// Takes an erased document out at once, an article with its comments.
    private mutating func purge(_ document: Document) throws {
        isAmended = true
        try store.purgeWithComments(document.id)
    }
}

extension EndpointWriting {
    /// Takes a document out for ever, and the comments under it if it is, or was, an article.
    func purgeWithComments(_ id: DocumentID) throws {
        for comment in try comments(of: id) { try purge(comment, seq: nextSeq()) }
        try purge(id, seq: nextSeq())
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
