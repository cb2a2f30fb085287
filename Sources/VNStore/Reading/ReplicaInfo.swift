public import VNModel

/// A replica that a store has seen writes of.
public struct ReplicaInfo: Hashable, Sendable {
    /// Its id.
    public let id: ReplicaID
    /// Whether it is this store, now or formerly.
    public let isOwn: Bool
    /// Whether it writes here now.
    public let isCurrent: Bool
    /// The highest counter of its journal that this store knows of; 0 if none.
    public let counter: UInt64
}
