/// Whether readers may comment on an article.
public enum CommentPolicy: String, Hashable, Sendable, CaseIterable {
    /// Readers may comment.
    case open
    /// Readers may comment; a moderator has to approve it first.
    case premoderated
    /// No new comments.
    case closed
}
