public import VNModel

/// One transaction of local changes, committed together with their journal rows.
///
/// Changes of one group are pushed all or nothing. The documents read here include what the
/// transaction wrote before. Valid only inside the closure that gets it.
public final class WriteTransaction {
    let session: StoreSession
    private var documents: [DocumentID: Document] = [:]
    private var stored: [DocumentID: StoredDocument] = [:]
    private var changed: [DocumentID] = []
    private var groupStart: UInt64 = 0
    private var groupBytes = 0
    private var hasGroup = false

    /// Changes of one group; what a hub takes in one push.
    static let groupChangeLimit: UInt64 = 500
    /// Bytes of one group's operations; what a hub takes in one push.
    static let groupByteLimit = 1 << 20

    /// The head of the journal before this transaction.
    private let start: UInt64

    init(_ session: StoreSession) throws {
        self.session = session
        start = try session.head().journal.counter
    }

    /// A document as this transaction sees it; `nil` if it does not stand here.
    ///
    /// - Throws: ``StoreError`` `store.corrupt` if what stands here cannot be read.
    public func document(_ id: DocumentID) throws -> Document? {
        if let document = documents[id] { return document }
        guard let found = try session.stored(id) else { return nil }
        stored[id] = found
        documents[id] = found.document
        return found.document
    }

    /// A document that this transaction has read or written already.
    func loaded(_ id: DocumentID) -> Document? { documents[id] }

    /// A document that must stand here.
    ///
    /// - Throws: ``StoreError`` `store.no-such-document`, also if it is of another kind.
    public func requireDocument(_ id: DocumentID, _ kind: DocumentKind) throws -> Document {
        guard let document = try document(id), document.kind == kind else {
            throw StoreError(
                .noSuchDocument, "no \(kind.rawValue) has the id \(id)",
                context: [id.description])
        }
        return document
    }

    /// Ends the group: what comes now may be pushed without what came before.
    public func endGroup() { hasGroup = false }

    /// Writes registers of a document, which is made if it does not stand here.
    ///
    /// - Parameters:
    ///   - id: the document.
    ///   - kind: what it is.
    ///   - operations: paths and values, each path once; `null` removes.
    /// - Returns: the journal counter of the change, of the last one if there are more
    ///   registers than one change holds.
    /// - Throws: `ContentError` if the document would break a rule; ``StoreError``
    ///   `store.group-too-large`. The whole transaction is to be given up then.
    @discardableResult
    public func write(
        _ id: DocumentID, _ kind: DocumentKind, _ operations: [(path: String, value: JSONValue)]
    ) throws -> UInt64 {
        var document = try document(id) ?? Document(id: id, kind: kind)
        precondition(document.kind == kind, "a document keeps its kind")
        let sorted = operations.sorted { JSONObject.precedes($0.path, $1.path) }
        for operation in sorted {
            try ContentRules.validate(
                kind: kind, path: operation.path, value: operation.value)
        }
        let replica = try session.head().replica
        var rest = sorted[...]
        while !rest.isEmpty {
            let counter = try session.head().journal.counter + 1
            if !hasGroup { (groupStart, groupBytes, hasGroup) = (counter, 0, true) }
            let change = Change(
                dot: Dot(replica, counter), cid: session.environment.newDocumentID(),
                transaction: groupStart, stamp: try session.nextStamp(), document: id, kind: kind,
                operations: rest.prefix(Limits.changeOperations).map {
                    Change.Operation(
                        path: $0.path, value: $0.value, seen: document[$0.path].seen)
                })
            document.apply(change)
            groupBytes += try session.append(change)
            rest = rest.dropFirst(Limits.changeOperations)
        }
        try ContentRules.validate(document)
        try checkGroup()
        if documents.updateValue(document, forKey: id) == nil || !changed.contains(id) {
            changed.append(id)
        }
        return try session.head().journal.counter
    }

    private func checkGroup() throws {
        let count = try session.head().journal.counter - groupStart + 1
        guard count <= WriteTransaction.groupChangeLimit,
            groupBytes <= WriteTransaction.groupByteLimit
        else {
            throw StoreError(
                .groupTooLarge,
                "one group may have \(WriteTransaction.groupChangeLimit) changes and "
                    + "\(WriteTransaction.groupByteLimit) bytes; write it in several groups")
        }
    }

    /// Writes the changed documents; called before the commit. Their search keys follow in
    /// batches.
    func finish() throws {
        for id in changed {
            guard var document = documents[id] else { continue }
            let before = stored[id]
            let seq = try session.nextSeq()
            document.mark(changedSince: before?.document, seq: seq)
            if let before {
                try session.recordSuperseded(
                    by: document, over: before.document, start: start, seq: seq)
            }
            try session.save(
                document, over: before, seq: seq,
                scopeSeq: document.decidesScope(since: before?.document)
                    ? seq : before?.scopeSeq ?? 0)
        }
    }
}
