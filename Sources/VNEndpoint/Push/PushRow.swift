internal import VNModel
internal import VNWire

/// A pushed row with what can be said of it without looking at the store.
struct PushRow: Sendable {
    let pushed: PushedChange
    /// The hash that its place in the chain gives it.
    let hash: ChangeHash
    /// Why it is refused whatever it would meet.
    let refusal: Refusal?

    var change: Change { pushed.change }
    var dot: Dot { pushed.change.dot }
    var counter: UInt64 { pushed.change.dot.counter }
    var isWithdrawn: Bool { pushed.isWithdrawn }

    /// What is noted of the row. Of a change that was taken other hubs have to know under which id
    /// it came, and what it wrote.
    func logRow(_ verdict: Verdict) -> ChangeLogRow {
        ChangeLogRow(
            dot: dot, hash: hash, verdict: verdict,
            document: isWithdrawn ? nil : change.document,
            cid: verdict.isRefused ? nil : change.cid,
            paths: verdict.isRefused ? [] : change.operations.map(\.path))
    }

    /// The rows of a push, hashed and checked. Nobody waits for the store meanwhile, and most of
    /// the rows are checked while the others are hashed.
    ///
    /// - Throws: `wire.malformed` if a row says it stands behind another one than it does, or if
    ///   a change stands twice.
    static func rows(of request: PushRequest) async throws -> [PushRow] {
        let changes = request.changes
        let hashes: [ChangeHash]
        let refusals: [Refusal?]
        if changes.count > 32 {
            let middle = changes.count / 4
            async let late = Task.detached { check(changes[middle...]) }.value
            hashes = try chain(request)
            refusals = check(changes[..<middle]) + (await late)
        } else {
            (hashes, refusals) = (try chain(request), check(changes[...]))
        }
        return changes.indices.map {
            PushRow(pushed: changes[$0], hash: hashes[$0], refusal: refusals[$0])
        }
    }

    private static func check(_ changes: ArraySlice<PushedChange>) -> [Refusal?] {
        changes.map { pushed -> Refusal? in
            guard !pushed.isWithdrawn else { return nil }
            do throws(Refusal) { try ChangeRules.check(pushed.change) } catch { return error }
            return nil
        }
    }

    /// The hash of each row.
    private static func chain(_ request: PushRequest) throws(WireError) -> [ChangeHash] {
        guard var previous = request.changes.first?.previous else {
            throw .malformed("the first change of push must say \"prev\"")
        }
        var hashes: [ChangeHash] = []
        var cids: Set<DocumentID> = []
        hashes.reserveCapacity(request.changes.count)
        for pushed in request.changes {
            guard pushed.previous == nil || pushed.previous == previous else {
                throw .malformed("\"prev\" of a change is not the hash of the change before it")
            }
            guard pushed.isWithdrawn || cids.insert(pushed.change.cid).inserted else {
                throw .malformed("a \"cid\" stands twice in push")
            }
            previous = pushed.hash ?? pushed.change.hash(after: previous)
            hashes.append(previous)
        }
        return hashes
    }

    /// The changes that are taken, as far as can be said without looking at the store.
    static func promising(_ rows: [PushRow]) -> [Change] {
        rows.compactMap { $0.isWithdrawn || $0.refusal != nil ? nil : $0.change }
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
