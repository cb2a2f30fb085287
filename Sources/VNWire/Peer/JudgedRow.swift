public import VNModel

/// What a hub said of one row of a replica's journal, as hubs tell each other.
public struct JudgedRow: Hashable, Sendable {
    /// The replica whose journal it is.
    public let replica: ReplicaID
    /// The hash of the row as first written.
    public let hash: ChangeHash
    /// What was said, with the row's counter.
    public let verdict: Verdict
    /// The document; `nil` for a withdrawn row.
    public let document: DocumentID?
    /// The change's own id, if it was taken: applied, merged or a duplicate.
    public let cid: DocumentID?
    /// The registers that it wrote, if it was taken; sorted.
    public let paths: [String]

    /// - Parameters:
    ///   - replica: the replica whose journal it is.
    ///   - hash: the hash of the row as first written.
    ///   - verdict: what was said.
    ///   - document: the document.
    ///   - cid: the change's own id, if it was taken.
    ///   - paths: the registers that it wrote, if it was taken.
    public init(
        replica: ReplicaID, hash: ChangeHash, verdict: Verdict, document: DocumentID?,
        cid: DocumentID?, paths: [String]
    ) {
        self.replica = replica
        self.hash = hash
        self.verdict = verdict
        self.document = document
        self.cid = cid
        self.paths = paths
    }
}

extension JudgedRow: WireMessage {
    /// Reads `{cid?, doc?, hash, paths?, replica, verdict}`.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "a judged row")
        guard let verdict = object.members["verdict"] else {
            throw object.failure("verdict", "there")
        }
        let paths =
            try object.list("paths", limit: Limits.changeOperations, "register paths") {
                $0.string.flatMap { RegisterPath.isValid($0) ? $0 : nil }
            } ?? []
        self.init(
            replica: try object.replica("replica"), hash: try object.hash("hash"),
            verdict: try Verdict(json: verdict),
            document: object.has("doc") ? try object.id("doc") : nil,
            cid: object.has("cid") ? try object.id("cid") : nil, paths: paths)
    }

    /// Appends the row.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{")
        if let cid {
            writer.raw("\"cid\":")
            writer.quoted(cid)
            writer.raw(",")
        }
        if let document {
            writer.raw("\"doc\":")
            writer.quoted(document)
            writer.raw(",")
        }
        writer.raw("\"hash\":")
        writer.quoted(hash)
        if !paths.isEmpty {
            writer.raw(",\"paths\":")
            writer.texts(paths)
        }
        writer.raw(",\"replica\":")
        writer.quoted(replica)
        writer.raw(",\"verdict\":")
        verdict.encode(into: &writer)
        writer.raw("}")
    }
}
