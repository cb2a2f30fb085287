public import VNModel

/// One entry of the history: a local change, or what a pull changed in a document.
public struct HistoryEntry: Hashable, Sendable {
    /// Where the entry comes from.
    public enum Origin: Hashable, Sendable {
        /// A change made in this store: its dot and the counter of the first change of its group.
        case local(dot: Dot, transaction: UInt64)
        /// A pull or a re-read from a remote: its name and the place in this store's feed.
        case arrival(remote: String, seq: UInt64)
    }

    /// What became of a change.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// It waits to be pushed.
        case pending
        /// A hub took it.
        case acknowledged
        /// A hub refused it; the change is held until someone retries or discards it.
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
    /// What was written or arrived, sorted by path, with the values before and after where they
    /// are known.
    public let changes: [FieldChange]
    /// The changes that were made or arrived, sorted. An arrival may bring several, and none if it
    /// only took something away.
    public let dots: [Dot]
    /// When, in milliseconds since 1970: by the writer's clock, or of the arrival.
    public let milliseconds: UInt64
    /// What became of it.
    public let outcome: Outcome
    /// Why it was refused: the code.
    public let code: String?
    /// Why it was refused, for people.
    public let message: String?
    /// The number under which it is held, if it is.
    public let heldNumber: Int?

    /// The registers that were written or that arrived.
    public var paths: [String] { changes.map(\.path) }

    /// What became of a local change.
    static func outcome(of row: JournalRow) -> Outcome {
        switch row.state {
        case .refused: .refused
        case .pending where !row.isWithdrawn: .pending
        case .acknowledged where !row.isWithdrawn: .acknowledged
        case .pending, .acknowledged: .withdrawn
        }
    }
}
