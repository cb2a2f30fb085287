public import VNModel

/// A comment at its place in the thread of an article.
public struct ThreadedComment: Hashable, Sendable {
    /// The comment. A placeholder has neither text nor author, and of one that has not arrived
    /// only the id is known.
    public let comment: Comment
    /// How deep it stands: 0 for comments on the article itself. Comments beyond the limit stand
    /// at the limit.
    public let depth: Int
    /// Whether the comment itself is not shown (deleted, not admitted, or not here) and only
    /// holds the place above its replies.
    public let isPlaceholder: Bool
    /// Whether something of it waits to be pushed.
    public let hasPending: Bool
}
