internal import VNModel

/// A change as a causal graph is made of it.
struct GraphChange {
    /// What it wrote, or one register of what it wrote that is known.
    struct Write {
        let path: String
        /// What its writer had observed of the register.
        let seen: VersionVector
        /// Whether `seen` is that exactly, and not only a bound of it.
        let isExact: Bool
    }

    let dot: Dot
    var document: DocumentID
    var kind: DocumentKind?
    var stamp: HybridTimestamp
    var writes: [Write]
    var outcome: HistoryEntry.Outcome
    var code: String?
    /// Paths where it is live now.
    var live: [String] = []
    /// Paths where it stands beside others now that differ.
    var conflicts: [String] = []

    /// Whether it made the document: it was the first to write what every document of its kind
    /// has from its beginning.
    var isBeginning: Bool {
        let path = kind == .comment ? "articleId" : "datePublished"
        return writes.contains { $0.path == path && $0.seen.isEmpty }
    }
}
