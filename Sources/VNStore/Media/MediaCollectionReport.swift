/// What a collection of media files did.
public struct MediaCollectionReport: Hashable, Sendable {
    /// Files that are here now.
    public internal(set) var files = 0
    /// Their bytes.
    public internal(set) var bytes = 0
    /// Files that were taken away, because no article has referred to them for long or because
    /// there was too much of them.
    public internal(set) var removedFiles = 0
    /// The bytes of those.
    public internal(set) var removedBytes = 0
    /// Files of no row and drafts of no process that were taken away.
    public internal(set) var removedRemains = 0
    /// Rows without their file that were forgotten; articles that show these miss them now.
    public internal(set) var forgottenRows = 0
}
