package import VNModel

/// The store's one row: who writes here and how far clocks, feed and journal have come.
package struct StoreHead: Hashable, Sendable {
    /// The incarnation that writes here.
    package let replica: ReplicaID
    /// The newest stamp given or seen.
    package var stamp: HybridTimestamp
    /// The head of the change feed.
    package var seq: UInt64
    /// The head of the change journal.
    package var journal: JournalMark
    /// Whether the file was copied since it was last opened under its own name.
    package let isCopied: Bool
    /// Documents up to this seq are in the search index.
    package var searchSeq: UInt64
    /// As an endpoint: names this history of the feed.
    package let generation: String
    /// The sum of all documents' digests, but for what this transaction adds; `nil` if it is
    /// damaged.
    var digestSum: DigestSum?
}

extension StoreSession {
    /// The store's row as this transaction left it so far.
    package func head() throws -> StoreHead {
        if let loadedHead { return loadedHead }
        let head = try first(
            """
            SELECT replica, hlc, seq, counter, head_hash, is_copied, search_seq, generation,
                documents, digest_sum
            FROM store
            """
        ) { row in
            guard let hash = row.withBytes(4, { ChangeHash(bytes: $0) }) else {
                throw StoreError(.corrupt, "the store's own row is damaged")
            }
            return StoreHead(
                replica: try replica(Int(row.integer(0))),
                stamp: HybridTimestamp(rawValue: row.unsigned(1)), seq: row.unsigned(2),
                journal: JournalMark(counter: row.unsigned(3), hash: hash),
                isCopied: row.integer(5) != 0, searchSeq: row.unsigned(6),
                generation: row.text(7) ?? "",
                digestSum: DigestSum(count: row.unsigned(8), bytes: row.blob(9)))
        }
        guard let head else { throw StoreError(.corrupt, "the store's own row is missing") }
        (loadedHead, storedHead) = (head, head)
        return head
    }

    /// Changes the store's row; it is written at the end of the transaction.
    func changeHead(_ change: (inout StoreHead) -> Void) throws {
        var head = try head()
        change(&head)
        loadedHead = head
    }

    /// The next place in the change feed.
    package func nextSeq() throws -> UInt64 {
        try changeHead { $0.seq += 1 }
        return try head().seq
    }

    /// The stamp of a local change made now.
    func nextStamp() throws -> HybridTimestamp {
        let wall = environment.milliseconds()
        try changeHead { $0.stamp = $0.stamp.next(milliseconds: wall) }
        return try head().stamp
    }

    /// Takes note of a remote stamp; the own clock never runs far ahead of the wall because of it.
    func observe(_ stamp: HybridTimestamp) throws {
        let ahead = HybridTimestamp(
            milliseconds: environment.milliseconds() + Limits.stampAhead)
        let bounded = min(stamp, ahead)
        if bounded > (try head().stamp) { try changeHead { $0.stamp = bounded } }
    }

    /// Writes the store's row back if it changed; called before the commit.
    func saveHead() throws {
        if sumChange != DigestSum() {
            let sum = try digestSum()
            try changeHead { $0.digestSum = sum }
            sumChange = DigestSum()
        }
        guard let head = loadedHead, head != storedHead else { return }
        // A damaged sum stays as it is until it is repaired.
        try run(
            """
            UPDATE store SET hlc = ?, seq = ?, counter = ?, head_hash = ?, search_seq = ?,
                documents = coalesce(?, documents), digest_sum = coalesce(?, digest_sum)
            WHERE id = 1
            """,
            .integer(head.stamp.rawValue), .integer(head.seq), .integer(head.journal.counter),
            .blob(head.journal.hash.bytes), .integer(head.searchSeq),
            head.digestSum.map { .integer($0.count) } ?? .null,
            head.digestSum.map { .blob($0.bytes) } ?? .null)
        storedHead = head
    }
}
