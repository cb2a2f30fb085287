/// Names one *incarnation* of a store: 64 random bits.
///
/// A store that may have been copied or rolled back takes a new one; minting is cheap. The text
/// form is 13 characters of lower-case Crockford base32.
public struct ReplicaID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 64 bits.
    public let bits: UInt64

    /// - Parameter bits: any value; randomness is the caller's affair.
    public init(bits: UInt64) { self.bits = bits }

    /// The id of a 13-character text, or `nil` if the text is no replica id.
    public init?(_ text: some StringProtocol) {
        guard let bits = Base32.decode(String(text)) else { return nil }
        self.bits = bits
    }

    /// The 13-character text form.
    public var description: String { Base32.encode(bits) }

    /// Order of the bits, which is the order of the text forms.
    public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}
