/// How far a backup, a restore or a compaction is.
public struct LifecycleProgress: Hashable, Sendable {
    /// What is being done.
    public enum Step: String, Hashable, Sendable {
        /// Pages of a file are copied.
        case copying
        /// A copy is checked.
        case checking
        /// Changes are rewritten under a new replica id.
        case rewriting
        /// Old rows are deleted.
        case deleting
        /// The search index is merged.
        case merging
        /// The file is packed.
        case packing
    }

    /// What is being done.
    public let step: Step
    /// Pages or rows done.
    public let done: Int
    /// Pages or rows to do; 0 if nobody knows.
    public let total: Int
}
