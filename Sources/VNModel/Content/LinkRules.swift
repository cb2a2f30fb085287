/// Which addresses may stand in content.
package enum LinkRules {
    /// Whether a text is an http, https or mailto link of ASCII characters.
    package static func isLink(_ text: String) -> Bool {
        guard text.utf8.count <= Limits.linkBytes, text.utf8.allSatisfy(isAllowed),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { return false }
        let rest = text[text.utf8.index(after: colon)...]
        switch text[..<colon].lowercased() {
        case "http", "https":
            guard rest.utf8.starts(with: "//".utf8) else { return false }
            let host = rest.utf8.dropFirst(2).prefix { !endsHost($0) }
            return !host.isEmpty && host.first != UInt8(ascii: ":")
        case "mailto": return rest.utf8.contains(UInt8(ascii: "@"))
        default: return false
        }
    }

    /// The link as it is stored: without white space around it, other characters than ASCII and
    /// spaces within percent-encoded.
    package static func normalized(_ text: String) -> String {
        let trimmed = text.trimmed
        guard !trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return trimmed }
        var bytes: [UInt8] = []
        for byte in trimmed.utf8 {
            if byte == 0x20 || byte >= 0x80 {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexDigits[Int(byte >> 4)])
                bytes.append(hexDigits[Int(byte & 15)])
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F...0xFF, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "\\"):
            false
        default: true
        }
    }

    private static func endsHost(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
