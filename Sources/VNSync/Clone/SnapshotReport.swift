/// What a clone took from a hub's snapshot.
public struct SnapshotReport: Hashable, Sendable {
    /// Articles and comments in it.
    public let documents: Int
    /// Its bytes.
    public let bytes: Int
    /// Bytes that an attempt before had brought.
    public let resumed: Int
}
