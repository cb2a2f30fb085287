/// What a snapshot holds.
public struct SnapshotSummary: Hashable, Sendable {
    /// Its bytes.
    public let bytes: Int
    /// Articles and comments.
    public let documents: Int
    /// The place in the hub's feed up to which it reaches.
    package let seq: UInt64
    /// The history of the hub's feed.
    package let generation: String
    /// The SHA-256 of the file, 64 lower-case hexadecimal digits; empty where the file is no more.
    package let digest: String

    /// - Parameters:
    ///   - bytes: its bytes.
    ///   - documents: articles and comments.
    ///   - seq: the place in the hub's feed up to which it reaches.
    ///   - generation: the history of the hub's feed.
    ///   - digest: the SHA-256 of the file.
    package init(
        bytes: Int, documents: Int, seq: UInt64, generation: String, digest: String
    ) {
        self.bytes = bytes
        self.documents = documents
        self.seq = seq
        self.generation = generation
        self.digest = digest
    }
}
