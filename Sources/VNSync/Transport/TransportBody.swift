/// The bytes of an answer, in the order in which they come. For one reader.
///
/// A body that is let go before its end gives the connection up.
public protocol TransportBody: Sendable {
    /// The next bytes, decompressed; `nil` at the end.
    ///
    /// - Throws: ``TransportError`` if the connection broke before the end.
    func next() async throws -> [UInt8]?
}
