/// What a document is.
public enum DocumentKind: String, Hashable, Sendable, CaseIterable {
    /// An article.
    case article
    /// A comment.
    case comment
}
