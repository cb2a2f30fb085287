public import VNModel

/// The last line of a pull or a re-read. A stream that ends without it was cut.
public struct PullEnd: Hashable, Sendable {
    /// The cursor after this pull; `nil` after a re-read.
    public var cursor: String?
    /// Whether nothing is left to pull.
    public var isComplete: Bool
    /// How many document, evict, purge and absent lines came.
    public var count: Int
    /// What a ``PullDigest`` over those lines gives.
    public var digest: String
    /// The sum of all documents of the scope, as the hub holds them when the pull is complete;
    /// `nil` if the pull is not, or it was not asked for.
    public var state: DigestSum?
    /// How much of each journal the hub has judged, when a peer's pull is complete; else `nil`.
    public var ledger: LedgerCounters?

    /// - Parameters:
    ///   - cursor: the cursor after this pull.
    ///   - isComplete: whether nothing is left to pull.
    ///   - count: how many item lines came.
    ///   - digest: what a ``PullDigest`` over those lines gives.
    ///   - state: the sum of all documents of the scope.
    ///   - ledger: how much of each journal the hub has judged.
    public init(
        cursor: String?, isComplete: Bool, count: Int, digest: String, state: DigestSum? = nil,
        ledger: LedgerCounters? = nil
    ) {
        self.cursor = cursor
        self.isComplete = isComplete
        self.count = count
        self.digest = digest
        self.state = state
        self.ledger = ledger
    }
}

extension PullEnd: WireMessage {
    /// Reads an end line.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the last line of pull")
        self.init(
            cursor: try object.optionalText("cursor"),
            isComplete: try object.required("complete", "true or false", \.bool),
            count: Int(clamping: try object.number("count")),
            digest: try object.required("digest", "32 hexadecimal digits") {
                WireObject.hash($0).map(\.description)
            }, state: try object.optionalSum("state"),
            ledger: try object.optionalCounters("ledger"))
    }

    /// Appends the end line without its newline.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"complete\":")
        writer.raw(isComplete ? "true" : "false")
        writer.raw(",\"count\":")
        writer.integer(count)
        if let cursor {
            writer.raw(",\"cursor\":")
            writer.string(cursor)
        }
        writer.raw(",\"digest\":")
        writer.string(digest)
        if let ledger {
            writer.raw(",\"ledger\":")
            writer.counters(ledger)
        }
        if let state {
            writer.raw(",\"state\":")
            state.encode(into: &writer)
        }
        writer.raw("}")
    }
}
