/// Names one local write, for ever: the replica that made it and its journal counter.
public struct Dot: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The replica whose journal the change stands in.
    public let replica: ReplicaID
    /// The counter of the journal row, from 1.
    public let counter: UInt64

    /// - Precondition: `counter` is at least 1.
    public init(_ replica: ReplicaID, _ counter: UInt64) {
        precondition(counter >= 1, "journal counters start at 1")
        self.replica = replica
        self.counter = counter
    }

    /// `replica:counter`.
    public var description: String { "\(replica):\(counter)" }

    /// By replica, then by counter.
    public static func < (left: Self, right: Self) -> Bool {
        left.replica == right.replica ? left.counter < right.counter : left.replica < right.replica
    }
}
