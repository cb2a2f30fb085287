import VNModel
import VNStore

/// What a store must hold, kept in memory as documents and nothing else: no file, no index, no
/// columns, no feed numbers. A copy of it is a moment to which a power cut may lead back.
struct ReferenceStore {
    var replica: ReplicaID
    var milliseconds: UInt64
    var documents: [DocumentID: Document] = [:]
    /// Each document once, by its last change.
    var feed: [DocumentID] = []
    var counter: UInt64 = 0
    var pending: [UInt64: Change] = [:]
    /// Counters of pending changes that go out without effect.
    var withdrawn: Set<UInt64> = []
    var held: [Dot] = []
    /// Documents to fetch again, and those to let go when nothing of them is pending.
    var reread: Set<DocumentID> = []
    var leaving: Set<DocumentID> = []
    var read: Set<DocumentID> = []
    var starred: Set<DocumentID> = []
    /// Ids that the store had before.
    var former: Set<ReplicaID> = []
    /// The journal rows of own ids that are not compacted; all of them, if the id is not here.
    var kept: [ReplicaID: ClosedRange<UInt64>] = [:]
    var stamp = HybridTimestamp(rawValue: 0)
    var hub = ReferenceHub()

    init(_ replica: ReplicaID, milliseconds: UInt64) {
        self.replica = replica
        self.milliseconds = milliseconds
    }

    /// A call that a store refuses, with its code.
    struct Refusal: Error { let code: StoreError.Code }

    // MARK: - What stands

    func ids(_ kind: DocumentKind) -> [DocumentID] {
        documents.values.filter { $0.kind == kind }.map(\.id).sorted()
    }

    func hasPending(_ id: DocumentID) -> Bool { pending.values.contains { $0.document == id } }

    /// Changes of a document that are to have an effect, in order.
    func effective(_ id: DocumentID? = nil) -> [Change] {
        pending.keys.sorted().filter { !withdrawn.contains($0) }.compactMap { pending[$0] }
            .filter { id == nil || $0.document == id }
    }

    /// A document of a kind that is not deleted.
    func alive(_ id: DocumentID, _ kind: DocumentKind? = nil) throws -> Document {
        guard let document = documents[id], kind == nil || document.kind == kind else {
            throw Refusal(code: .noSuchDocument)
        }
        guard !document.isDeleted, !document.isErased else {
            throw Refusal(code: .invalidRequest)
        }
        return document
    }

    func checkParent(_ parent: DocumentID, on article: DocumentID) throws {
        guard let document = documents[parent] else { throw Refusal(code: .noSuchDocument) }
        guard document.kind == .comment,
            document.value("articleId")?.string == article.description
        else { throw Refusal(code: .invalidRequest) }
    }

    /// Whether what was written since a moment left complete documents.
    func isComplete(since before: ReferenceStore) -> Bool {
        pending.values.filter { $0.dot.counter > before.counter }.allSatisfy { change in
            documents[change.document].map { (try? ContentRules.validate($0)) != nil } ?? true
        }
    }

    /// All conflicts, articles first.
    var conflicts: [Conflict] {
        (ids(.article) + ids(.comment)).flatMap { documents[$0]?.conflicts ?? [] }
    }

    // MARK: - What is done here

    /// Writes registers; `group` is the counter of the first change of the group.
    mutating func write(
        _ id: DocumentID, _ kind: DocumentKind, _ operations: [(path: String, value: JSONValue)],
        group: UInt64? = nil
    ) {
        guard !operations.isEmpty else { return }
        counter += 1
        stamp = stamp.next(milliseconds: milliseconds)
        var document = documents[id] ?? Document(id: id, kind: kind)
        let change = Change(
            Dot(replica, counter), stamp, document, operations, group: group ?? counter)
        document.apply(change)
        pending[counter] = change
        put(document)
    }

    mutating func put(_ document: Document) {
        remove(document.id)
        documents[document.id] = document
        feed.append(document.id)
    }

    mutating func remove(_ id: DocumentID) {
        documents[id] = nil
        feed.removeAll { $0 == id }
    }

    mutating func put(_ article: Article) {
        let old = documents[article.id]
        write(article.id, .article, old.map { article.changes(to: $0) } ?? article.operations())
    }

    mutating func put(_ comment: Comment) throws {
        if let old = documents[comment.id] {
            _ = try alive(comment.id)
            return write(comment.id, .comment, comment.changes(to: old))
        }
        _ = try alive(comment.articleID, .article)
        if let parent = comment.inReplyTo { try checkParent(parent, on: comment.articleID) }
        write(comment.id, .comment, comment.operations())
    }

    mutating func delete(_ id: DocumentID) throws {
        let document = try alive(id)
        write(
            id, document.kind,
            [(RegisterPath.deleted, Self.deletion(of: document, at: milliseconds))])
    }

