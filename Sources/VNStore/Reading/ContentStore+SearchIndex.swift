internal import VNModel

extension ContentStore {
    /// Brings the search index up to the head of the feed: what was changed gets new keys, what
    /// was deleted leaves it.
    ///
    /// Works in transactions of at most 500 documents, so that other writes get their turn. If it
    /// is cancelled or the process dies, what was done stays, and the next call goes on there.
    /// Any number of processes may run it at the same time.
    ///
    /// A search does this by itself for a few hundred documents; call it after an import or a
    /// pull.
    ///
    /// - Parameter progress: called after each transaction.
    /// - Throws: `CancellationError`; ``StoreError``.
    public func updateSearchIndex(
        progress: (@Sendable (SearchIndexProgress) -> Void)? = nil
    ) async throws {
        let waiting = try await read { try $0.waitingForIndex() }
        guard let waiting else { return }
        if waiting > StoreLimits.indexBatch {
            try await write(.repeatable) { try $0.prepareBulkIndexing() }
        }
        var done = 0
        while true {
            try Task.checkCancellation()
            let count = try await write(.repeatable) { try $0.indexBatch() }
            if count == 0 { return }
            done += count
            progress?(SearchIndexProgress(done: done, total: max(done, waiting)))
        }
    }

    /// Writes the keys of what was changed lately, if that is at most one batch: then a search
    /// finds what was written just before it. A store that cannot be written now is searched as
    /// it is.
    func updateShortBacklog() async throws {
        guard let waiting = try await read({ try $0.waitingForIndex() }),
            waiting <= StoreLimits.indexBatch
        else { return }
        do {
            _ = try await write(.repeatable) { try $0.indexBatch() }
        } catch is StoreError {}
    }
}

/// A document whose keys are to be written.
private struct WaitingRow {
    let seq: UInt64
    let number: Int64
    let kind: DocumentKind
    let texts: SearchTexts?
}

extension StoreSession {
    /// How many documents wait for the index; `nil` if the index is at the head of the feed.
    func waitingForIndex() throws -> Int? {
        let head = try head()
        guard head.searchSeq < head.seq else { return nil }
        return try DocumentKind.allCases.reduce(0) { sum, kind in
            let count = try first(
                "SELECT count(*) FROM \(kind.table) WHERE seq > ?", [.integer(head.searchSeq)]
            ) { Int($0.integer(0)) }
            return sum + (count ?? 0)
        }
    }

    /// Lets FTS5 keep the keys of a whole transaction in memory before it writes them.
    fileprivate func prepareBulkIndexing() throws {
        for kind in DocumentKind.allCases {
            let name = SearchTable.name(kind)
            try run(
                "INSERT INTO \(name) (\(name), rank) VALUES ('hashsize', ?)",
                .integer(Int64(StoreLimits.indexMemory)))
        }
    }

    /// Writes the keys of the documents that come next in the feed and moves the index's mark.
    ///
    /// - Returns: how many documents those were; 0 if the index is at the head of the feed.
    fileprivate func indexBatch() throws -> Int {
        let head = try head()
        guard head.searchSeq < head.seq else { return 0 }
        var rows = try DocumentKind.allCases.flatMap { try waitingRows($0, after: head.searchSeq) }
        rows.sort { $0.seq < $1.seq }
        let isAll = rows.count <= StoreLimits.indexBatch
        rows.removeLast(max(0, rows.count - StoreLimits.indexBatch))
        for row in rows {
            try index(row.texts, row.kind, number: row.number, isNew: false)
        }
        let reached = isAll ? head.seq : rows.last?.seq ?? head.seq
        assert(reached > head.searchSeq, "a batch moves the mark")
        try changeHead { $0.searchSeq = reached }
        return rows.count
    }

    private func waitingRows(_ kind: DocumentKind, after seq: UInt64) throws -> [WaitingRow] {
        try all(
            """
            SELECT seq, number, state = 'deleted', \(SearchTexts.selectedColumns(kind))
            FROM \(kind.table) WHERE seq > ? ORDER BY seq LIMIT ?
            """, [.integer(seq), .integer(Int64(StoreLimits.indexBatch + 1))]
        ) { row in
            WaitingRow(
                seq: row.unsigned(0), number: row.integer(1), kind: kind,
                texts: row.integer(2) == 1 ? nil : SearchTexts(row, from: 3, kind: kind))
        }
    }
}
