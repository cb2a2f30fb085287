internal import VNModel
internal import VNWire

/// One push in one transaction: checks its rows in order and takes them group by group.
///
/// - Source: VN-WIRE-030 to VN-WIRE-060
struct PushBatch {
    private let request: PushRequest
    private let rows: [PushRow]
    private let context: PushContext
    private var known: JournalMark
    private var verdicts: [Verdict] = []
    /// Whether anything changed but what was pushed.
    private var isAmended = false

    init(
        _ request: PushRequest, _ rows: [PushRow], _ store: any EndpointWriting,
        _ configuration: EndpointConfiguration
    ) throws {
        self.request = request
        self.rows = rows
        context = try PushContext(request, store, configuration)
        known = try store.ledger(request.replica)
    }

    private var store: any EndpointWriting { context.store }

    /// Why the rest of a push is not taken now.
    private enum Stop {
        case gap
        case behind
    }

    /// Takes what can be taken.
    ///
    /// - Throws: a problem, if nothing was; the transaction is to be rolled back then.
    mutating func run() throws -> PushResponse {
        let generation = try store.generation()
        guard request.generation == generation else { throw Problem.generation }
        let groups = PushRow.groups(rows)
        let limit = context.configuration.pushLimits.changes
        guard rows.count <= limit || groups.count == 1 else {
            throw Problem.tooManyChanges(limit)
        }
        let head = try store.head()
        let ledger = known
        try checkChain()
        var stop: Stop?
        for group in groups {
            stop = try take(group)
            if stop != nil { break }
        }
        if let stop, verdicts.isEmpty { throw stop == .gap ? Problem.gap(known) : Problem.behind }
        if known != ledger { try store.setLedger(request.replica, known) }
        try markScope()
        let before = Cursor(generation: generation, since: head, position: head)
        var response = PushResponse(generation: generation, verdicts: verdicts, known: known)
        guard tells(before) else { return response }
        let now = try store.head()
        response.cursor = Cursor(generation: generation, since: now, position: now).text
        if request.isAhead { response.from = before.text }
        return response
    }

    /// Every known counter is compared with its own hash, before anything is taken.
    private func checkChain() throws {
        for row in rows {
            if row.counter <= known.counter {
                guard try store.logRow(row.dot)?.hash == row.hash else { throw Problem.forked }
            } else {
                let before = row.counter == rows[0].counter ? row.pushed.previous : nil
                if row.counter == known.counter + 1, let before, before != known.hash {
                    throw Problem.forked
                }
                return
            }
        }
    }

    private mutating func take(_ group: ArraySlice<PushRow>) throws -> Stop? {
        guard let first = group.first else { return nil }
        var group = group
        while let row = group.first, row.counter <= known.counter {
            // checkChain() has found this row.
            guard let stored = try store.logRow(row.dot) else { throw Problem.forked }
            verdicts.append(stored.verdict)
            group.removeFirst()
        }
        guard let next = group.first else { return nil }
        guard next.counter == known.counter + 1 else { return .gap }
        assert(first.change.transaction == next.change.transaction, "a group has one transaction")
        var taken = try PushGroup(group, context)
        guard try taken.judge() else { return .behind }
        try taken.commit()
        verdicts += taken.verdicts
        isAmended = isAmended || taken.isAmended
        if let last = group.last { known = JournalMark(counter: last.counter, hash: last.hash) }
        return nil
    }

    /// Says of each verdict whether its document lies outside the pusher's scope now.
    private mutating func markScope() throws {
        guard !request.scope.isFull else { return }
        let filter = ScopeFilter(request.scope, store)
        for (index, row) in rows.prefix(verdicts.count).enumerated() where !row.isWithdrawn {
            verdicts[index].isOutOfScope = try !filter.admits(row.change.document)
        }
    }

    /// Whether the pusher is told the cursor at the new head: only if it had everything up to the
    /// old one, and nothing but what it pushed has changed since. Whoever pushes ahead finds out
    /// itself what it had.
    private func tells(_ before: Cursor) -> Bool {
        guard request.scope.isFull, !isAmended else { return false }
        return request.isAhead || request.cursor == before.text
    }
}

extension Endpoint {
    /// Takes a push in one transaction.
    func push(_ request: PushRequest) async throws -> PushResponse {
        let configuration = configuration
        let rows = try await PushRow.rows(of: request)
        return try await store.write(expecting: PushRow.promising(rows)) { writing in
            var batch = try PushBatch(request, rows, writing, configuration)
            return try batch.run()
        }
    }
}

extension Problem {
    /// The problem of a copied or rolled-back store.
    static let forked = Problem(
        status: 409, code: WireCode.forked, title: "The journal is not the one it was",
        detail: "this hub holds other changes under these counters; the store was copied or "
            + "rolled back and has to take a new replica id")

    /// The problem of a change that has observed what the hub does not hold.
    static let behind = Problem(
        status: 425, code: WireCode.behind, title: "The hub is behind the change",
        detail: "a change has observed writes that this hub does not hold; pull and push again",
        retryAfter: 1)

    /// The problem of rows that are missing before the pushed ones.
    static func gap(_ known: JournalMark) -> Problem {
        Problem(
            status: 409, code: WireCode.gap, title: "Changes are missing",
            detail: "this hub holds this replica's journal up to counter \(known.counter); push "
                + "from the next one on")
    }

    static func tooManyChanges(_ limit: Int) -> Problem {
        Problem(
            status: 413, code: WireCode.tooLarge, title: "The push is too large",
            detail: "send at most \(limit) changes at once, unless they are one group")
    }
}
