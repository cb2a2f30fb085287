import VNModel
import VNStore

/// What a store must hold, kept in memory as documents and nothing else: no file, no index, no
/// columns, no feed numbers.
struct ReferenceStore {
    let replica: ReplicaID
    var milliseconds: UInt64
    private(set) var documents: [DocumentID: Document] = [:]
    /// Each document once, by its last change.
    private(set) var feed: [DocumentID] = []
    private(set) var counter: UInt64 = 0
    private(set) var pending: [UInt64: DocumentID] = [:]
    private(set) var refused = 0
    private(set) var read: Set<DocumentID> = []
    private(set) var starred: Set<DocumentID> = []
    private var stamp = HybridTimestamp(rawValue: 0)

    /// What the other writer holds, and what of it has not been pulled.
    private var foreign: [DocumentID: Document] = [:]
    private var foreignCounter: UInt64 = 0
    private var unpulled: Set<DocumentID> = []
    static let dave = ReplicaID(bits: 0xDA7E)

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

    /// The documents of a state, articles newest first.
    func articles(in state: String) -> [DocumentID] {
        ids(.article).filter { documents[$0].map(Self.state) == state }
            .sorted { time($0) == time($1) ? $0 > $1 : time($0) > time($1) }
    }

    func comments(on article: DocumentID) -> [DocumentID] {
        ids(.comment).filter { documents[$0]?.value("articleId")?.string == article.description }
            .sorted { time($0) == time($1) ? $0 < $1 : time($0) < time($1) }
    }

    static func state(_ document: Document) -> String {
        if document.isDeleted || document.isErased { return "deleted" }
        switch document.kind {
        case .article: return document.value("status")?.string ?? "usable"
        case .comment: return document.value("moderation")?["status"]?.string ?? "pending"
        }
    }

    private func time(_ id: DocumentID) -> Int64 {
        let path = documents[id]?.kind == .article ? "datePublished" : "dateCreated"
        let text = documents[id]?.value(path)?.string ?? ""
        return Timestamp(rfc3339: text)?.milliseconds ?? 0
    }

    // MARK: - What is done here

    mutating func write(
        _ id: DocumentID, _ kind: DocumentKind, _ operations: [(path: String, value: JSONValue)]
    ) {
        guard !operations.isEmpty else { return }
        counter += 1
        stamp = stamp.next(milliseconds: milliseconds)
        var document = documents[id] ?? Document(id: id, kind: kind)
        document.apply(
            change(Dot(replica, counter), stamp, document, operations))
        pending[counter] = id
        put(document)
    }

    private func change(
        _ dot: Dot, _ stamp: HybridTimestamp, _ document: Document,
        _ operations: [(path: String, value: JSONValue)]
    ) -> Change {
        Change(
            dot: dot, cid: DocumentID(high: 7 << 12, low: dot.counter), transaction: dot.counter,
            stamp: stamp, document: document.id, kind: document.kind,
            operations: operations.map {
                Change.Operation(path: $0.path, value: $0.value, seen: document[$0.path].seen)
            })
    }

    private mutating func put(_ document: Document) {
        documents[document.id] = document
        feed.removeAll { $0 == document.id }
        feed.append(document.id)
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

    mutating func delete(_ id: DocumentID) throws {
        let document = try alive(id)
        write(
            id, document.kind,
            [(RegisterPath.deleted, Self.deletion(of: document, at: milliseconds))])
    }

    private static func deletion(of document: Document, at milliseconds: UInt64) -> JSONValue {
        let time = Timestamp(milliseconds: Int64(milliseconds)).rfc3339
        return DeletionMark(at: time, by: nil, saw: document.vector).value
    }

    mutating func undelete(_ id: DocumentID) throws {
        guard let document = documents[id] else { throw Refusal(code: .noSuchDocument) }
        guard document.kind == .article, document.isDeleted || document.hasDeletionConflict else {
            throw Refusal(code: .invalidRequest)
        }
        write(id, .article, [(RegisterPath.deleted, .null)])
    }

    mutating func mark(_ id: DocumentID, read: Bool?, starred: Bool?) {
        if let read { if read { self.read.insert(id) } else { self.read.remove(id) } }
        if let starred { if starred { self.starred.insert(id) } else { self.starred.remove(id) } }
    }

    // MARK: - What others do

    mutating func foreignWrite(
        _ id: DocumentID, _ kind: DocumentKind, sees: Bool, stamp: UInt64,
        _ operations: (Document) -> [(path: String, value: JSONValue)]
    ) {
        var document = foreign[id] ?? Document(id: id, kind: kind)
        if sees, let ours = documents[id] { document.join(ours) }
        // Nobody edits what they have never seen.
        if document.isEmpty, let ours = documents[id] { document.join(ours) }
        let written = operations(document)
        guard !written.isEmpty else { return }
        foreignCounter += 1
        document.apply(
            change(
                Dot(Self.dave, foreignCounter), HybridTimestamp(milliseconds: stamp), document,
                written))
        foreign[id] = document
        unpulled.insert(id)
    }

    mutating func foreignDelete(_ id: DocumentID, sees: Bool, stamp: UInt64) {
        guard let kind = documents[id]?.kind else { return }
        foreignWrite(id, kind, sees: sees, stamp: stamp) { document in
            [(RegisterPath.deleted, Self.deletion(of: document, at: stamp))]
        }
    }

    /// What a pull brings; it counts as applied.
    mutating func pull() -> [Document] {
        let page = unpulled.sorted().compactMap { foreign[$0] }
        unpulled = []
        for incoming in page {
            let newest = incoming.fields.flatMap { $0.register.live.map(\.stamp) }.max()
            let bound = HybridTimestamp(milliseconds: milliseconds + 120_000)
            if let newest { stamp = max(stamp, min(newest, bound)) }
            var document = documents[incoming.id] ?? Document(id: incoming.id, kind: incoming.kind)
            document.join(incoming)
            guard documents[incoming.id]?.hasSameRegisters(as: document) != true else { continue }
            put(document)
        }
        return page
    }

    /// Verdicts on the first pending changes; they count as recorded.
    mutating func verdicts(count: Int, refusing: UInt64) -> [Verdict] {
        pending.keys.sorted().prefix(count).map { counter in
            pending[counter] = nil
            guard refusing > 1, counter % refusing == 0 else {
                return Verdict(counter: counter, outcome: .applied)
            }
            refused += 1
            return Verdict(counter: counter, outcome: .refused(code: "limits", message: "thử"))
        }
    }
}
