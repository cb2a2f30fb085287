package import VNModel

/// The journal of a store, as a sync sees it.
package struct JournalState: Hashable, Sendable {
    /// The incarnation that writes here.
    package let replica: ReplicaID
    /// Ids that this store had before.
    package let former: [ReplicaID]
    /// The head of the journal.
    package let head: JournalMark
    /// The first row that is kept, if rows before it were compacted; else the origin.
    package let base: JournalMark
    /// What the journal holds of former ids, in the order in which they were written under.
    package let formerJournals: [OwnJournal]
    /// Whether the store holds no document at all.
    package let isEmpty: Bool
    /// Whether the file was copied since it was last opened under its own name.
    package let isCopied: Bool

    /// Whether all own changes can still be pushed to a hub that has none of them.
    package var isFromTheBeginning: Bool {
        base == .origin && formerJournals.allSatisfy { $0.first == 1 }
    }
}

/// A pending change with what the wire needs of its place in the journal.
package struct OutboxRow: Sendable {
    /// The row.
    package let row: JournalRow
    /// The hash of the row before it.
    package let previous: ChangeHash
}

extension ContentStore {
    /// The journal of this store.
    package func journalState() async throws -> JournalState {
        try await read { session in
            let head = try session.head()
            let isEmpty = try session.first(
                "SELECT EXISTS (SELECT 1 FROM article) + EXISTS (SELECT 1 FROM comment)"
            ) { $0.integer(0) == 0 }
            return JournalState(
                replica: head.replica,
                former: try session.ownReplicas().filter { $0 != head.replica },
                head: head.journal, base: try session.journalBase(),
                formerJournals: try session.ownJournals().filter { $0.replica != head.replica },
                isEmpty: isEmpty ?? true,
                isCopied: head.isCopied)
        }
    }

    /// The hash of an own journal row, if it is still kept; that of counter 0 is the origin.
    package func journalHash(at counter: UInt64) async throws -> ChangeHash? {
        try await read { try $0.journalHash(at: counter) }
    }

    /// The changes behind a counter in journal order: whole groups, at least one, and otherwise
    /// no more than the limits.
    ///
    /// Behind what a remote has answered for everything goes out, whatever another remote said of
    /// it: counters stay contiguous at each. What was refused elsewhere goes without effect.
    ///
    /// - Parameters:
    ///   - own: the own id whose journal is read; `nil`: the present one.
    ///   - counter: where to begin, exclusive: how much the remote has answered for.
    ///   - changeLimit: rows.
    ///   - byteLimit: bytes of their operations.
    package func outbox(
        of own: ReplicaID? = nil, after counter: UInt64, changeLimit: Int, byteLimit: Int
    ) async throws -> [OutboxRow] {
        let rows = try await read { session in
            let replica = try own ?? session.head().replica
            var result: [(row: EncodedJournalRow, previous: ChangeHash)] = []
            var whole = 0
            var bytes = 0
            var previous: ChangeHash?
            try session.encodedJournal(
                where: "replica = ? AND counter > ? ORDER BY counter",
                [.integer(Int64(try session.number(ofOwn: replica))), .integer(counter)]
            ) { row in
                let before = result.last
                if before?.row.change.transaction != row.change.transaction {
                    whole = result.count
                    let exceeds =
                        result.count >= changeLimit || bytes + row.operations.count > byteLimit
                    if whole > 0, exceeds { return false }
                }
                bytes += row.operations.count + 200
                let chained = before.map { $0.row.change.dot.counter + 1 } == row.change.dot.counter
                let hash =
                    try chained
                    ? previous
                    : session.journalHash(at: row.change.dot.counter - 1, of: replica)
                guard let hash else {
                    throw StoreError(
                        .corrupt, "the journal lacks the row before \(row.change.dot.counter)")
                }
                result.append((row, hash))
                previous = row.hash
                guard whole > 0, result.count > changeLimit || bytes > byteLimit else {
                    return true
                }
                return false
            }
            // The last group may have been cut by the limits: what stands before it is whole.
            let isCut = result.count > changeLimit || bytes > byteLimit
            return isCut && whole > 0 ? Array(result.prefix(whole)) : result
        }
        return try await rows.mapInHalves {
            OutboxRow(row: try $0.row.decoded(), previous: $0.previous)
        }
    }

    /// How many changes wait to be pushed.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    public func pendingCount() async throws -> Int {
        try await read { session in
            try session.first("SELECT count(*) FROM pending") {
                Int($0.integer(0))
            } ?? 0
        }
    }

    /// A signal for each commit of this process; those that nobody has taken yet are one.
    public func commitSignals() -> AsyncStream<Void> { commits.stream() }
}

extension StoreSession {
    fileprivate func journalBase() throws -> JournalMark {
        let head = try head()
        guard head.journal.counter > 0 else { return .origin }
        let first = try first(
            "SELECT counter, hash FROM journal WHERE replica = ? ORDER BY counter LIMIT 1",
            [.integer(Int64(try number(ofOwn: head.replica)))]
        ) { row in
            JournalMark(
                counter: row.unsigned(0),
                hash: row.withBytes(1) { ChangeHash(bytes: $0) } ?? .origin)
        }
        guard let first else { return head.journal }
        return first.counter > 1 ? first : .origin
    }

    /// The number of an id that this store wrote under; it has one.
    func number(ofOwn replica: ReplicaID) throws -> Int {
        guard let number = try knownNumber(of: replica) else {
            throw StoreError(.corrupt, "the store does not list its own replica")
        }
        return number
    }
}
