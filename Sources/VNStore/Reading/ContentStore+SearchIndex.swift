internal import VNModel

extension ContentStore {
    /// Brings the search index up to the head of the feed: what was changed gets new keys, what
    /// was deleted leaves it.
    ///
    /// Works in transactions of a bounded size, so that other writes get their turn, and makes the
    /// keys of one batch while another one is written. If it is cancelled or the process dies,
    /// what was done stays, and the next call goes on there. Any number of processes may run it
    /// at the same time.
    ///
    /// A search does this by itself for a few hundred documents; call it after an import or a
    /// pull.
    ///
    /// - Parameter progress: called after each transaction.
    /// - Throws: `CancellationError`; ``StoreError``.
    @concurrent
    public func updateSearchIndex(
        progress: (@Sendable (SearchIndexProgress) -> Void)? = nil
    ) async throws {
        // A rehearsal would write the first batch again and again.
        guard !isRehearsing, let waiting = try await countBacklog() else { return }
        let isBulk = waiting > StoreLimits.shortBacklog
        if isBulk { try await write(.repeatable) { try $0.beginBulkIndexing() } }
        var done = 0
        var following = try await indexBatch(after: nil)
        while let batch = following {
            try Task.checkCancellation()
            async let next = indexBatch(after: batch.end)
            if try await write(.repeatable, { try $0.writeKeys(batch) }) {
                done += batch.rows.count
                noteIndexed(batch.rows.count, waiting: max(0, waiting - done))
                progress?(SearchIndexProgress(done: done, total: max(done, waiting)))
                following = try await next
            } else {
                // Another process was faster.
                following = try await indexBatch(after: nil)
            }
        }
        if isBulk { try await write(.repeatable) { try $0.endBulkIndexing() } }
        try await mergeIndex(after: done)
    }

    /// Merges segments of the index in short transactions: a few pages after little, and after a
    /// bulk that left many segments all of them, since a search looks into each.
    ///
    /// - Parameter count: how many documents were indexed. The pages that are written grow with
    ///   it, so that a small change never pays for the whole index.
    private func mergeIndex(after count: Int) async throws {
        for kind in DocumentKind.allCases {
            let parts = try await read { try $0.searchParts(kind) }
            let steps =
                parts > StoreLimits.indexParts ? 1 + count / StoreLimits.indexMergeDocuments : 1
            for _ in 0..<steps {
                try Task.checkCancellation()
                let goesOn = try await write(.repeatable) {
                    try $0.mergeSearch(kind, pages: StoreLimits.indexMergePages)
                }
                guard goesOn else { break }
            }
        }
    }

    /// Writes the keys of what was changed lately, if that is little: then a search finds what was
    /// written just before it. A store that cannot be written now is searched as it is.
    func updateShortBacklog() async throws {
        guard !isRehearsing, let waiting = try await countBacklog(),
            waiting <= StoreLimits.shortBacklog
        else { return }
        do {
            guard let batch = try await indexBatch(after: nil) else { return }
            if try await write(.repeatable, { try $0.writeKeys(batch) }) {
                noteIndexed(batch.rows.count, waiting: 0)
            }
        } catch is StoreError {}
    }

    /// How many documents wait for the index; `nil` if the index is at the head of the feed.
    private func countBacklog() async throws -> Int? {
        let waiting = try await read { try $0.waitingForIndex() }
        metrics?.noteBacklog(waiting ?? 0)
        return waiting
    }

    private func noteIndexed(_ count: Int, waiting: Int) {
        metrics?.noteIndexed(count)
        metrics?.noteBacklog(waiting)
    }

    /// The keys of the documents that come next in the feed; `nil` at its head.
    private func indexBatch(after start: UInt64?) async throws -> IndexBatch? {
        try await read { session in
            try session.indexBatch(after: start ?? session.head().searchSeq)
        }
    }
}

/// Keys of documents that stand side by side in the feed.
private struct IndexBatch: Sendable {
    struct Row: Sendable {
        let kind: DocumentKind
        let number: Int64
        let seq: UInt64
        /// What the index is to hold; `nil`: nothing.
        let keys: [[UInt8]]?
    }

    /// The index's mark where the batch begins.
    let start: UInt64
    /// The mark behind it.
    var end: UInt64
    var rows: [Row] = []
}

extension StoreSession {
    /// How many documents wait for the index; `nil` if the index is at the head of the feed.
    func waitingForIndex() throws -> Int? {
        let head = try head()
        guard head.searchSeq < head.seq else { return nil }
        return try DocumentKind.allCases.reduce(0) { sum, kind in try sum + waitingForIndex(kind) }
    }

