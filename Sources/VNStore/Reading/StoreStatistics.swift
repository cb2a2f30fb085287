public import VNModel

/// What a store holds, in numbers.
public struct StoreStatistics: Hashable, Sendable {
    /// Articles, those that are deleted but not purged included.
    public let articles: Int
    /// Comments, those that are deleted but not purged included.
    public let comments: Int
    /// Bytes of the file, without its write-ahead log.
    public let bytes: Int
    /// Changes that wait to be pushed.
    public let pending: Int
    /// Changes that were refused or stranded and are held.
    public let refused: Int
    /// Conflicts to look at, one for each field of a document.
    public let conflicts: Int
    /// The version of the file's schema.
    public let schema: Int
    /// The replica that writes here.
    public let replica: ReplicaID
    /// For each replica the highest counter that a document here has seen.
    public let clock: VersionVector
    /// How people call the replica, if it has a name.
    public let name: String?
}