    static func deletion(
        of document: Document, at milliseconds: UInt64, by: String? = nil
    ) -> JSONValue {
        let time = Timestamp(milliseconds: Int64(milliseconds)).rfc3339
        return DeletionMark(at: time, by: by, saw: document.vector).value
    }

    mutating func undelete(_ id: DocumentID) throws {
        guard let document = documents[id] else { throw Refusal(code: .noSuchDocument) }
        guard document.kind == .article, document.isDeleted || document.hasDeletionConflict else {
            throw Refusal(code: .invalidRequest)
        }
        write(id, .article, [(RegisterPath.deleted, .null)])
    }

    mutating func mark(_ id: DocumentID, read: Bool?, starred: Bool?) throws {
        guard documents[id] != nil else { throw Refusal(code: .noSuchDocument) }
        if let read { if read { self.read.insert(id) } else { self.read.remove(id) } }
        if let starred { if starred { self.starred.insert(id) } else { self.starred.remove(id) } }
    }

    mutating func resolve(
        _ conflict: Conflict, _ take: Resolution, own: Set<ReplicaID>
    ) throws {
        guard let document = documents[conflict.document] else { return }
        func newest(_ values: [Conflict.Value]) -> JSONValue? {
            values.max { ($0.stamp, $0.dot) < ($1.stamp, $1.dot) }?.value
        }
        let value: JSONValue? =
            switch take {
            case .index(let place):
                conflict.values.indices.contains(place - 1) ? conflict.values[place - 1].value : nil
            case .local: newest(conflict.values.filter { own.contains($0.dot.replica) })
            case .remote: newest(conflict.values.filter { !own.contains($0.dot.replica) })
            case .both, .value: nil
            }
        guard var value else { throw Refusal(code: .invalidRequest) }
        if conflict.path == RegisterPath.deleted, !value.isNull {
            value = Self.deletion(of: document, at: milliseconds, by: DeletionMark(value)?.by)
        }
        write(document.id, document.kind, [(conflict.path, value)])
    }
}

extension Change {
    /// A change by somebody who sees a document as it is given.
    init(
        _ dot: Dot, _ stamp: HybridTimestamp, _ document: Document,
        _ operations: [(path: String, value: JSONValue)], group: UInt64
    ) {
        self.init(
            dot: dot, cid: DocumentID(high: 7 << 12, low: dot.counter), transaction: group,
            stamp: stamp, document: document.id, kind: document.kind,
            operations: operations.map {
                Change.Operation(path: $0.path, value: $0.value, seen: document[$0.path].seen)
            })
    }

    /// Whether it makes its document rather than changing one.
    fileprivate var isCreation: Bool {
        operations.contains { ["datePublished", "articleId"].contains($0.path) }
    }
}

/// The other side: what a hub holds, and another writer at it.
struct ReferenceHub {
    static let dave = ReplicaID(bits: 0xDA7E)
    var documents: [DocumentID: Document] = [:]
    var daves: UInt64 = 0
    /// What has changed since the last pull.
    var unpulled: Set<DocumentID> = []
    /// What lies outside of what this store wants.
    var outside: Set<DocumentID> = []
    var purged: Set<DocumentID> = []
}

// MARK: - What others do

extension ReferenceStore {
    mutating func foreignWrite(
        _ id: DocumentID, _ kind: DocumentKind, sees: Bool, stamp: UInt64,
        _ operations: (Document) -> [(path: String, value: JSONValue)]
    ) {
        guard !hub.purged.contains(id) else { return }
        var document = hub.documents[id] ?? Document(id: id, kind: kind)
        // Nobody edits what they have never seen.
        if sees || document.isEmpty, let ours = documents[id] { document.join(ours) }
        let written = operations(document)
        guard !written.isEmpty else { return }
        hub.daves += 1
        document.apply(
            Change(
                Dot(ReferenceHub.dave, hub.daves), HybridTimestamp(milliseconds: stamp), document,
                written, group: hub.daves))
        hub.documents[id] = document
        hub.unpulled.insert(id)
        hub.outside.remove(id)
    }

    mutating func foreignDelete(_ id: DocumentID, sees: Bool, stamp: UInt64) {
        guard let kind = documents[id]?.kind else { return }
        foreignWrite(id, kind, sees: sees, stamp: stamp) { document in
            [(RegisterPath.deleted, Self.deletion(of: document, at: stamp))]
        }
    }

    mutating func leaveScope(_ id: DocumentID) {
        guard hub.documents[id] != nil else { return }
        hub.outside.insert(id)
        hub.unpulled.insert(id)
    }

    mutating func purgeAtHub(_ id: DocumentID) {
        guard hub.documents[id]?.isDeleted == true else { return }
        hub.documents[id] = nil
        hub.outside.remove(id)
        hub.purged.insert(id)
        hub.unpulled.insert(id)
    }

