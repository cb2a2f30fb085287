internal import VNModel
internal import VNWire

/// A pushed row with the hash that its place in the chain gives it.
struct PushRow {
    let pushed: PushedChange
    let hash: ChangeHash

    var change: Change { pushed.change }
    var dot: Dot { pushed.change.dot }
    var counter: UInt64 { pushed.change.dot.counter }
    var isWithdrawn: Bool { pushed.isWithdrawn }

    /// The rows of a push with their hashes.
    ///
    /// - Throws: `wire.malformed` if a row says it stands behind another one than it does, or if
    ///   a change stands twice.
    static func chain(_ request: PushRequest) throws(WireError) -> [PushRow] {
        guard var previous = request.changes.first?.previous else {
            throw .malformed("the first change of push must say \"prev\"")
        }
        var rows: [PushRow] = []
        var cids: Set<DocumentID> = []
        rows.reserveCapacity(request.changes.count)
        for pushed in request.changes {
            guard pushed.previous == nil || pushed.previous == previous else {
                throw .malformed("\"prev\" of a change is not the hash of the change before it")
            }
            guard pushed.isWithdrawn || cids.insert(pushed.change.cid).inserted else {
                throw .malformed("a \"cid\" stands twice in push")
            }
            let hash = pushed.hash ?? pushed.change.hash(after: previous)
            rows.append(PushRow(pushed: pushed, hash: hash))
            previous = hash
        }
        return rows
    }

    /// The rows in their transaction groups.
    static func groups(_ rows: [PushRow]) -> [ArraySlice<PushRow>] {
        var groups: [ArraySlice<PushRow>] = []
        var start = rows.startIndex
        for index in rows.indices.dropFirst()
        where rows[index].change.transaction != rows[start].change.transaction {
            groups.append(rows[start..<index])
            start = index
        }
        groups.append(rows[start...])
        return groups
    }
}
