/// Whole byte arrays to gzip and back.
///
/// - Source: RFC 1952.
public enum Gzip {
    /// Compresses bytes into one gzip member.
    ///
    /// - Parameters:
    ///   - bytes: any bytes, none included.
    ///   - level: 0 (store) … 9 (smallest); 1 is about seven times as fast as 6.
    /// - Throws: ``CompressionError/outOfMemory``.
    public static func compress(
        _ bytes: [UInt8], level: Int32 = 6
    ) throws(CompressionError) -> [UInt8] {
        var encoder = try GzipEncoder(level: level)
        var result = encoder.append(bytes)
        result.append(contentsOf: encoder.finish())
        return result
    }

    /// Decompresses the gzip members that `bytes` consists of.
    ///
    /// - Parameters:
    ///   - bytes: one or more whole members.
    ///   - limit: the most bytes that may come out; no more than that is ever produced.
    /// - Throws: ``CompressionError``.
    public static func decompress(
        _ bytes: [UInt8], limit: Int
    ) throws(CompressionError) -> [UInt8] {
        var decoder = try GzipDecoder(limit: limit)
        let result = try decoder.append(bytes)
        try decoder.finish()
        return result
    }
}
