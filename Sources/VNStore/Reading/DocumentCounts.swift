internal import Synchronization
internal import VNModel

/// How many documents of a kind a store has. Counting them takes milliseconds in a large store, so
/// it is done once for each state of the store.
final class DocumentCounts: Sendable {
    /// A state of the store. Whatever adds or takes documents changes one of the two.
    private struct State: Hashable {
        let seq: UInt64
        let documents: UInt64
    }

    private let counted = Mutex<[DocumentKind: (state: State, count: Int)]>([:])

    /// The documents of a kind that a transaction sees.
    func count(_ kind: DocumentKind, _ session: StoreSession) throws -> Int {
        let state = State(
            seq: try session.head().seq, documents: try session.digestSum().count)
        if let known = counted.withLock({ $0[kind] }), known.state == state { return known.count }
        let count = try session.first("SELECT count(*) FROM \(kind.table)") { Int($0.integer(0)) }
        counted.withLock { $0[kind] = (state, count ?? 0) }
        return count ?? 0
    }
}
