internal import VNModel

/// What the journals of the rewritten ids hold of one document, as far as a rewriting needs it.
struct OwnHistory: Sendable {
    /// Dots of changes that are rewritten, in the order in which they were made.
    private(set) var all: [Dot] = []
    /// The same for each register.
    private(set) var writes: [String: [Dot]] = [:]
    /// For each register the highest counter of each id that it had observed of those that stay.
    private(set) var floors: [String: VersionVector] = [:]

    /// - Parameters:
    ///   - document: the document.
    ///   - session: where its journal is.
    ///   - rewrite: which changes are rewritten.
    init(of document: DocumentID, _ session: StoreSession, _ rewrite: ReplicaRewrite) throws {
        for source in rewrite.sources {
            let number = SQLValue.integer(Int64(try session.number(of: source.replica)))
            try session.journal(
                where: "doc = ? AND replica = ? ORDER BY counter", [.id(document), number]
            ) { row in
                note(row, of: source, rewrite)
                return true
            }
        }
    }

    private mutating func note(
        _ row: JournalRow, of source: ReplicaRewrite.Source, _ rewrite: ReplicaRewrite
    ) {
        let dot = row.change.dot
        let isRewritten = rewrite.image(dot) != nil
        if isRewritten { all.append(dot) }
        let stays = dot.counter <= source.acknowledged && row.state != .refused
        for operation in row.change.operations {
            let path = operation.path
            if isRewritten { writes[path, default: []].append(dot) }
            if stays { floors[path, default: VersionVector()].include(dot) }
            for other in rewrite.sources {
                let seen = operation.seen[other.replica]
                guard seen <= other.acknowledged else { continue }
                floors[path, default: VersionVector()].include(other.replica, seen)
            }
        }
    }
}
