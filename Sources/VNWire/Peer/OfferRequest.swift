public import VNModel

/// Offers a hub whole registers of any author, purges, and what another hub judged.
public struct OfferRequest: Hashable, Sendable {
    /// The generation of the hub that is offered to.
    public var generation: String
    /// How far the offering hub has pulled; `nil` if it has not, or is no hub.
    public var cursor: String?
    /// Documents and purges, in the order of the offering feed.
    public var items: [FeedItem]
    /// Rows that were judged, those of one replica in the order of their counters.
    public var judged: [JudgedRow]

    /// - Parameters:
    ///   - generation: the generation of the hub that is offered to.
    ///   - cursor: how far the offering hub has pulled.
    ///   - items: documents and purges.
    ///   - judged: rows that were judged.
    public init(
        generation: String, cursor: String? = nil, items: [FeedItem] = [],
        judged: [JudgedRow] = []
    ) {
        self.generation = generation
        self.cursor = cursor
        self.items = items
        self.judged = judged
    }
}

extension OfferRequest: WireMessage {
    /// Reads an offer from its text. A document lies two levels deeper in it than in the line of
    /// a pull, so it may be nested that much deeper.
    ///
    /// - Throws: `wire.malformed`, `wire.version`, `wire.too-large`.
    public init(parsing bytes: [UInt8]) throws(WireError) {
        let json: CanonicalJSON
        do {
            json = try CanonicalJSON(parsing: bytes, depthLimit: Limits.jsonDepth + 2)
        } catch { throw WireError(error) }
        try self.init(json: json)
    }

    /// Reads the offer.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "an offer")
        try object.checkVersion()
        let items =
            try object.objects("items", limit: WireLimits.offerItems) {
                json throws(WireError) -> FeedItem in
                switch try PullLine(json: json) {
                case .item(.document(let document, let seq)): return .document(document, seq: seq)
                case .item(.purge(let id)): return .purge(id)
                default: throw .malformed("an offer holds documents and purges only")
                }
            } ?? []
        let judged =
            try object.objects("judged", limit: WireLimits.offerRows) {
                json throws(WireError) in try JudgedRow(json: json)
            } ?? []
        self.init(
            generation: try object.text("generation"),
            cursor: try object.optionalText("cursor"), items: items, judged: judged)
    }

    /// Appends the offer.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{")
        if let cursor {
            writer.raw("\"cursor\":")
            writer.string(cursor)
            writer.raw(",")
        }
        writer.raw("\"generation\":")
        writer.string(generation)
        if !items.isEmpty {
            writer.raw(",\"items\":")
            writer.list(items) { writer, item in writer.item(item) }
        }
        if !judged.isEmpty {
            writer.raw(",\"judged\":")
            writer.list(judged) { writer, row in row.encode(into: &writer) }
        }
        writer.raw(",\"v\":1}")
    }
}
