package import VNModel
package import VNStore

/// What the store knows when a session begins.
package struct LocalState: Hashable, Sendable {
    /// The store's replica id.
    package var replica: ReplicaID
    /// Ids that the store had before.
    package var formerReplicas: [ReplicaID] = []
    /// The head of the journal.
    package var head: JournalMark
    /// The newest journal row that the hub has answered for.
    package var acked: JournalMark
    /// The first journal row that is kept, if rows before it were compacted; else the origin.
    package var base = JournalMark.origin
    /// What the journal holds of former ids, in the order in which they were written under.
    package var formerJournals: [OwnJournal] = []
    /// Why the pull replaces what is here; `nil`: it does not.
    package var recovery: RecoveryReason?
    /// Whether the store moved to this hub from another one that replicates with it.
    package var isMoved = false
    /// Whether the store holds no document at all.
    package var isEmpty = false
    /// Whether the store's file was copied since it was last opened under its own name.
    package var isCopied = false
    /// The hub's generation, `nil` before the first contact.
    package var generation: String?
    /// Where the next pull goes on.
    package var cursor: String?
    /// What the store wants of the hub's content.
    package var scope = Scope()
    /// What the store holds of the scope that it wanted before.
    package var held: HeldScope?
    /// Whether no pull has come to its end yet.
    package var isFirst = true
    /// Whether a pull asks what the hub holds in the end.
    package var wantsState = false
    /// Changes that wait to be pushed.
    package var pending = 0

    /// - Parameters:
    ///   - replica: the store's replica id.
    ///   - head: the head of the journal.
    ///   - acked: the newest journal row that the hub has answered for.
    package init(replica: ReplicaID, head: JournalMark, acked: JournalMark) {
        self.replica = replica
        self.head = head
        self.acked = acked
    }
}
