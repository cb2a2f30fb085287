public import VNModel

/// What a hub holds in the ranges that it was asked about.
public struct ReconcileResponse: Hashable, Sendable {
    /// A part of a range and what the hub holds in it.
    public struct Part: Hashable, Sendable {
        /// The first id of the part; `nil` for the first part, which begins with its range.
        public var from: DocumentID?
        /// The sum of the hub's documents in the part.
        public var sum: DigestSum

        /// - Parameters:
        ///   - from: the first id of the part.
        ///   - sum: the sum of the hub's documents in the part.
        public init(from: DocumentID?, sum: DigestSum) {
            self.from = from
            self.sum = sum
        }
    }

    /// One document that the hub holds.
    public struct Entry: Hashable, Sendable {
        /// The document.
        public var id: DocumentID
        /// The digest of its registers, as far as the scope wants them.
        public var digest: ChangeHash
        /// Whether it changed behind the cursor that was sent: a pull brings it.
        public var isNewer: Bool

        /// - Parameters:
        ///   - id: the document.
        ///   - digest: the digest of its registers.
        ///   - isNewer: whether it changed behind the cursor that was sent.
        public init(id: DocumentID, digest: ChangeHash, isNewer: Bool) {
            self.id = id
            self.digest = digest
            self.isNewer = isNewer
        }
    }

    /// What is said of one range.
    public enum Answer: Hashable, Sendable {
        /// The hub holds the same.
        case equal
        /// It does not: the sums of parts that cover the range, at least two.
        case parts([Part])
        /// It does not, and holds only these, ascending.
        case documents([Entry])
    }

    /// The hub's generation.
    public var generation: String
    /// The newest seq of the hub's feed.
    public var head: UInt64
    /// The newest row of the asking replica's journal that the hub has judged.
    public var known: JournalMark
    /// An answer for each range, in their order.
    public var answers: [Answer]

    /// - Parameters:
    ///   - generation: the hub's generation.
    ///   - head: the newest seq of the hub's feed.
    ///   - known: the newest row of the asking replica's journal that the hub has judged.
    ///   - answers: an answer for each range.
    public init(generation: String, head: UInt64, known: JournalMark, answers: [Answer]) {
        self.generation = generation
        self.head = head
        self.known = known
        self.answers = answers
    }
}

extension ReconcileResponse: WireMessage {
    /// Reads the response.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the answer to reconcile")
        try object.checkVersion()
        let answers = try object.objects("ranges", limit: WireLimits.reconcileRanges) {
            json throws(WireError) in try Answer(WireObject(json, "a range that was reconciled"))
        }
        guard let answers else { throw object.failure("ranges", "a list") }
        self.init(
            generation: try object.text("generation"), head: try object.number("head"),
            known: try object.known(), answers: answers)
    }

    /// Appends the response.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"generation\":")
        writer.string(generation)
        writer.raw(",\"head\":")
        writer.integer(head)
        writer.raw(",\"known\":")
        known.encode(into: &writer)
        writer.raw(",\"ranges\":")
        writer.list(answers) { writer, answer in answer.encode(into: &writer) }
        writer.raw(",\"v\":1}")
    }
}

extension ReconcileResponse.Answer {
    fileprivate init(_ object: WireObject) throws(WireError) {
        let parts = try object.objects("parts", limit: WireLimits.reconcileParts) {
            json throws(WireError) in
            let part = try WireObject(json, "a part of a range")
            return ReconcileResponse.Part(
                from: try part.optionalID("from"), sum: try DigestSum(part))
        }
        let documents = try object.objects("documents", limit: WireLimits.reconcileDocuments) {
            json throws(WireError) in
            let entry = try WireObject(json, "a document of a range")
            return ReconcileResponse.Entry(
                id: try entry.id("id"), digest: try entry.hash("digest"),
                isNewer: try entry.flag("newer", default: false))
        }
        switch (try object.flag("equal", default: false), parts, documents) {
        case (true, nil, nil): self = .equal
        case (false, let parts?, nil):
            guard parts.count >= 2, parts[0].from == nil,
                ReconcileResponse.ascend(parts.dropFirst().map(\.from))
            else { throw object.failure("parts", "two or more parts that ascend") }
            self = .parts(parts)
        case (false, nil, let documents?):
            guard ReconcileResponse.ascend(documents.map(\.id)) else {
                throw object.failure("documents", "a list of documents that ascend")
            }
            self = .documents(documents)
        default:
            throw .malformed(
                "a range that was reconciled must be equal, or have parts or documents")
        }
    }

    fileprivate func encode(into writer: inout JSONWriter) {
        switch self {
        case .equal: writer.raw("{\"equal\":true}")
        case .parts(let parts):
            writer.raw("{\"parts\":")
            writer.list(parts) { writer, part in
                writer.raw("{\"count\":")
                writer.integer(part.sum.count)
                if let from = part.from {
                    writer.raw(",\"from\":")
                    writer.quoted(from)
                }
                writer.raw(",\"sum\":")
                writer.string(part.sum.text)
                writer.raw("}")
            }
            writer.raw("}")
        case .documents(let entries):
            writer.raw("{\"documents\":")
            writer.list(entries) { writer, entry in
                writer.raw("{\"digest\":")
                writer.quoted(entry.digest)
                writer.raw(",\"id\":")
                writer.quoted(entry.id)
                writer.raw(entry.isNewer ? ",\"newer\":true}" : "}")
            }
            writer.raw("}")
        }
    }
}

extension ReconcileResponse {
    /// Whether all ids are there and each is behind the one before.
    fileprivate static func ascend(_ ids: [DocumentID?]) -> Bool {
        zip(ids, ids.dropFirst()).allSatisfy { one, other in
            guard let one, let other else { return false }
            return one < other
        } && !ids.contains(nil)
    }
}
