public import VNModel

/// A message of the protocol: decoded strictly, encoded canonically.
///
/// Members that are not known are ignored. Encoding and decoding give an equal message.
public protocol WireMessage: Sendable {
    /// Reads a message.
    ///
    /// - Throws: `wire.malformed`, `wire.version`, `wire.too-large`.
    init(json: CanonicalJSON) throws(WireError)

    /// Appends the canonical encoding.
    func encode(into writer: inout JSONWriter)
}

extension WireMessage {
    /// Reads a message from its text.
    ///
    /// - Throws: `wire.malformed`, `wire.version`, `wire.too-large`.
    public init(parsing bytes: [UInt8]) throws(WireError) {
        let json: CanonicalJSON
        do { json = try CanonicalJSON(parsing: bytes) } catch { throw WireError(error) }
        try self.init(json: json)
    }

    /// The canonical encoding.
    public var encoded: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        encode(into: &writer)
        return writer.bytes
    }
}
