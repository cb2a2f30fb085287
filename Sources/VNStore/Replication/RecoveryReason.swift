/// Why a store and a hub have to find together again.
public enum RecoveryReason: String, Hashable, Sendable, CaseIterable {
    /// The file of the store was copied, moved to another disk, or put back from a copy.
    case copied
    /// The hub knows other changes under the store's id.
    case forked
    /// The hub was put back from a backup, made anew, or is another one.
    case generation
}

/// What a recovery began with.
package enum RecoveryOutcome: Hashable, Sendable {
    /// Somebody else has done it meanwhile.
    case unchanged
    /// The store took a new id.
    case forked(ReplicaChange)
    /// So many changes wait to be offered again.
    case offered(Int)
    /// Nothing was done: the hub lacks so many changes that the journal no longer holds.
    case lacking(UInt64)
}
