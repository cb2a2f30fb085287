public import VNModel

/// A journal row as a push sends it.
public struct PushedChange: Hashable, Sendable {
    /// The change. Of a withdrawn row only dot, cid and transaction mean anything.
    public var change: Change
    /// The hash of the row before; it may be left out where that row stands in the same push.
    public var previous: ChangeHash?
    /// The hash of the row as first written. It is sent where the row was amended since, or is
    /// withdrawn; everywhere else the hub computes it.
    public var hash: ChangeHash?
    /// Whether the row was taken back: it uses up its counter and does nothing else.
    public var isWithdrawn: Bool

    /// - Parameters:
    ///   - change: the change.
    ///   - previous: the hash of the row before.
    ///   - hash: the hash of the row as first written.
    ///   - isWithdrawn: whether the row was taken back.
    public init(
        change: Change, previous: ChangeHash? = nil, hash: ChangeHash? = nil,
        isWithdrawn: Bool = false
    ) {
        self.change = change
        self.previous = previous
        self.hash = hash
        self.isWithdrawn = isWithdrawn
    }

    /// A row that was taken back.
    ///
    /// - Parameters:
    ///   - dot: the replica and the counter of the row.
    ///   - cid: names the change that was taken back.
    ///   - transaction: the counter of the first row of its group.
    ///   - previous: the hash of the row before.
    ///   - hash: the hash of the row as first written.
    public static func withdrawn(
        dot: Dot, cid: DocumentID, transaction: UInt64, previous: ChangeHash?, hash: ChangeHash
    ) -> PushedChange {
        PushedChange(
            change: Change(
                dot: dot, cid: cid, transaction: transaction,
                stamp: HybridTimestamp(rawValue: 0), document: DocumentID(high: 0, low: 0),
                kind: .article, operations: []),
            previous: previous, hash: hash, isWithdrawn: true)
    }
}

extension PushedChange {
    /// Reads a row of a replica's push.
    ///
    /// How many registers and vector entries there are is judged by the hub with a verdict, so
    /// that one excess does not stop the rows around it.
    init(json: CanonicalJSON, of replica: ReplicaID) throws(WireError) {
        let object = try WireObject(json, "a change")
        let dot = Dot(replica, try object.counter("counter"))
        let cid = try object.id("cid")
        let previous = try object.optional("prev", "32 hexadecimal digits", WireObject.hash)
        let transaction = object.has("txn") ? try object.counter("txn") : dot.counter
        guard transaction <= dot.counter else {
            throw object.failure("txn", "the counter of the group's first change")
        }
        if try object.flag("withdrawn", default: false) {
            self = .withdrawn(
                dot: dot, cid: cid, transaction: transaction, previous: previous,
                hash: try object.hash("hash"))
            return
        }
        self.init(
            change: Change(
                dot: dot, cid: cid, transaction: transaction, stamp: try object.stamp("hlc"),
                document: try object.id("doc"), kind: try object.kind("kind"),
                operations: try object.operations()),
            previous: previous,
            hash: try object.optional("hash", "32 hexadecimal digits", WireObject.hash))
    }

    /// Appends the row.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"cid\":")
        writer.quoted(change.cid)
        writer.raw(",\"counter\":")
        writer.integer(change.dot.counter)
        if !isWithdrawn {
            writer.raw(",\"doc\":")
            writer.quoted(change.document)
        }
        if let hash {
            writer.raw(",\"hash\":")
            writer.quoted(hash)
        }
        if !isWithdrawn { encodeContent(into: &writer) }
        if let previous {
            writer.raw(",\"prev\":")
            writer.quoted(previous)
        }
        if change.transaction != change.dot.counter {
            writer.raw(",\"txn\":")
            writer.integer(change.transaction)
        }
        writer.raw(isWithdrawn ? ",\"withdrawn\":true}" : "}")
    }

    private func encodeContent(into writer: inout JSONWriter) {
        writer.raw(",\"hlc\":")
        writer.integer(change.stamp.rawValue)
        writer.raw(",\"kind\":\"")
        writer.kind(change.kind)
        writer.raw("\",\"ops\":")
        writer.operations(change.operations)
    }
}

extension WireObject {
    /// The registers that a change writes: at least one, sorted by path, each path once.
    fileprivate func operations() throws(WireError) -> [Change.Operation] {
        let wanted = "a list of at least one operation, sorted by path, each path once"
        guard
            let operations = try objects(
                "ops", limit: WireLimits.requestBytes,
                { json throws(WireError) in try Change.Operation(json: json) }),
            !operations.isEmpty
        else { throw failure("ops", wanted) }
        for index in operations.indices.dropFirst() {
            let (left, right) = (operations[index - 1].path, operations[index].path)
            guard left.utf8.lexicographicallyPrecedes(right.utf8) else {
                throw failure("ops", wanted)
            }
        }
        return operations
    }
}

extension Change.Operation {
    fileprivate init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "an operation")
        self.init(
            path: try object.text("path"),
            encoded: try object.required("value", "there") { $0 },
            seen: try object.optional("seen", "an object of replica ids and counters") {
                WireObject.vector($0, limit: WireLimits.pushedVectorEntries)
            } ?? VersionVector())
    }
}
