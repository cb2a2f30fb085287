internal import VNModel
internal import VNStore

/// Every local write of a run, and what its author had before him: the truth that replicas and
/// hub are held against.
struct WriteRegistry {
    /// One register of one change. A change keeps its id when it takes another dot.
    struct Key: Hashable, Comparable {
        var cid: DocumentID
        var path: String

        static func < (left: Self, right: Self) -> Bool {
            left.cid == right.cid ? left.path < right.path : left.cid < right.cid
        }
    }

    /// A write.
    struct Write {
        var document: DocumentID
        var author: String
        var group: DocumentID
        /// What stood live before the author when he wrote: what he superseded.
        var past: [Key]
    }

    private(set) var writes: [Key: Write] = [:]
    private(set) var cids: [Dot: DocumentID] = [:]
    private(set) var hashes: [Dot: ChangeHash] = [:]
    /// The changes of each group, named by its first change.
    private(set) var groups: [DocumentID: [DocumentID]] = [:]
    private(set) var documents: [DocumentID: DocumentID] = [:]
    /// The dots of each change.
    private(set) var dots: [DocumentID: [Dot]] = [:]

    /// The write behind a live value.
    func key(_ dot: Dot, _ path: String) -> Key? {
        cids[dot].map { Key(cid: $0, path: path) }
    }

    /// Takes the new rows of a store's journal.
    ///
    /// - Parameters:
    ///   - rows: in journal order.
    ///   - before: what the store held before they were written.
    mutating func record(
        _ rows: [JournalRow], by author: String, before: [DocumentID: StoreView.Entry]
    ) throws(Violation) {
        var live: [DocumentID: [String: [Key]]] = [:]
        var first: [UInt64: DocumentID] = [:]
        for row in rows {
            let change = row.change
            if let hash = hashes[change.dot], hash != row.hash {
                throw Violation(.oneDotOneChange, "\(change.dot) names two changes at \(author)")
            }
            hashes[change.dot] = row.hash
            cids[change.dot] = change.cid
            dots[change.cid, default: []].append(change.dot)
            guard documents[change.cid] == nil else { continue }
            documents[change.cid] = change.document
            let group = first[change.transaction] ?? change.cid
            first[change.transaction] = group
            groups[group, default: []].append(change.cid)
            for operation in change.operations {
                let path = operation.path
                let key = Key(cid: change.cid, path: path)
                let past =
                    live[change.document]?[path]
                    ?? before[change.document]?.document[path].live.compactMap {
                        self.key($0.dot, path)
                    } ?? []
                writes[key] = Write(
                    document: change.document, author: author, group: group, past: past)
                live[change.document, default: [:]][path] = [key]
            }
        }
    }

    /// All that was superseded, directly or not, by some writes.
    func superseded(by roots: some Sequence<Key>) -> Set<Key> {
        var found: Set<Key> = []
        var open = Array(roots)
        while let key = open.popLast() {
            for past in writes[key]?.past ?? [] where found.insert(past).inserted {
                open.append(past)
            }
        }
        return found
    }
}
