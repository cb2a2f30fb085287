public import VNModel

/// An article with all that a store knows about it.
public struct ArticleEntry: Hashable, Sendable {
    /// The article as it is shown.
    public let article: Article
    /// All writes that the store holds of it.
    public let vector: VersionVector
    /// Concurrent values that people should look at.
    public let conflicts: [Conflict]
    /// Whether it is deleted.
    public let isDeleted: Bool
    /// Who deleted it and when, if it is deleted.
    public let deletionMark: DeletionMark?
    /// Whether it is marked as read here.
    public let isRead: Bool
    /// Whether it is starred here.
    public let isStarred: Bool
    /// Whether something of it waits to be pushed.
    public let hasPending: Bool
    /// Approved comments.
    public let commentCount: Int
}
