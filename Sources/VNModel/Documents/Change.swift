/// One local change of one document, as the change journal keeps it and a push sends it.
public struct Change: Hashable, Sendable {
    /// One register written.
    public struct Operation: Hashable, Sendable {
        /// The register's path.
        public let path: String
        /// What was written, encoded; `null` removes.
        public var encoded: CanonicalJSON
        /// What the writer had observed of the register, this change's own dot aside.
        public var seen: VersionVector

        /// - Parameters:
        ///   - path: the register's path.
        ///   - value: what was written.
        ///   - seen: what the writer had observed of the register.
        public init(path: String, value: JSONValue, seen: VersionVector) {
            self.init(path: path, encoded: CanonicalJSON(value), seen: seen)
        }

        /// - Parameters:
        ///   - path: the register's path.
        ///   - encoded: what was written, encoded.
        ///   - seen: what the writer had observed of the register.
        public init(path: String, encoded: CanonicalJSON, seen: VersionVector) {
            self.path = path
            self.encoded = encoded
            self.seen = seen
        }

        /// What was written; `null` removes.
        ///
        /// - Complexity: O(*n*): it is taken apart each time.
        public var value: JSONValue {
            get { encoded.value }
            set { encoded = CanonicalJSON(newValue) }
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

extension Change.Operation {
    /// The register as its writer leaves it.
    ///
    /// - Parameters:
    ///   - dot: the change's own dot.
    ///   - stamp: when it was made.
    package func register(by dot: Dot, at stamp: HybridTimestamp) -> Register {
        let live = LiveValue(dot: dot, stamp: stamp, encoded: encoded)
        return seen.isEmpty ? Register(live) : Register(seen: seen, live: [live])
    }
}

extension Document {
    /// Applies a change: each written register joins the value with what its writer had observed.
    ///
    /// Applying twice changes nothing.
    public mutating func apply(_ change: Change) {
        precondition(change.document == id, "a change is applied to its document")
        for operation in change.operations {
            let written = operation.register(by: change.dot, at: change.stamp)
            let mine = field(operation.path)
            let register = mine.map { $0.register.joined(written) } ?? written
            set(operation.path, register, seq: mine?.seq ?? 0, by: mine?.by)
        }
    }
}
