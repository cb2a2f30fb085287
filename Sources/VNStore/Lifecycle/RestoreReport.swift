public import VNModel

/// What a restore did.
public struct RestoreReport: Hashable, Sendable {
    /// The store.
    public let path: String
    /// The backup it was restored from.
    public let backup: String
    /// Where what stood there before is kept; `nil` if nothing stood there, and in a dry run.
    public let keptAside: String?
    /// The id under which the store writes now.
    public let replica: ReplicaID
    /// The id under which the backup wrote.
    public let former: ReplicaID
    /// Articles, those that are deleted but not purged included.
    public let articles: Int
    /// Comments, those that are deleted but not purged included.
    public let comments: Int
    /// Changes that wait to be pushed.
    public let pending: Int
    /// Those of them that were taken over from the store that stood there.
    public let carried: Int
    /// Held changes that were taken over from it.
    public let carriedHeld: Int
    /// Why nothing could be taken over, as the code of an error; `nil` if all went well.
    public let carryFailure: String?
}
