public import VNModel

/// A moment in the history of a document, as this store lived through it.
public enum HistoryPoint: Hashable, Sendable {
    /// Right after a change was made here or arrived here.
    case after(Dot)
    /// Right before a change was made here or arrived here.
    case before(Dot)
    /// Before the first local change that no hub has taken yet; now, if there is none.
    case lastSync
    /// Now.
    case now
}
