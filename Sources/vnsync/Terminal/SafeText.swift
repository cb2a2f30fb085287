/// Text from elsewhere, made safe for a terminal.
///
/// Control characters could move the cursor or run commands of the terminal, and marks of
/// direction could make text look like other text: neither reaches the terminal.
enum SafeText {
    /// One line; line breaks and tabs become spaces.
    static func line(_ text: String) -> String {
        text.unicodeScalars.allSatisfy(isHarmless) ? text : filtered(text, keepsLines: false)
    }

    /// Several lines; tabs become spaces.
    static func lines(_ text: String) -> String {
        text.unicodeScalars.allSatisfy { isHarmless($0) || $0 == "\n" }
            ? text : filtered(text, keepsLines: true)
    }

    private static func filtered(_ text: String, keepsLines: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where keepsLines: result.append(scalar)
            case "\n", "\t", "\u{2028}", "\u{2029}": result.append(" ")
            default: if isHarmless(scalar) { result.append(scalar) }
            }
        }
        return String(result)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
