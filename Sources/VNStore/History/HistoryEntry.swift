public import VNModel

/// One entry of the history: a local change, or what a pull changed in a document.
public struct HistoryEntry: Hashable, Sendable {
    /// Where the entry comes from.
    public enum Origin: Hashable, Sendable {
        /// A change made in this store: its dot and the counter of the first change of its group.
        case local(dot: Dot, transaction: UInt64)
        /// A pull from a remote: its name and the place in this store's feed.
        case arrival(remote: String, seq: UInt64)
    }

    /// What became of a change.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// It waits to be pushed.
        case pending
        /// A hub took it.
        case acknowledged
        /// A hub refused it; the change is held.
        case refused
        /// It went out without effect, because its document was removed for good.
        case withdrawn
        /// It came from elsewhere.
        case arrived
    }

    /// Where the entry comes from.
    public let origin: Origin
    /// The document.
    public let document: DocumentID
    /// What the document is, if that is known.
    public let kind: DocumentKind?
    /// The registers that were written or that arrived.
    public let paths: [String]
    /// When, in milliseconds since 1970: by the writer's clock, or of the arrival.
    public let milliseconds: UInt64
    /// What became of it.
    public let outcome: Outcome
    /// Why it was refused: the code.
    public let code: String?
    /// Why it was refused, for people.
    public let message: String?
}
