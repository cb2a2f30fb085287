public import VNModel

/// The changes of a document, or of several, with what each is known to have seen.
///
/// Changes that were superseded before they arrived here are not in it. An edge leads from a
/// change to one that it saw directly: what it saw through others has no edge of its own
/// (transitive reduction). A replica has always seen its own earlier changes.
public struct CausalGraph: Hashable, Sendable {
    /// One change.
    public struct Node: Hashable, Sendable {
        /// The change.
        public let dot: Dot
        /// The document that it changed.
        public let document: DocumentID
        /// What the document is, if that is known.
        public let kind: DocumentKind?
        /// When it was made, by its writer's clock, in milliseconds since 1970.
        public let milliseconds: UInt64
        /// The registers that it is known to have written, sorted.
        public let paths: [String]
        /// What became of it; `arrived` for changes of others.
        public let outcome: HistoryEntry.Outcome
        /// Why it was refused: the code.
        public let code: String?
        /// Places in ``CausalGraph/nodes`` of what it saw directly: first its own replica's, then
        /// the newest.
        public internal(set) var parents: [Int]
        /// Whether all that it had seen is known exactly. Else it may have seen less than the
        /// edges say, because it came here together with changes made at the same time.
        public let isExact: Bool
        /// Paths on which it superseded several concurrent values.
        public let resolves: [String]
        /// Paths where it stands beside other values now.
        public let conflicts: [String]
        /// Whether something that it wrote stands now.
        public let isLive: Bool
        /// Whether it saw changes that were left out because of the limit.
        public internal(set) var hasOlder: Bool
    }

    /// The changes; each comes before all that it saw, and of others the newer comes first.
    public let nodes: [Node]
    /// Whether older changes were left out.
    public let isCut: Bool
}

extension ContentStore {
    /// The causal history of a document, or of what changed last.
    ///
    /// - Parameters:
    ///   - document: the document; `nil`: the documents that changed last.
    ///   - since: only changes made at or after this time, in milliseconds since 1970, and only by
    ///     their writers' clocks.
    ///   - replica: only changes of this replica.
    ///   - limit: nodes, 1 to 10 000; the newest are kept.
    /// - Throws: ``StoreError`` `store.no-such-document`, `store.invalid-request` for a limit
    ///   below 1.
    /// - Complexity: O(*n* log *n*) in the changes, times the number of replicas that wrote.
    public func causalGraph(
        of document: DocumentID? = nil, since: UInt64? = nil, replica: ReplicaID? = nil,
        limit: Int = 200
    ) async throws -> CausalGraph {
        guard limit >= 1 else {
            throw StoreError(.invalidRequest, "a graph has at least one change")
        }
        let limit = min(limit, StoreLimits.historyEntries)
        return try await read { session in
            var changes: [GraphChange] = []
            var isCut = false
            if let document {
                let timeline = try session.timeline(of: document)
                changes = Array(GraphCollector(timeline).changes.values)
                isCut = timeline.cutCount > 0
            } else {
                let reader = HistoryReader(session)
                let recent = try reader.entries(of: nil, since: since, replica: nil, limit: limit)
                for id in Set(recent.map(\.document)).sorted() {
                    guard let timeline = try reader.timeline(of: id) else { continue }
                    changes += GraphCollector(timeline).changes.values
                }
            }
            let builder = CausalGraphBuilder(changes)
            return builder.graph(limit: limit, isCut: isCut) { change in
                (replica.map { $0 == change.dot.replica } ?? true)
                    && (since.map { $0 <= change.stamp.milliseconds } ?? true)
            }
        }
    }
}
