public import VNModel

/// The first line of a pull or a re-read.
public struct PullHeader: Hashable, Sendable {
    /// The hub's generation.
    public var generation: String
    /// The seq after which this pull begins.
    public var from: UInt64
    /// The newest seq of the hub's feed when the pull began.
    public var head: UInt64
    /// The newest row of the puller's journal that the hub has judged. The puller compares it
    /// with its journal before it applies anything.
    public var known: JournalMark

    /// - Parameters:
    ///   - generation: the hub's generation.
    ///   - from: the seq after which this pull begins.
    ///   - head: the newest seq of the hub's feed.
    ///   - known: the newest row of the puller's journal that the hub has judged.
    public init(generation: String, from: UInt64, head: UInt64, known: JournalMark) {
        self.generation = generation
        self.from = from
        self.head = head
        self.known = known
    }
}

extension PullHeader: WireMessage {
    /// Reads a header line.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the first line of pull")
        try object.checkVersion()
        self.init(
            generation: try object.text("generation"), from: try object.number("from"),
            head: try object.number("head"), known: try object.known())
    }

    /// Appends the header line without its newline.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"from\":")
        writer.integer(from)
        writer.raw(",\"generation\":")
        writer.string(generation)
        writer.raw(",\"head\":")
        writer.integer(head)
        writer.raw(",\"known\":")
        known.encode(into: &writer)
        writer.raw(",\"v\":1}")
    }
}
