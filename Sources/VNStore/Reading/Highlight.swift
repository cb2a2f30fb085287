/// Where the words of a search stand in a text.
public struct Highlight: Hashable, Sendable {
    /// `headline`, `summary`, `body` or, of a comment, `text`.
    public let field: String
    /// The original text; of a long one an excerpt, with `…` where it was cut.
    public let text: String
    /// The words, as ranges of the text's UTF-8 bytes, ascending.
    public let ranges: [Range<Int>]
}
