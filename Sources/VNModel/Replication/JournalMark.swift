/// A place in a replica's journal: the highest counter included, and the hash of that row.
public struct JournalMark: Hashable, Sendable {
    /// The highest counter included; 0 before the first row.
    public let counter: UInt64
    /// The hash of the row with that counter.
    public let hash: ChangeHash

    /// Before the first row.
    public static let origin = JournalMark(counter: 0, hash: .origin)

    /// - Parameters:
    ///   - counter: the highest counter included.
    ///   - hash: the hash of the row with that counter.
    public init(counter: UInt64, hash: ChangeHash) {
        self.counter = counter
        self.hash = hash
    }
}
