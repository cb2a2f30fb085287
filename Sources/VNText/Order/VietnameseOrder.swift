/// The order of a Vietnamese dictionary, as bytes.
public enum VietnameseOrder {
    /// Returns bytes whose order is the order of the texts.
    ///
    /// Texts are compared by letters first, then by tones, then by case:
    /// 1. White space, digits, a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z,
    ///    then letters of other scripts by code point. White space divides words, so `ca dao`
    ///    comes before `cam`; all else that is neither letter nor digit is ignored.
    /// 2. Tones word by word: ngang, huyền, hỏi, ngã, sắc, nặng; then marks of other languages.
    ///    The letter on which the mark is written does not matter.
    /// 3. Lower case before upper case.
    ///
    /// Texts that differ in nothing of this have the same key; break ties by something else.
    ///
    /// - Parameter text: Any text; it need not be in NFC.
    /// - Returns: A key to compare as SQLite compares BLOBs: byte by byte as unsigned numbers, a
    ///   key before its own continuations. Empty if the text has no letter or digit.
    /// - Complexity: O(n)
    public static func sortKey(_ text: String) -> [UInt8] {
        var builder = SortKeyBuilder()
        for scalar in TextNormalization.nfc(text).unicodeScalars { builder.append(scalar) }
        return builder.finish()
    }
}
