/// How far the first part of a clone has come.
public struct CloneProgress: Hashable, Sendable {
    /// What is being done.
    public enum Step: Hashable, Sendable {
        /// The hub is making its snapshot.
        case waiting
        /// The snapshot comes; bytes are counted.
        case downloading
        /// The snapshot is checked and made a store.
        case checking
    }

    /// What is being done.
    public let step: Step
    /// Bytes that are there.
    public let done: Int
    /// Bytes in all; 0 if nobody knows.
    public let total: Int
}
