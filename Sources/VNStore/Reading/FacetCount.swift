/// A section, topic or publisher and how many articles it has.
public struct FacetCount: Hashable, Sendable {
    /// What queries name it by: a slug.
    public let id: String
    /// What people read.
    public let name: String
    /// Its articles that readers may see.
    public let articles: Int
}
