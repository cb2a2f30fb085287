internal import Crypto
internal import VNText

/// A UUID: names a document, or a change (as its `cid`).
///
/// Version 7 for what is made locally, version 5 for imports, so that two replicas that import the
/// same page offline make the same document.
public struct DocumentID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// The UUID with these 128 bits, taken as they are.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A version 7 UUID of the time and 74 of the 128 random bits.
    ///
    /// - Parameters:
    ///   - milliseconds: since 1970; the lower 48 bits are used.
    ///   - random: two random words.
    /// - Source: RFC 9562 §5.7.
    public init(milliseconds: UInt64, random: (UInt64, UInt64)) {
        high = (milliseconds & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | (random.0 & 0x0FFF)
        low = random.1 & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    /// The version 5 UUID of a name in the namespace of imported articles.
    ///
    /// - Source: RFC 9562 §5.5; the namespace is our own.
    public init(importName: String) {
        var hash = Insecure.SHA1()
        hash.update(data: DocumentID.importNamespace.bytes)
        hash.update(data: Array(importName.utf8))
        let digest = Array(hash.finalize().prefix(16))
        let id = DocumentID(bytes: digest)
        precondition(id != nil, "a SHA-1 digest has at least 16 bytes")
        high = (id?.high ?? 0) & 0xFFFF_FFFF_FFFF_0FFF | 0x5000
        low = (id?.low ?? 0) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    /// The id of sixteen bytes, or `nil` if there are not sixteen.
    public init?(bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for index in 0..<8 {
            words.0 = words.0 << 8 | UInt64(bytes[index])
            words.1 = words.1 << 8 | UInt64(bytes[index + 8])
        }
        self.init(high: words.0, low: words.1)
    }

    /// The id of sixteen bytes, or `nil` if there are not sixteen.
    public init?(bytes: [UInt8]) {
        guard let id = bytes.withUnsafeBufferPointer({ DocumentID(bytes: $0) }) else { return nil }
        self = id
    }

    /// The id of a text of 32 hexadecimal digits with hyphens at their places, in either case.
    public init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// The id of a text of 32 hexadecimal digits with hyphens at their places, in either case.
    public init?(_ text: String) {
        var text = text
        guard let id = text.withUTF8({ DocumentID(text: $0) }) else { return nil }
        self = id
    }

    private init?(text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 36 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for index in 0..<36 {
            let byte = text[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let value = DocumentID.hexValue(byte) else { return nil }
            if index < 18 {
                words.0 = words.0 << 4 | value
            } else {
                words.1 = words.1 << 4 | value
            }
        }
        self.init(high: words.0, low: words.1)
    }

    /// The sixteen bytes in network order.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<8 {
                buffer[index] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * index))
                buffer[index + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * index))
            }
            count = 16
        }
    }

    /// 36 characters, lower case.
    public var description: String {
        String(unsafeUninitializedCapacity: DocumentID.textLength) { buffer in
            writeText(into: buffer)
            return DocumentID.textLength
        }
    }

    /// The number of characters of the text.
    static let textLength = 36

    /// Writes the characters of the text.
    func writeText(into buffer: UnsafeMutableBufferPointer<UInt8>) {
        var position = 0
        for digit in 0..<32 {
            if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                buffer[position] = UInt8(ascii: "-")
                position += 1
            }
            buffer[position] = hexDigit(digit)
            position += 1
        }
    }

    /// The character of one of the 32 hexadecimal digits.
    func hexDigit(_ digit: Int) -> UInt8 {
        let word = digit < 16 ? high : low
        let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (digit % 16))) & 15
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Order of the bytes.
    public static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    private static let importNamespace = DocumentID(
        high: 0x7664_0b1e_5c2f_4d3a, low: 0x9a51_6e2d_8c40_b7f1)

    private static func hexValue(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
