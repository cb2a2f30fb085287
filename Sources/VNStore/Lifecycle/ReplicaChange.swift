package import VNModel

/// What became of a store that took a new replica id.
package struct ReplicaChange: Hashable, Sendable {
    /// The id under which it wrote before.
    package let former: ReplicaID
    /// The id under which it writes now.
    package let replica: ReplicaID
    /// The highest counter that stays under the former id.
    package let acknowledged: UInt64
    /// Changes that were rewritten; all of them wait to be pushed.
    package let changes: Int
    /// Documents that were rewritten.
    package let documents: Int

    /// - Parameters:
    ///   - former: the id under which it wrote before.
    ///   - replica: the id under which it writes now.
    ///   - acknowledged: the highest counter that stays under the former id.
    ///   - changes: changes that were rewritten.
    ///   - documents: documents that were rewritten.
    package init(
        former: ReplicaID, replica: ReplicaID, acknowledged: UInt64, changes: Int, documents: Int
    ) {
        (self.former, self.replica) = (former, replica)
        (self.acknowledged, self.changes, self.documents) = (acknowledged, changes, documents)
    }
}
