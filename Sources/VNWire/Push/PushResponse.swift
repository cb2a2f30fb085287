public import VNModel

/// A hub's answer to a push: a verdict for each row that it took.
public struct PushResponse: Hashable, Sendable {
    /// The hub's generation.
    public var generation: String
    /// The verdicts, in the order of the rows. Fewer than rows: the rest was not taken and is to
    /// be pushed again.
    public var verdicts: [Verdict]
    /// The cursor that the store may go on with, if nothing lies between it and the old one but
    /// what was pushed.
    public var cursor: String?
    /// Of a push that was sent ahead: the cursor at the head of the feed when the push began. Only
    /// a store that has this cursor may go on with the other.
    public var from: String?
    /// The newest row of the replica's journal that the hub has judged.
    public var known: JournalMark

    /// - Parameters:
    ///   - generation: the hub's generation.
    ///   - verdicts: the verdicts, in the order of the rows.
    ///   - cursor: the cursor that the store may go on with.
    ///   - known: the newest row that the hub has judged.
    public init(
        generation: String, verdicts: [Verdict], cursor: String? = nil, known: JournalMark
    ) {
        self.generation = generation
        self.verdicts = verdicts
        self.cursor = cursor
        self.known = known
    }
}

extension PushResponse: WireMessage {
    /// Reads the answer to a push.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the answer to push")
        try object.checkVersion()
        self.init(
            generation: try object.text("generation"), verdicts: try object.verdicts(),
            cursor: try object.optionalText("cursor"), known: try object.known())
        from = try object.optionalText("from")
    }

    /// Appends the answer to a push.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{")
        if let cursor {
            writer.raw("\"cursor\":")
            writer.string(cursor)
            writer.raw(",")
        }
        if let from {
            writer.raw("\"from\":")
            writer.string(from)
            writer.raw(",")
        }
        writer.raw("\"generation\":")
        writer.string(generation)
        writer.raw(",\"known\":")
        known.encode(into: &writer)
        writer.raw(",\"v\":1,\"verdicts\":")
        writer.verdicts(verdicts)
        writer.raw("}")
    }
}
