/// The limits of this module.
enum TextLimits {
    /// Combining marks after one base that count in a search key; the rest are dropped from it.
    ///
    /// No language writes more than a handful. Raising it lengthens the keys of hostile text.
    static let marksPerBaseLimit = 32

    /// Words of a search query that are searched for; the rest are ignored.
    ///
    /// Raising it makes the largest query cost more, each word being one lookup in the index.
    static let queryWordLimit = 128

    /// Spellings that one phrase may expand to where words have i and y alternatives.
    ///
    /// Raising it makes phrases of many such words cost more; beyond it the spelling as typed
    /// is used for the words that remain.
    static let phraseSpellingLimit = 16

    /// Bytes of a slug, as the schema of articles demands.
    static let slugByteLimit = 80
}
