public import VNModel

/// An article as lists show it.
public struct ArticleSummary: Hashable, Sendable {
    /// Its id.
    public let id: DocumentID
    /// The headline.
    public let headline: String
    /// The lead.
    public let summary: String?
    /// The name of the publisher.
    public let publisher: String
    /// The id of the publisher.
    public let publisherID: String?
    /// The section, a slug.
    public let section: String?
    /// When it was published: RFC 3339 with offset.
    public let datePublished: String
    /// `draft`, `usable`, `withheld`, `canceled` or `deleted`.
    public let state: String
    /// Approved comments.
    public let comments: Int
    /// Whether it is not marked as read.
    public let isUnread: Bool
    /// Whether it is starred.
    public let isStarred: Bool
    /// Conflicts to look at.
    public let conflicts: Int
    /// Whether something of it waits to be pushed.
    public let hasPending: Bool
}
