public import VNModel

/// One line of a pull or a re-read.
public enum PullLine: Hashable, Sendable {
    /// The first line.
    case header(PullHeader)
    /// A document, an eviction, a purge or, in a re-read, an absence.
    case item(FeedItem)
    /// What the hub said of a row of a journal. Only for peers.
    case judged(JudgedRow)
    /// A place at which the puller may commit what came before, together with this cursor.
    case checkpoint(cursor: String)
    /// The last line.
    case end(PullEnd)
}

extension PullLine: WireMessage {
    /// Reads a line; its members tell what it is.
    public init(json: CanonicalJSON) throws(WireError) {
        let object = try WireObject(json, "a line of pull")
        if object.has("doc") {
            self = .item(try FeedItem(documentLine: object))
        } else if object.has("complete") {
            self = .end(try PullEnd(json: json))
        } else if object.has("evict") {
            self = .item(.evict(try object.id("evict")))
        } else if object.has("purge") {
            self = .item(.purge(try object.id("purge")))
        } else if object.has("absent") {
            self = .item(.absent(try object.id("absent")))
        } else if let row = object.members["judged"] {
            self = .judged(try JudgedRow(json: row))
        } else if object.has("generation") {
            self = .header(try PullHeader(json: json))
        } else if object.has("cursor") {
            self = .checkpoint(cursor: try object.text("cursor"))
        } else {
            throw .malformed("a line of pull is none that this version knows")
        }
    }

    /// Appends the line without its newline.
    public func encode(into writer: inout JSONWriter) {
        switch self {
        case .header(let header): header.encode(into: &writer)
        case .item(let item): writer.item(item)
        case .judged(let row):
            writer.raw("{\"judged\":")
            row.encode(into: &writer)
            writer.raw("}")
        case .checkpoint(let cursor):
            writer.raw("{\"cursor\":")
            writer.string(cursor)
            writer.raw("}")
        case .end(let end): end.encode(into: &writer)
        }
    }
}

extension FeedItem {
    /// The bytes of the item's line, with its newline.
    ///
    /// - Complexity: O(*n*): the line is made for it.
    package var lineBytes: Int {
        var writer = JSONWriter(capacity: 1024)
        writer.item(self)
        return writer.bytes.count + 1
    }
}

extension JSONWriter {
    /// Appends an item's line without its newline.
    public mutating func item(_ item: FeedItem) {
        switch item {
        case .document(let document, let seq): self.document(document, seq: seq)
        case .evict(let id): single("evict", id)
        case .purge(let id): single("purge", id)
        case .absent(let id): single("absent", id)
        }
    }

    private mutating func single(_ name: StaticString, _ id: DocumentID) {
        raw("{\"")
        raw(name)
        raw("\":")
        quoted(id)
        raw("}")
    }
}
