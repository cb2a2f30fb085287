import Testing
import VNEndpoint
import VNModel
import VNWire

/// A client in memory: journal, documents, and the session of the protocol without recovery.
struct Replica {
    struct Row {
        var change: Change
        let pushed: PushedChange
        var state = State.pending
    }

    enum State { case pending, acknowledged, refused }

    let id: ReplicaID
    var journal: Writer
    var rows: [Row] = []
    var documents: [DocumentID: Document] = [:]
    var cursor: String?
    var reread: Set<DocumentID> = []

    init(_ id: ReplicaID) {
        self.id = id
        journal = Writer(id)
    }

    /// Writes registers of one document, having observed what stands here.
    mutating func write(
        _ document: DocumentID, _ kind: DocumentKind, _ writes: [(String, JSONValue)],
        group: UInt64? = nil
    ) {
        let held = documents[document] ?? Document(id: document, kind: kind)
        var operations: [Write] = []
        for (path, value) in writes {
            var write = Write(path, value)
            write.seen = held[path].seen
            operations.append(write)
        }
        let pushed = journal.change(document, kind, operations, group: group)
        rows.append(Row(change: pushed.change, pushed: pushed))
        documents[document, default: held].apply(pushed.change)
    }

    var pending: [Row] { rows.filter { $0.state == .pending } }

    /// Pushes pending rows in whole groups; a lost answer leaves everything as it was.
    ///
    /// - Returns: whether all was taken.
    mutating func push(_ hub: Hub, limit: Int, losesAnswer: Bool) async throws -> Bool {
        var batch = Array(pending.prefix(limit))
        let rest = pending.dropFirst(batch.count)
        batch += rest.prefix { $0.change.transaction == batch.last?.change.transaction }
        guard !batch.isEmpty else { return true }
        let response: PushResponse
        do {
            response = try await hub.push(
                batch.map { row in
                    var pushed = row.pushed
                    if row.change != pushed.change {
                        pushed.hash = pushed.change.hash(after: pushed.previous ?? .origin)
                        pushed.change = row.change
                    }
                    return pushed
                }, cursor: cursor)
        } catch let problem as Problem where problem.code == WireCode.behind {
            return false
        }
        if losesAnswer { return false }
        for verdict in response.verdicts { take(verdict) }
        if let moved = response.cursor { cursor = moved }
        return pending.isEmpty
    }

    private mutating func take(_ verdict: Verdict) {
        let index = Int(verdict.counter) - 1
        let change = rows[index].change
        guard rows[index].state == .pending else { return }
        rows[index].state = verdict.isRefused ? .refused : .acknowledged
        if verdict.isRefused { reread.insert(change.document) }
        guard let stamp = verdict.stamp, let document = documents[change.document] else { return }
        var lowered = Document(id: document.id, kind: document.kind)
        for operation in change.operations {
            guard let live = document[operation.path].live.first(where: { $0.dot == change.dot })
            else { continue }
            let copy = LiveValue(dot: live.dot, stamp: stamp, value: live.value)
            lowered.set(operation.path, Register(seen: VersionVector(), live: [copy]))
        }
        documents[change.document]?.join(lowered)
    }

    /// Replaces documents of which something was refused by the hub's state.
    mutating func rereads(_ hub: Hub) async throws {
        guard !reread.isEmpty else { return }
        for item in try await hub.reread(reread.sorted(), as: id).items {
            switch item {
            case .document(let document, _): rebuild(document.id, from: document)
            case .absent(let id): rebuild(id, from: nil)
            case .purge(let id), .evict(let id): documents[id] = nil
            }
        }
        reread = []
    }

    private mutating func rebuild(_ id: DocumentID, from held: Document?) {
        var document = held
        for row in pending where row.change.document == id {
            if document == nil { document = Document(id: id, kind: row.change.kind) }
            document?.apply(row.change)
        }
        documents[id] = document
    }

    /// Pulls, a page or to the end; a cut keeps the last checkpoint.
    mutating func pull(_ hub: Hub, limit: Int?) async throws {
        let pulled = try await hub.pull(PullRequest(replica: id, cursor: cursor, limit: limit))
        for item in pulled.items {
            switch item {
            case .document(let document, _):
                documents[document.id, default: Document(id: document.id, kind: document.kind)]
                    .join(document)
            case .purge(let id): documents[id] = nil
            case .evict, .absent: Issue.record("a full pull neither evicts nor misses")
            }
        }
        cursor = pulled.end.cursor
    }
}