    // MARK: - What comes of it here

    /// What a pull brings; it counts as applied.
    mutating func pull() -> [FeedItem] {
        var items: [FeedItem] = []
        for (index, id) in hub.unpulled.sorted().enumerated() {
            if hub.purged.contains(id) {
                items.append(.purge(id))
                purge(id)
            } else if hub.outside.contains(id) {
                items.append(.evict(id))
                if documents[id] != nil { evict(id) }
            } else if let incoming = hub.documents[id] {
                items.append(.document(incoming, seq: UInt64(index + 1)))
                leaving.remove(id)
                observe(incoming)
                var document = documents[id] ?? Document(id: id, kind: incoming.kind)
                document.join(incoming)
                if documents[id]?.hasSameRegisters(as: document) != true { put(document) }
            }
        }
        hub.unpulled = []
        return items
    }

    private mutating func observe(_ document: Document) {
        let newest = document.fields.flatMap { $0.register.live.map(\.stamp) }.max()
        let bound = HybridTimestamp(milliseconds: milliseconds + 120_000)
        if let newest { stamp = max(stamp, min(newest, bound)) }
    }

    /// Whether the journal holds an own change that is to have an effect.
    private func isKept(_ dot: Dot) -> Bool {
        if dot.replica == replica, withdrawn.contains(dot.counter) { return false }
        guard let range = kept[dot.replica] else { return dot.replica == replica }
        return range.contains(dot.counter)
    }

    private mutating func evict(_ id: DocumentID) {
        if hasPending(id) { leaving.insert(id) } else { remove(id) }
    }

    private mutating func purge(_ id: DocumentID) {
        let groups = Set(effective(id).map(\.transaction))
        for change in effective() where groups.contains(change.transaction) {
            held.append(change.dot)
            withdrawn.insert(change.dot.counter)
            if change.document != id { reread.insert(change.document) }
        }
        if let document = documents[id] {
            let dots = Set(document.editsNotSeenByDeletion.map(\.dot))
            held += dots.filter { isKept($0) }
            remove(id)
        }
        leaving.remove(id)
        reread.remove(id)
    }

    /// Verdicts on the first pending changes, whole groups; they count as recorded.
    mutating func verdicts(count: Int, refusing: UInt64) -> [Verdict] {
        var result: [Verdict] = []
        var rest = pending.keys.sorted()[...]
        while let first = rest.first.flatMap({ pending[$0] }), result.count < count {
            let group = rest.prefix { pending[$0]?.transaction == first.transaction }
            rest = rest.dropFirst(group.count)
            let isRefused = group.contains { counter in
                guard let change = pending[counter], !withdrawn.contains(counter) else {
                    return false
                }
                return refusing > 1 && counter % refusing == 0
                    || hub.purged.contains(change.document)
                    || hub.documents[change.document] == nil && !change.isCreation
            }
            result += group.compactMap { answer($0, isRefused: isRefused) }
        }
        for id in leaving where !hasPending(id) {
            remove(id)
            leaving.remove(id)
            reread.remove(id)
        }
        return result
    }

    private mutating func answer(_ counter: UInt64, isRefused: Bool) -> Verdict? {
        guard let change = pending.removeValue(forKey: counter) else { return nil }
        let isWithdrawn = withdrawn.remove(counter) != nil
        guard isRefused || isWithdrawn else {
            let id = change.document
            var document = hub.documents[id] ?? Document(id: id, kind: change.kind)
            document.apply(change)
            hub.documents[id] = document
            return Verdict(counter: counter, outcome: .applied)
        }
        if !isWithdrawn { held.append(change.dot) }
        reread.insert(change.document)
        return Verdict(
            counter: counter,
            outcome: .refused(code: isWithdrawn ? "withdrawn" : "limits", message: "thử"))
    }

    /// The hub's answer about documents that are to be fetched again; it counts as stored.
    mutating func reread(_ ids: [DocumentID]) -> [FeedItem] {
        ids.map { id in
            if hub.purged.contains(id) {
                purge(id)
                return .purge(id)
            }
            if hub.outside.contains(id) {
                if documents[id] != nil { evict(id) }
                if documents[id] == nil { reread.remove(id) }
                return .evict(id)
            }
            reread.remove(id)
            let held = hub.documents[id]
            if let held { observe(held) }
            if held != nil || documents[id] != nil { rebuild(id, from: held) }
            return held.map { .document($0, seq: 1) } ?? .absent(id)
        }
    }

    private mutating func rebuild(_ id: DocumentID, from held: Document?) {
        guard let kind = held?.kind ?? documents[id]?.kind else { return }
        var document = held ?? Document(id: id, kind: kind)
        for change in effective(id) { document.apply(change) }
        if document.isEmpty { return remove(id) }
        if documents[id]?.hasSameRegisters(as: document) != true { put(document) }
    }
}
