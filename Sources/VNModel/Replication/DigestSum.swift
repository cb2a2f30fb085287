/// How many documents there are and the sum of their digests, modulo 2¹²⁸.
///
/// The order of documents does not matter, and a document can be taken out again; so a store keeps
/// the sum of all it holds without looking at them, and two that hold the same have equal sums.
/// It finds mistakes, not forgers: whoever may choose digests can make sums meet.
///
/// - Source: protocol §5; digests are those of `Document.digest`.
public struct DigestSum: Hashable, Sendable, CustomStringConvertible {
    /// How many documents.
    public private(set) var count: UInt64
    private var high: UInt64
    private var low: UInt64

    /// The sum of no documents.
    public init() { (count, high, low) = (0, 0, 0) }

    /// A sum of sixteen bytes, big-endian; `nil` if there are not sixteen.
    public init?(count: UInt64, bytes: [UInt8]) {
        guard let words = DocumentID(bytes: bytes) else { return nil }
        (self.count, high, low) = (count, words.high, words.low)
    }

    /// A sum of 32 lower-case hexadecimal digits; `nil` for any other text.
    public init?(count: UInt64, text: String) {
        guard let hash = ChangeHash(text) else { return nil }
        self.init(count: count, bytes: hash.bytes)
    }

    /// The sum's sixteen bytes, big-endian.
    public var bytes: [UInt8] { DocumentID(high: high, low: low).bytes }

    /// The sum as 32 hexadecimal digits.
    public var text: String { ChangeHash(bytes: bytes)?.description ?? "" }

    /// Adds a document. A digest that has not sixteen bytes, as only damage makes one, counts as
    /// zeros.
    public mutating func add(_ digest: [UInt8]) {
        let words = DigestSum.words(digest)
        add(count: 1, words.high, words.low)
    }

    /// Takes a document out.
    public mutating func subtract(_ digest: [UInt8]) {
        let words = DigestSum.words(digest)
        var other = DigestSum()
        other.add(count: 1, words.high, words.low)
        self -= other
    }

    /// Adds all that another sum has.
    public static func += (sum: inout DigestSum, other: DigestSum) {
        sum.add(count: other.count, other.high, other.low)
    }

    /// Takes out all that another sum has; counts wrap, so that differences can be added.
    public static func -= (sum: inout DigestSum, other: DigestSum) {
        let (low, borrows) = sum.low.subtractingReportingOverflow(other.low)
        sum.low = low
        sum.high = sum.high &- other.high &- (borrows ? 1 : 0)
        sum.count = sum.count &- other.count
    }

    private mutating func add(count: UInt64, _ high: UInt64, _ low: UInt64) {
        let (sum, carries) = self.low.addingReportingOverflow(low)
        self.low = sum
        self.high = self.high &+ high &+ (carries ? 1 : 0)
        self.count = self.count &+ count
    }

    private static func words(_ digest: [UInt8]) -> (high: UInt64, low: UInt64) {
        let id = digest.withUnsafeBufferPointer { DocumentID(bytes: $0) }
        return (id?.high ?? 0, id?.low ?? 0)
    }

    /// `count:digits`.
    public var description: String { "\(count):\(text)" }
}
