/// How far the search index has caught up.
public struct SearchIndexProgress: Hashable, Sendable {
    /// Documents done by this call.
    public let done: Int
    /// Documents that waited when it began, and those done beyond that.
    public let total: Int
}
