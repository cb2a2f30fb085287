public import VNModel

/// The first message of a session: who is there, and how far it has come.
public struct HelloRequest: Hashable, Sendable {
    /// The store's replica id.
    public var replica: ReplicaID
    /// Ids under which the store wrote before.
    public var formerReplicas: [ReplicaID]
    /// The counter of the newest row of the journal, 0 if it is empty.
    public var counter: UInt64
    /// The newest row of which the store has the hub's verdict.
    public var acked: JournalMark
    /// The generation of the hub that the store knows.
    public var generation: String?
    /// The cursor up to which the store has pulled.
    public var cursor: String?
    /// What the store holds.
    public var scope: Scope
    /// The version of content that the store writes.
    public var schema: Int

    /// - Parameters:
    ///   - replica: the store's replica id.
    ///   - formerReplicas: ids under which the store wrote before.
    ///   - counter: the counter of the newest row of the journal.
    ///   - acked: the newest row of which the store has the hub's verdict.
    ///   - generation: the generation of the hub that the store knows.
    ///   - cursor: the cursor up to which the store has pulled.
    ///   - scope: what the store holds.
    ///   - schema: the version of content that the store writes.
    public init(
        replica: ReplicaID, formerReplicas: [ReplicaID] = [], counter: UInt64, acked: JournalMark,
        generation: String? = nil, cursor: String? = nil, scope: Scope = Scope(), schema: Int = 1
    ) {
        self.replica = replica
        self.formerReplicas = formerReplicas
        self.counter = counter
        self.acked = acked
        self.generation = generation
        self.cursor = cursor
        self.scope = scope
        self.schema = schema
    }
}

extension HelloRequest: WireMessage {
    /// Reads a hello.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "hello")
        try object.checkVersion()
        self.init(
            replica: try object.replica("replica"),
            formerReplicas: try object.formerReplicas(),
            counter: try object.number("counter"),
            acked: JournalMark(
                counter: try object.number("acked"), hash: try object.hash("ackedHash")),
            generation: try object.optionalText("generation"),
            cursor: try object.optionalText("cursor"), scope: try object.scope(),
            schema: Int(clamping: try object.number("schema")))
    }

    /// Appends the hello.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"acked\":")
        writer.integer(acked.counter)
        writer.raw(",\"ackedHash\":")
        writer.quoted(acked.hash)
        writer.raw(",\"counter\":")
        writer.integer(counter)
        if let cursor {
            writer.raw(",\"cursor\":")
            writer.string(cursor)
        }
        writer.formerReplicas(formerReplicas)
        if let generation {
            writer.raw(",\"generation\":")
            writer.string(generation)
        }
        writer.raw(",\"replica\":")
        writer.quoted(replica)
        writer.schema(schema)
        writer.scope(scope)
        writer.raw(",\"v\":1}")
    }
}

extension JSONWriter {
    fileprivate mutating func schema(_ schema: Int) {
        raw(",\"schema\":")
        integer(schema)
    }

    /// Appends the member `formerReplicas` unless it is empty.
    mutating func formerReplicas(_ replicas: [ReplicaID]) {
        guard !replicas.isEmpty else { return }
        raw(",\"formerReplicas\":")
        ids(replicas)
    }

    /// Appends the member `scope` unless it admits everything.
    mutating func scope(_ scope: Scope) {
        guard !scope.isFull else { return }
        raw(",\"scope\":")
        scope.encode(into: &self)
    }
}

extension WireObject {
    func formerReplicas() throws(WireError) -> [ReplicaID] {
        try list("formerReplicas", limit: WireLimits.formerReplicas, "replica ids") {
            $0.string.flatMap { ReplicaID($0) }
        } ?? []
    }

    func scope() throws(WireError) -> Scope {
        guard let json = members["scope"] else { return Scope() }
        return try Scope(json: json)
    }
}
