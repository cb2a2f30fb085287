public import VNModel

/// Rows of a replica's journal, in the order of their counters.
public struct PushRequest: Hashable, Sendable {
    /// The replica whose journal the rows stand in: the store's own, or a former id of it.
    public var replica: ReplicaID
    /// All other ids under which the store wrote.
    public var formerReplicas: [ReplicaID]
    /// The generation of the hub that the store knows.
    public var generation: String
    /// The cursor up to which the store has pulled.
    public var cursor: String?
    /// Whether it is sent before the push in front of it was answered: the store does not know
    /// yet which cursor it will have then.
    public var isAhead = false
    /// What the store holds.
    public var scope: Scope
    /// The rows, with contiguous counters; a transaction group is never split.
    public var changes: [PushedChange]

    /// - Parameters:
    ///   - replica: the replica whose journal the rows stand in.
    ///   - formerReplicas: all other ids under which the store wrote.
    ///   - generation: the generation of the hub that the store knows.
    ///   - cursor: the cursor up to which the store has pulled.
    ///   - scope: what the store holds.
    ///   - changes: the rows.
    public init(
        replica: ReplicaID, formerReplicas: [ReplicaID] = [], generation: String,
        cursor: String? = nil, scope: Scope = Scope(), changes: [PushedChange]
    ) {
        self.replica = replica
        self.formerReplicas = formerReplicas
        self.generation = generation
        self.cursor = cursor
        self.scope = scope
        self.changes = changes
    }
}

extension PushRequest: WireMessage {
    /// Reads a push.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "push")
        try object.checkVersion()
        let replica = try object.replica("replica")
        guard
            let changes = try object.objects(
                "changes", limit: WireLimits.groupChanges,
                { json throws(WireError) in try PushedChange(json: json, of: replica) })
        else { throw object.failure("changes", "a list") }
        self.init(
            replica: replica, formerReplicas: try object.formerReplicas(),
            generation: try object.text("generation"),
            cursor: try object.optionalText("cursor"), scope: try object.scope(),
            changes: changes)
        isAhead = try object.flag("ahead", default: false)
        try checkOrder(object)
    }

    /// Throws unless counters are contiguous, groups stand together, and hashes can be computed.
    private func checkOrder(_ object: WireObject) throws(WireError) {
        guard let first = changes.first else {
            throw object.failure("changes", "a list of at least one change")
        }
        guard first.previous != nil else {
            throw .malformed("the first change of push must say \"prev\"")
        }
        for index in changes.indices.dropFirst() {
            let (before, change) = (changes[index - 1].change, changes[index].change)
            guard change.dot.counter == before.dot.counter + 1 else {
                throw object.failure("changes", "a list with contiguous counters")
            }
            guard
                change.transaction == before.transaction
                    || change.transaction > before.dot.counter
            else { throw object.failure("changes", "a list with each group in one piece") }
        }
    }

    /// Appends the push.
    public func encode(into writer: inout JSONWriter) {
        writer.raw(isAhead ? "{\"ahead\":true,\"changes\":" : "{\"changes\":")
        writer.list(changes) { writer, change in change.encode(into: &writer) }
        if let cursor {
            writer.raw(",\"cursor\":")
            writer.string(cursor)
        }
        writer.formerReplicas(formerReplicas)
        writer.raw(",\"generation\":")
        writer.string(generation)
        writer.raw(",\"replica\":")
        writer.quoted(replica)
        writer.scope(scope)
        writer.raw(",\"v\":1}")
    }
}