    /// How many documents of a kind wait for the index.
    func waitingForIndex(_ kind: DocumentKind) throws -> Int {
        let head = try head()
        guard head.searchSeq < head.seq else { return 0 }
        return try first(
            "SELECT count(*) FROM \(kind.table) WHERE seq > ?", [.integer(head.searchSeq)]
        ) { Int($0.integer(0)) } ?? 0
    }

    /// Lets FTS5 keep the keys of a whole transaction in memory before it writes them as one
    /// segment, and put off merging segments: that would write most keys twice.
    ///
    /// Nor does it merge them all at once when the next small write comes, for which somebody
    /// waits: that is done step by step when the bulk is over.
    fileprivate func beginBulkIndexing() throws {
        try commandIndex("hashsize", StoreLimits.indexMemory)
        try commandIndex("automerge", 0)
        try commandIndex("crisismerge", StoreLimits.indexSegments)
    }

    /// Lets later writes merge a little with each. If the process dies before, a later bulk does.
    fileprivate func endBulkIndexing() throws {
        try commandIndex("automerge", StoreLimits.indexMerge)
    }

    private func commandIndex(_ command: String, _ value: Int) throws {
        for kind in DocumentKind.allCases {
            let name = SearchTable.name(kind)
            try run(
                "INSERT INTO \(name) (\(name), rank) VALUES (?, ?)", .text(command),
                .integer(Int64(value)))
        }
    }

    /// The highest number of each kind that the index holds.
    private func indexedNumbers() throws -> [DocumentKind: Int64] {
        var result: [DocumentKind: Int64] = [:]
        for kind in DocumentKind.allCases {
            result[kind] = try first(
                "SELECT rowid FROM \(SearchTable.name(kind)) ORDER BY rowid DESC LIMIT 1"
            ) { $0.integer(0) }
        }
        return result
    }

    /// Makes the keys of the documents behind a place in the feed; `nil` at its head.
    fileprivate func indexBatch(after start: UInt64) throws -> IndexBatch? {
        let head = try head()
        guard start < head.seq else { return nil }
        let waiting = try all(
            """
            SELECT * FROM (SELECT seq, 1, number FROM article WHERE seq > ?1 ORDER BY seq LIMIT ?2)
            UNION ALL
            SELECT * FROM (SELECT seq, 2, number FROM comment WHERE seq > ?1 ORDER BY seq LIMIT ?2)
            ORDER BY 1 LIMIT ?2
            """, [.integer(start), .integer(Int64(StoreLimits.indexBatch))]
        ) { (seq: $0.unsigned(0), kind: $0.integer(1), number: $0.integer(2)) }
        var batch = IndexBatch(start: start, end: head.seq)
        var bytes = 0
        for (index, row) in waiting.enumerated() {
            guard let kind = DocumentKind(number: row.kind) else { continue }
            let keys = try keys(kind, row.number)
            batch.rows.append(
                IndexBatch.Row(kind: kind, number: row.number, seq: row.seq, keys: keys))
            bytes += keys?.reduce(0) { $0 + $1.count } ?? 0
            let isLast = index + 1 == waiting.count
            guard isLast ? waiting.count == StoreLimits.indexBatch : bytes > StoreLimits.indexBytes
            else { continue }
            batch.end = row.seq
            break
        }
        return batch
    }

    private func keys(_ kind: DocumentKind, _ number: Int64) throws -> [[UInt8]]? {
        try first(
            """
            SELECT state = 'deleted', \(SearchTexts.selectedColumns(kind)) FROM \(kind.table)
            WHERE number = ?
            """, [.integer(number)]
        ) { row in
            row.integer(0) == 1 ? nil : SearchTexts(row, from: 1, kind: kind).keys
        } ?? nil
    }

    /// Puts a batch into the index and moves the index's mark.
    ///
    /// A document that was changed or removed since its keys were made is passed over: it comes
    /// again further on in the feed, or is gone.
    ///
    /// - Returns: whether the mark still stood where the batch begins; if not, nothing is written.
    fileprivate func writeKeys(_ batch: IndexBatch) throws -> Bool {
        guard try head().searchSeq == batch.start else { return false }
        let indexed = try indexedNumbers()
        for row in batch.rows {
            let seq = try first(
                "SELECT seq FROM \(row.kind.table) WHERE number = ?", [.integer(row.number)]
            ) { $0.unsigned(0) }
            guard seq == row.seq else { continue }
            if let newest = indexed[row.kind], row.number <= newest {
                try run(
                    "DELETE FROM \(SearchTable.name(row.kind)) WHERE rowid = ?",
                    .integer(row.number))
            }
            guard let keys = row.keys else { continue }
            try run(
                SearchTable.insert(row.kind), [.integer(row.number)] + keys.map { .utf8($0[...]) })
        }
        try changeHead { $0.searchSeq = batch.end }
        return true
    }
}
