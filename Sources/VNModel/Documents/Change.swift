/// One local change of one document, as the change journal keeps it and a push sends it.
public struct Change: Hashable, Sendable {
    /// One register written.
    public struct Operation: Hashable, Sendable {
        /// The register's path.
        public let path: String
        /// What was written; `null` removes.
        public var value: JSONValue
        /// What the writer had observed of the register, this change's own dot aside.
        public var seen: VersionVector

        /// - Parameters:
        ///   - path: the register's path.
        ///   - value: what was written.
        ///   - seen: what the writer had observed of the register.
        public init(path: String, value: JSONValue, seen: VersionVector) {
            self.path = path
            self.value = value
            self.seen = seen
        }
    }

    /// The replica and the counter of the journal row.
    public var dot: Dot
    /// Names the change itself, whatever dot it stands under.
    public var cid: DocumentID
    /// The counter of the first change of its transaction group.
    public var transaction: UInt64
    /// When it was made.
    public var stamp: HybridTimestamp
    /// The document.
    public var document: DocumentID
    /// What the document is.
    public var kind: DocumentKind
    /// The registers written, sorted by path.
    public var operations: [Operation]

    /// - Parameters:
    ///   - dot: the replica and the counter of the journal row.
    ///   - cid: names the change itself.
    ///   - transaction: the counter of the first change of its group.
    ///   - stamp: when it was made.
    ///   - document: the document.
    ///   - kind: what the document is.
    ///   - operations: the registers written, each path once.
    public init(
        dot: Dot, cid: DocumentID, transaction: UInt64, stamp: HybridTimestamp,
        document: DocumentID, kind: DocumentKind, operations: [Operation]
    ) {
        self.dot = dot
        self.cid = cid
        self.transaction = transaction
        self.stamp = stamp
        self.document = document
        self.kind = kind
        self.operations = operations
    }
}

extension Document {
    /// Applies a change: each written register joins the value with what its writer had observed.
    ///
    /// Applying twice changes nothing.
    public mutating func apply(_ change: Change) {
        precondition(change.document == id, "a change is applied to its document")
        for operation in change.operations {
            var seen = operation.seen
            seen.include(change.dot)
            let written = Register(
                seen: seen,
                live: [LiveValue(dot: change.dot, stamp: change.stamp, value: operation.value)])
            let mine = field(operation.path)
            let register = mine.map { $0.register.joined(written) } ?? written
            set(operation.path, register, seq: mine?.seq ?? 0, by: mine?.by)
        }
    }
}
