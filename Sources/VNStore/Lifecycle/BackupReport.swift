public import VNModel

/// What a backup holds.
public struct BackupReport: Hashable, Sendable {
    /// The backup's file.
    public let path: String
    /// Its bytes.
    public let bytes: Int
    /// The replica that wrote in the store.
    public let replica: ReplicaID
    /// The head of its change journal.
    public let counter: UInt64
    /// Articles, those that are deleted but not purged included.
    public let articles: Int
    /// Comments, those that are deleted but not purged included.
    public let comments: Int
    /// Changes that waited to be pushed.
    public let pending: Int
    /// Changes that were held.
    public let held: Int
}
