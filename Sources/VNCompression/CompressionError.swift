/// Why bytes could not be compressed or decompressed.
public enum CompressionError: Error, Hashable, Sendable {
    /// More bytes came out than the caller's limit allows.
    case tooLarge
    /// The bytes are not gzip, or their checksum does not match.
    case corrupt
    /// The bytes end before the gzip stream does.
    case truncated
    /// There is no memory for the compressor's state.
    case outOfMemory
}
