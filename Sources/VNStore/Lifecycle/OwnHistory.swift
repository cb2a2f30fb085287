internal import VNModel

/// What the journal of one replica holds of one document, as far as a rewriting needs it.
struct OwnHistory: Sendable {
    /// Counters of changes that are rewritten, ascending.
    private(set) var all: [UInt64] = []
    /// The same for each register.
    private(set) var writes: [String: [UInt64]] = [:]
    /// For each register the highest counter that it had observed of those that stay.
    private(set) var floors: [String: UInt64] = [:]

    /// - Parameters:
    ///   - document: the document.
    ///   - session: where its journal is.
    ///   - rewrite: which changes are rewritten.
    init(of document: DocumentID, _ session: StoreSession, _ rewrite: ReplicaRewrite) throws {
        let number = SQLValue.integer(Int64(try session.number(of: rewrite.old)))
        try session.journal(
            where: "doc = ? AND replica = ? ORDER BY counter", [.id(document), number]
        ) { row in
            let counter = row.change.dot.counter
            let isRewritten = rewrite.image(counter) != nil
            if isRewritten { all.append(counter) }
            for operation in row.change.operations {
                let path = operation.path
                if isRewritten { writes[path, default: []].append(counter) }
                let stays = counter <= rewrite.acknowledged && row.state != .refused
                let seen = operation.seen[rewrite.old]
                for floor in [stays ? counter : 0, seen <= rewrite.acknowledged ? seen : 0] {
                    floors[path] = max(floors[path] ?? 0, floor)
                }
            }
            return true
        }
    }
}
