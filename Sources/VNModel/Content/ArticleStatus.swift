/// Whether readers may see an article.
public enum ArticleStatus: String, Hashable, Sendable, CaseIterable {
    /// Not ready yet.
    case draft
    /// Readers may see it.
    case usable
    /// Not to be seen for the time being.
    case withheld
    /// Taken back.
    case canceled
}
