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
    /// What each machine's journal calls its rows. Of two copies of a store both may use a dot.
    private var cids: [String: [Dot: DocumentID]] = [:]
    /// The row that the hub took under a dot; there is one at most.
    private var accepted: [Dot: ChangeHash] = [:]
    /// The change of each row.
    private var changes: [Row: DocumentID] = [:]
    /// The hashes of the rows that were written under a dot.
    private(set) var hashes: [Dot: Set<ChangeHash>] = [:]
    /// The changes of each group, named by its first change.
    private(set) var groups: [DocumentID: [DocumentID]] = [:]
    private(set) var documents: [DocumentID: DocumentID] = [:]
    /// The rows of each change.
    private(set) var rows: [DocumentID: [Row]] = [:]
    /// The hash of the row before each row, where that is known.
    private(set) var previous: [Row: ChangeHash] = [:]
    /// The newest row that each machine was seen to have of a journal.
    private var newest: [String: [ReplicaID: JournalMark]] = [:]

    /// A row of a journal.
    struct Row: Hashable {
        var dot: Dot
        var hash: ChangeHash
    }

    /// The write behind a live value.
    ///
    /// - Parameter machine: where it stands; `nil`: at the hub.
    func key(_ dot: Dot, _ path: String, at machine: String? = nil) -> Key? {
        let own = machine.flatMap { cids[$0]?[dot] }
        return (own ?? accepted(dot)).map { Key(cid: $0, path: path) }
    }

    /// The change that the hub took under a dot.
    func accepted(_ dot: Dot) -> DocumentID? {
        accepted[dot].flatMap { changes[Row(dot: dot, hash: $0)] }
    }

    /// Takes note of a change that the hub has taken.
    mutating func accept(_ dot: Dot, _ entry: StoreView.LogEntry) throws(Violation) {
        guard !entry.isRefused, !entry.isDuplicate else { return }
        if let other = accepted[dot], other != entry.hash {
            throw Violation(.oneDotOneChange, "\(dot) names two changes at the hub")
        }
        accepted[dot] = entry.hash
    }

    /// The journal of a machine is another one now.
    mutating func forgetJournal(of machine: String) {
        cids[machine] = [:]
        newest[machine] = [:]
    }

    /// All changes of each document, with the dots that they ever had.
    func changesByDocument() -> [DocumentID: [PushContext.Change]] {
        var paths: [DocumentID: Set<String>] = [:]
        for key in writes.keys { paths[key.cid, default: []].insert(key.path) }
        return Dictionary(grouping: documents.sorted { $0.key < $1.key }, by: \.value).mapValues {
            $0.map { cid, _ in
                PushContext.Change(
                    cid: cid, paths: paths[cid] ?? [], dots: rows[cid, default: []].map(\.dot))
            }
        }
    }

    /// Takes the new rows of a store's journal.
    ///
    /// - Parameters:
    ///   - rows: in journal order.
    ///   - author: the machine.
    ///   - hasTwins: whether a store was copied or rolled back.
    ///   - before: what the store held before they were written.
    mutating func record(
        _ rows: [JournalRow], by author: String, hasTwins: Bool,
        before: [DocumentID: StoreView.Entry]
    ) throws(Violation) {
        var live: [DocumentID: [String: [Key]]] = [:]
        var first: [UInt64: DocumentID] = [:]
        for row in rows {
            let change = row.change
            if !hasTwins, hashes[change.dot]?.contains(row.hash) == false {
                throw Violation(.oneDotOneChange, "\(change.dot) names two changes at \(author)")
            }
            hashes[change.dot, default: []].insert(row.hash)
            chain(row, by: author)
            cids[author, default: [:]][change.dot] = change.cid
            changes[Row(dot: change.dot, hash: row.hash)] = change.cid
            self.rows[change.cid, default: []].append(Row(dot: change.dot, hash: row.hash))
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
                        self.key($0.dot, path, at: author)
                    } ?? []
                writes[key] = Write(
                    document: change.document, author: author, group: group, past: past)
                live[change.document, default: [:]][path] = [key]
            }
        }
    }

    /// Notes which row stands before a row.
    private mutating func chain(_ row: JournalRow, by author: String) {
        let dot = row.change.dot
        let last = newest[author]?[dot.replica] ?? .origin
        if last.counter + 1 == dot.counter {
            previous[Row(dot: dot, hash: row.hash)] = last.hash
        }
        newest[author, default: [:]][dot.replica] =
            JournalMark(counter: dot.counter, hash: row.hash)
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
