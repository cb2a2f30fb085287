internal import Crypto

/// The SHA-256 of a media file's bytes: its name everywhere.
public struct MediaDigest: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// The digest of 32 bytes; `nil` if there are not 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The digest of 64 lower-case hexadecimal digits; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 2 * SHA256.byteCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = MediaDigest.value(digits[index]),
                let low = MediaDigest.value(digits[index + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    init(_ hash: SHA256) { bytes = Array(hash.finalize()) }

    /// Before all others; the digest of nothing that anybody has found.
    static let lowest = MediaDigest(zeros: SHA256.byteCount)

    private init(zeros count: Int) { bytes = Array(repeating: 0, count: count) }

    /// 64 lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    /// By the bytes, from the first on.
    public static func < (left: MediaDigest, right: MediaDigest) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
