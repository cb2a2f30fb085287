public import VNModel

/// Asks a hub, as another hub, for what came behind a cursor and for what it judged.
public struct PeerRequest: Hashable, Sendable {
    /// The generation of the asked hub that the asking one knows; `nil` at first contact.
    public var generation: String?
    /// The cursor to go on from; `nil` for everything.
    public var cursor: String?
    /// What the asking hub has judged; rows behind that are told.
    public var ledger: LedgerCounters

    /// - Parameters:
    ///   - generation: the generation of the asked hub that the asking one knows.
    ///   - cursor: the cursor to go on from.
    ///   - ledger: what the asking hub has judged.
    public init(
        generation: String? = nil, cursor: String? = nil, ledger: LedgerCounters = [:]
    ) {
        self.generation = generation
        self.cursor = cursor
        self.ledger = ledger
    }
}

extension PeerRequest: WireMessage {
    /// Reads the request.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the request of a peer")
        try object.checkVersion()
        guard let ledger = try object.optionalCounters("ledger") else {
            throw object.failure("ledger", "an object of replica ids and counters")
        }
        self.init(
            generation: try object.optionalText("generation"),
            cursor: try object.optionalText("cursor"), ledger: ledger)
    }

    /// Appends the request.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{")
        if let cursor {
            writer.raw("\"cursor\":")
            writer.string(cursor)
            writer.raw(",")
        }
        if let generation {
            writer.raw("\"generation\":")
            writer.string(generation)
            writer.raw(",")
        }
        writer.raw("\"ledger\":")
        writer.counters(ledger)
        writer.raw(",\"v\":1}")
    }
}
