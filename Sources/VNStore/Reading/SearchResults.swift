/// What a search found.
public struct SearchResults: Hashable, Sendable {
    /// The hits, best first; of equally good ones the newest first.
    public let hits: [SearchHit]
    /// Whether words with marks found nothing, so that these were found without marks.
    public let isRelaxed: Bool
    /// How many documents the index knows.
    public let indexed: Int
    /// How many documents there are. If the index knows fewer, it has not caught up yet:
    /// `updateSearchIndex` does that.
    public let total: Int
    /// The cursor of the next page; `nil` if this is the last.
    public let next: String?
}
