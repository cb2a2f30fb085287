public import VNModel

/// The answer to an offer: all of it was joined, in one transaction.
public struct OfferResponse: Hashable, Sendable {
    /// The hub's generation.
    public var generation: String
    /// The newest seq of the hub's feed.
    public var head: UInt64
    /// The cursor to go on with, if nothing came to the hub but what was offered.
    public var cursor: String?
    /// Documents that were not taken because they break a rule of the content.
    public var refused: [DocumentID]

    /// - Parameters:
    ///   - generation: the hub's generation.
    ///   - head: the newest seq of the hub's feed.
    ///   - cursor: the cursor to go on with.
    ///   - refused: documents that were not taken.
    public init(
        generation: String, head: UInt64, cursor: String? = nil, refused: [DocumentID] = []
    ) {
        self.generation = generation
        self.head = head
        self.cursor = cursor
        self.refused = refused
    }
}

extension OfferResponse: WireMessage {
    /// Reads the answer.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the answer to an offer")
        try object.checkVersion()
        let refused =
            try object.list("refused", limit: WireLimits.offerItems, "UUIDs") {
                $0.string.flatMap { DocumentID($0) }
            } ?? []
        self.init(
            generation: try object.text("generation"), head: try object.number("head"),
            cursor: try object.optionalText("cursor"), refused: refused)
    }

    /// Appends the answer.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{")
        if let cursor {
            writer.raw("\"cursor\":")
            writer.string(cursor)
            writer.raw(",")
        }
        writer.raw("\"generation\":")
        writer.string(generation)
        writer.raw(",\"head\":")
        writer.integer(head)
        if !refused.isEmpty {
            writer.raw(",\"refused\":")
            writer.ids(refused)
        }
        writer.raw(",\"v\":1}")
    }
}
