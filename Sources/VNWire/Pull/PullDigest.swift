internal import Crypto

/// The running digest of a pull: the first 16 bytes of SHA-256 over all item lines with their
/// newlines, in 32 lower-case hexadecimal digits.
public struct PullDigest: Sendable {
    private var hash = SHA256()

    /// The digest of no lines.
    public init() {}

    /// Adds bytes of item lines; in how many pieces they come does not matter.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        hash.update(bufferPointer: bytes)
    }

    /// Adds bytes of item lines; in how many pieces they come does not matter.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable {
            hash.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
        if isDone == nil { hash.update(data: Array(bytes)) }
    }

    /// The digest of what was added so far.
    public var text: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in hash.finalize().prefix(16) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
