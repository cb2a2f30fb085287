public import VNModel

/// A comment with all that a store knows about it.
public struct CommentEntry: Hashable, Sendable {
    /// The comment as it is shown; a deleted one has no text.
    public let comment: Comment
    /// All writes that the store holds of it.
    public let vector: VersionVector
    /// Concurrent values that people should look at.
    public let conflicts: [Conflict]
    /// Whether something of it waits to be pushed.
    public let hasPending: Bool
}
