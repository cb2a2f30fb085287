/// Which articles are asked for, and in which order.
///
/// Every limit that is absent admits everything; limits are combined by "and".
public struct ArticleQuery: Hashable, Sendable {
    /// How articles are ordered.
    public enum Sort: String, Hashable, Sendable, CaseIterable {
        /// Newest first.
        case date
        /// By headline, in Vietnamese dictionary order.
        case title
    }

    /// The section, a slug.
    public var section: String?
    /// The publisher, by id or name.
    public var publisher: String?
    /// A topic, a slug.
    public var topic: String?
    /// Published at or after this time, in milliseconds since 1970.
    public var since: Int64?
    /// Published before this time, in milliseconds since 1970.
    public var until: Int64?
    /// Only articles that are not marked as read.
    public var isUnread = false
    /// Only articles that are starred.
    public var isStarred = false
    /// What the search index must find in the article. If words with marks find nothing, the
    /// words without them count.
    public var text: String?
    /// `draft`, `usable`, `withheld`, `canceled`, `deleted`; if it is empty, all of them.
    public var states: Set<String> = ["usable"]
    /// Only articles with conflicts to look at.
    public var hasConflicts = false
    /// In which order.
    public var sort = Sort.date
    /// Elements of a page, at least 1; a page has no more than 1 000.
    public var limit = 20
    /// The cursor of the page, from the page before.
    public var after: String?

    /// The newest articles that readers may see.
    public init() {}
}
