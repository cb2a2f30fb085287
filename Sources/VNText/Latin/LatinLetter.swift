/// What the search keys need to know of one scalar of the Latin blocks.
struct LatinLetter {
    /// How a scalar takes part in a token.
    enum Role: UInt8 {
        /// Ends a token.
        case separator
        /// Is passed over inside a token.
        case ignored
        /// A letter or digit that does not carry Vietnamese tones.
        case plain
        /// A letter on which a tone mark counts as a tone.
        case vowel
    }

    /// The UTF-8 bytes of the lower-case letter without its marks, the first in the low byte.
    var fold: UInt32 = 0
    /// The UTF-8 bytes of the lower-case letter without its tone marks, likewise.
    var tone: UInt32 = 0
    /// The number of bytes in ``fold``.
    var foldCount: UInt8 = 0
    /// The number of bytes in ``tone``.
    var toneCount: UInt8 = 0
    /// The digit of the tone mark that was cut out, or 0.
    var digit: UInt8 = 0
    /// The digit of a second tone mark, which no Vietnamese letter has, or 0.
    var secondDigit: UInt8 = 0
    /// How the scalar takes part in a token.
    var role: Role = .separator
    /// Whether a Latin letter; digits of the Latin blocks are not.
    var isLatin = false
}

extension LatinLetter {
    /// Works out the entry of one scalar from its properties and its canonical decomposition.
    init(_ scalar: Unicode.Scalar) {
        if scalar == "\u{AD}" {
            role = .ignored
            return
        }
        guard KeyScalar.isLetterOrDigit(scalar) else { return }
        isLatin = KeyScalar.isLatin(scalar)
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        let parts = lower.flatMap { TextNormalization.decomposition(of: $0) }
        var base = parts[0]
        if base == "\u{F0}" { base = "đ" }
        let isVowel = VietnameseTone.isVowel(base)
        role = isVowel ? .vowel : .plain
        var kept = String.UnicodeScalarView([base])
        for mark in parts.dropFirst() {
            if isVowel, let cut = VietnameseTone.digit(ofMark: mark.value) {
                if digit == 0 { digit = cut } else { secondDigit = cut }
            } else {
                kept.append(mark)
            }
        }
        (fold, foldCount) = Self.packed(String(base == "đ" ? "d" : base))
        (tone, toneCount) = Self.packed(TextNormalization.nfc(String(kept)))
    }

    private static func packed(_ text: String) -> (bytes: UInt32, count: UInt8) {
        precondition(text.utf8.count <= 4, "a letter is at most four bytes")
        let bytes = text.utf8.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return (bytes, UInt8(text.utf8.count))
    }
}
