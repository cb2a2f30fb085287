/// How much room text takes on a terminal.
public enum TextWidth {
    /// Returns how many columns a terminal of fixed pitch gives to a text on one line.
    ///
    /// Combining marks, format characters and controls, line breaks and tabs among them, take
    /// none; wide and full-width characters of East Asia and emoji two; all others one. An emoji
    /// made of several scalars takes two. Terminals differ in rare cases, old ones above all.
    ///
    /// - Parameter text: Any text; composed and decomposed forms have the same width.
    /// - Returns: The number of columns, not negative.
    /// - Complexity: O(n)
    public static func columns(_ text: String) -> Int {
        if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if scalars.count == 1 { return columns(of: first) }
        // A pair of regional indicators is a flag; U+FE0F asks for the emoji form.
        let isFlag = 0x1F1E6...0x1F1FF ~= first.value
        let isEmoji = scalars.contains { $0 == "\u{FE0F}" } && first.properties.isEmoji
        if isFlag || isEmoji || columns(of: first) == 2 { return 2 }
        return scalars.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        if 0x20..<0x7F ~= scalar.value || 0xAE..<0x300 ~= scalar.value { return 1 }
        if 0x1E00..<0x2000 ~= scalar.value { return 1 }
        // Vowels and finals of Hangul stand inside the square of the initial before them.
        if 0x1160...0x11FF ~= scalar.value { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator,
            .paragraphSeparator:
            return 0
        default:
            return isWide(scalar) ? 2 : 1
        }
    }

    /// Whether a scalar is of East Asian width W or F.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x1100: false
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3040...0x3247: true
        case 0x3250...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3: true
        case 0xF900...0xFAFF, 0xFE10...0xFE1F, 0xFE30...0xFE6F, 0xFF01...0xFF60: true
        case 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF: true
        case 0x1F200...0x1F265, 0x20000...0x3FFFD: true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
