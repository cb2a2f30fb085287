public import VNModel

/// What a hub tells those who listen: where the head of its feed is.
public struct HeadEvent: Hashable, Sendable {
    /// The media type of a stream of events.
    public static let mediaType = "text/event-stream"
    /// The name of this kind of event.
    public static let name = "head"
    /// What is sent where nothing happens: a comment, which says that the hub is still there.
    public static let heartbeat = Array(":\n\n".utf8)

    /// The hub's generation.
    public var generation: String
    /// The newest seq of the hub's feed.
    public var head: UInt64

    /// - Parameters:
    ///   - generation: the hub's generation.
    ///   - head: the newest seq of the hub's feed.
    public init(generation: String, head: UInt64) {
        self.generation = generation
        self.head = head
    }

    /// The id of the event: the cursor of whoever has pulled everything up to the head.
    public var id: String { Cursor(generation: generation, since: head, position: head).text }

    /// The event as it stands in a stream.
    ///
    /// - Source: WHATWG HTML, "Server-sent events".
    public var frame: [UInt8] {
        Array("event: \(HeadEvent.name)\nid: \(id)\ndata: ".utf8) + encoded + Array("\n\n".utf8)
    }
}

extension HeadEvent: WireMessage {
    /// Reads the data of an event.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "the event")
        try object.checkVersion()
        self.init(
            generation: try object.text("generation"), head: try object.number("head"))
    }

    /// Appends the data of the event, which is one line.
    public func encode(into writer: inout JSONWriter) {
        writer.raw("{\"generation\":")
        writer.string(generation)
        writer.raw(",\"head\":")
        writer.integer(head)
        writer.raw(",\"v\":1}")
    }
}
