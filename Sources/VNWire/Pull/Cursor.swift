/// A place in a hub's feed. Its text is opaque to clients; only hubs read it.
public struct Cursor: Hashable, Sendable {
    /// The generation of the hub.
    public var generation: String
    /// Registers that changed after this seq travel. It becomes `position` only when a pull is
    /// complete.
    public var since: UInt64
    /// Documents after this seq are still to come.
    public var position: UInt64

    /// - Parameters:
    ///   - generation: the generation of the hub.
    ///   - since: registers that changed after this seq travel.
    ///   - position: documents after this seq are still to come.
    public init(generation: String, since: UInt64, position: UInt64) {
        self.generation = generation
        self.since = since
        self.position = position
    }

    /// Whether a pull stands between two of its pages.
    public var isBetweenPages: Bool { since != position }

    /// Reads a cursor's text.
    ///
    /// - Throws: `wire.cursor`.
    public init(_ text: String) throws(WireError) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard text.utf8.count <= WireLimits.cursorBytes, parts.count == 3, !parts[0].isEmpty,
            let since = Cursor.number(parts[1]), let position = Cursor.number(parts[2]),
            since <= position
        else {
            throw WireError(
                code: WireCode.cursor,
                message: "this hub did not give this cursor; pull again without one")
        }
        self.init(
            generation: String(decoding: parts[0], as: UTF8.self), since: since,
            position: position)
    }

    /// The text: `generation:since:position`.
    public var text: String { "\(generation):\(since):\(position)" }

    private static func number(_ digits: Substring.UTF8View) -> UInt64? {
        guard digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self)).map { UInt64($0) }
    }
}
