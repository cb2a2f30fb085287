public import VNModel

/// Asks for the hub's whole state of some documents: a re-read.
public struct DocumentsRequest: Hashable, Sendable {
    /// The replica that reads.
    public var replica: ReplicaID
    /// The generation of the hub that the store knows.
    public var generation: String
    /// The documents, at most ``WireLimits/rereadDocuments``.
    public var ids: [DocumentID]
    /// What the store holds.
    public var scope: Scope

    /// - Parameters:
    ///   - replica: the replica that reads.
    ///   - generation: the generation of the hub that the store knows.
    ///   - ids: the documents.
    ///   - scope: what the store holds.
    public init(
        replica: ReplicaID, generation: String, ids: [DocumentID], scope: Scope = Scope()
    ) {
        self.replica = replica
        self.generation = generation
        self.ids = ids
        self.scope = scope
    }
}

extension DocumentsRequest: WireMessage {
    /// Reads the request.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the request for documents")
        try object.checkVersion()
        guard
            let ids = try object.list(
                "ids", limit: WireLimits.rereadDocuments, "UUIDs",
                { json in json.string.flatMap { DocumentID($0) } })
        else { throw object.failure("ids", "a list of UUIDs") }
        self.init(
            replica: try object.replica("replica"), generation: try object.text("generation"),
            ids: ids, scope: try object.scope())
    }

    /// Appends the request.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"generation\":")
        writer.string(generation)
        writer.raw(",\"ids\":")
        writer.ids(ids)
        writer.raw(",\"replica\":")
        writer.quoted(replica)
        writer.scope(scope)
        writer.raw(",\"v\":1}")
    }
}
