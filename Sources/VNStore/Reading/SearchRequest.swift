public import VNText

/// What is searched for, and where.
public struct SearchRequest: Hashable, Sendable {
    /// Where words are looked for.
    public enum Scope: String, Hashable, Sendable, CaseIterable {
        /// In the headlines of articles.
        case title
        /// In headlines, leads and bodies of articles.
        case all
        /// In the texts of comments.
        case comments
    }

    /// What the reader typed.
    public var text: String
    /// Where words are looked for.
    public var scope = Scope.all
    /// By which keys words are matched. With `auto`, if words with marks find nothing, words
    /// without them count.
    public var match = SearchQuery.Match.auto
    /// The section of the articles, a slug.
    public var section: String?
    /// Articles published, or comments written, at or after this time, in milliseconds since 1970.
    public var since: Int64?
    /// Hits, 1 to 200.
    public var limit = 20
    /// The cursor of the page, from the results before.
    public var after: String?

    /// A search in whole articles.
    public init(_ text: String) { self.text = text }
}
