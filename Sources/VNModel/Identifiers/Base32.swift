/// Crockford base32 in lower case, as used in the text forms of ids.
///
/// - Source: Crockford, "Base 32" (alphabet without i, l, o, u).
enum Base32 {
    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()

    /// The 13 characters of 64 bits, most significant first.
    static func encode(_ bits: UInt64) -> String {
        String(unsafeUninitializedCapacity: length) { buffer in
            write(bits, into: buffer)
            return length
        }
    }

    /// The number of characters of 64 bits.
    static let length = 13

    /// Writes the characters of 64 bits.
    static func write(_ bits: UInt64, into buffer: UnsafeMutableBufferPointer<UInt8>) {
        for index in 0..<length {
            let shift = UInt64(60 - 5 * index)
            buffer[index] = alphabet[Int((bits >> shift) & 31)]
        }
    }

    /// The 64 bits of a 13-character text; `nil` for any other text.
    static func decode(_ text: String) -> UInt64? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count == 13 else { return nil }
            var bits: UInt64 = 0
            for index in 0..<13 {
                let value = values[Int(bytes[index])]
                guard value != 0xFF, index > 0 || value < 16 else { return nil }
                bits = bits << 5 | UInt64(value)
            }
            return bits
        }
    }
}
