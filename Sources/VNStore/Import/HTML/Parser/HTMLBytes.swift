/// Bytes of HTML and the characters that they stand for.
enum HTMLBytes {
    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
    }

    /// Whether a byte ends the name of a tag or attribute.
    static func endsName(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The text of bytes: references replaced, control characters as spaces, without NUL.
    ///
    /// - Complexity: O(*n*).
    static func text(
        _ bytes: ArraySlice<UInt8>, hasReferences: Bool, isAttribute: Bool = false
    ) -> String {
        let isPlain = bytes.allSatisfy {
            $0 != UInt8(ascii: "&") && ($0 >= 0x20 || $0 == 0x0A || $0 == 0x09) && $0 != 0x7F
        }
        if isPlain { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "&"), hasReferences,
                let found = reference(in: bytes, at: index, isAttribute: isAttribute)
            {
                result += Array(String(found.scalar).utf8)
                index = found.end
                continue
            }
            index += 1
            switch byte {
            case 0: break
            case 0x09, 0x0A, 0x0D: result.append(byte)
            case 0..<0x20, 0x7F: result.append(0x20)
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private typealias Reference = (scalar: Unicode.Scalar, end: Int)

    /// The reference that begins at an ampersand; `nil` if the ampersand is only itself.
    private static func reference(
        in bytes: ArraySlice<UInt8>, at start: Int, isAttribute: Bool
    ) -> Reference? {
        let next = start + 1
        guard next < bytes.endIndex else { return nil }
        if bytes[next] == UInt8(ascii: "#") { return number(in: bytes, at: next + 1) }
        var end = next
        while end < bytes.endIndex, end - next < HTMLEntities.nameLimit,
            isLetter(bytes[end]) || isDigit(bytes[end])
        {
            end += 1
        }
        let name = String(decoding: bytes[next..<end], as: UTF8.self)
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: ";") {
            return HTMLEntities.scalar(named: name).map { ($0, end + 1) }
        }
        // `?a=1&copy=2` in an address is no reference.
        if isAttribute { return nil }
        var prefix = name
        while prefix.count > 1 {
            if HTMLEntities.isLegacy(prefix), let scalar = HTMLEntities.scalar(named: prefix) {
                return (scalar, next + prefix.utf8.count)
            }
            prefix.removeLast()
        }
        return nil
    }

    /// The character of `123;` or `x7B;`.
    private static func number(in bytes: ArraySlice<UInt8>, at start: Int) -> Reference? {
        var index = start
        var radix: UInt32 = 10
        if index < bytes.endIndex, bytes[index] | 0x20 == UInt8(ascii: "x") {
            radix = 16
            index += 1
        }
        let first = index
        var value: UInt32 = 0
        while index < bytes.endIndex, let digit = digit(bytes[index], radix: radix) {
            value = min(value * radix + digit, 0x11_0000)
            index += 1
        }
        guard index > first else { return nil }
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: ";") { index += 1 }
        return (scalar(numbered: value), index)
    }

    private static func digit(_ byte: UInt8, radix: UInt32) -> UInt32? {
        if isDigit(byte) { return UInt32(byte - 0x30) }
        let letter = byte | 0x20
        guard radix == 16, (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(letter) else {
            return nil
        }
        return UInt32(letter - UInt8(ascii: "a") + 10)
    }

    /// The character of a number; old pages number by windows-1252.
    private static func scalar(numbered value: UInt32) -> Unicode.Scalar {
        switch value {
        case 0x09, 0x0A, 0x0D: return Unicode.Scalar(value) ?? " "
        case 0x80...0x9F: return HTMLCharset.windows1252(UInt8(value)) ?? " "
        case 1..<0x20, 0x7F: return " "
        case 0: return "\u{FFFD}"
        default: return Unicode.Scalar(value) ?? "\u{FFFD}"
        }
    }
}
