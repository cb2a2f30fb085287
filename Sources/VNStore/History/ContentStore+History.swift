public import VNModel

extension ContentStore {
    /// What happened here, newest first: local changes, and what pulls changed in documents that
    /// stood here already.
    ///
    /// Both are kept for a while only. The first arrival of a document makes no entry.
    ///
    /// - Parameters:
    ///   - document: only of this document.
    ///   - since: only at or after this time, in milliseconds since 1970.
    ///   - replica: only changes that this store made under this id; arrivals do not name one.
    ///   - limit: entries, 1 to 10 000.
    /// - Throws: ``StoreError`` `store.invalid-request` for a limit below 1.
    public func history(
        of document: DocumentID? = nil, since: UInt64? = nil, replica: ReplicaID? = nil,
        limit: Int = 50
    ) async throws -> [HistoryEntry] {
        guard limit >= 1 else {
            throw StoreError(.invalidRequest, "a history has at least one entry")
        }
        let limit = min(limit, StoreLimits.historyEntries)
        return try await read { session in
            var entries = try session.localHistory(
                of: document, since: since, replica: replica, limit: limit)
            if replica == nil {
                entries += try session.arrivals(of: document, since: since, limit: limit)
            }
            // Each part comes newest first; the order of equal times is that of the parts.
            let order = entries.enumerated().sorted {
                ($1.element.milliseconds, $0.offset) < ($0.element.milliseconds, $1.offset)
            }
            return order.prefix(limit).map(\.element)
        }
    }
}

extension StoreSession {
    fileprivate func localHistory(
        of document: DocumentID?, since: UInt64?, replica: ReplicaID?, limit: Int
    ) throws -> [HistoryEntry] {
        var conditions = SQLConditions()
        if let document { conditions.add("doc = ?", .id(document)) }
        if let since {
            conditions.add("hlc >= ?", .integer(HybridTimestamp(milliseconds: since).rawValue))
        }
        if let replica {
            guard let number = try knownNumber(of: replica) else { return [] }
            conditions.add("replica = ?", .integer(Int64(number)))
        }
        var entries: [HistoryEntry] = []
        let terms = conditions.terms.isEmpty ? ["TRUE"] : conditions.terms
        try journal(
            where: terms.joined(separator: " AND ") + " ORDER BY position DESC LIMIT ?",
            conditions.values + [.integer(Int64(limit))]
        ) { row in
            entries.append(HistoryEntry(row))
            return true
        }
        return entries
    }

    fileprivate func arrivals(
        of document: DocumentID?, since: UInt64?, limit: Int
    ) throws -> [HistoryEntry] {
        var conditions = SQLConditions()
        if let document { conditions.add("doc = ?", .id(document)) }
        if let since { conditions.add("at_ms >= ?", .integer(since)) }
        return try all(
            """
            SELECT arrival.seq, doc, paths, remote.name, at_ms
            FROM arrival LEFT JOIN remote ON remote.number = arrival.remote\(conditions.clause)
            ORDER BY arrival.seq DESC LIMIT ?
            """, conditions.values + [.integer(Int64(limit))]
        ) { row in
            guard let document = row.id(1) else { throw StoreError.documentWithoutID }
            let paths = row.withBytes(2) { try? JSONValue(parsing: $0) }?.array ?? []
            return HistoryEntry(
                origin: .arrival(remote: row.text(3) ?? "", seq: row.unsigned(0)),
                document: document, kind: try kind(of: document),
                paths: paths.compactMap(\.string), milliseconds: row.unsigned(4),
                outcome: .arrived, code: nil, message: nil)
        }
    }
}

extension HistoryEntry {
    fileprivate init(_ row: JournalRow) {
        let outcome: Outcome =
            switch row.state {
            case .refused: .refused
            case .pending where !row.isWithdrawn: .pending
            case .acknowledged where !row.isWithdrawn: .acknowledged
            case .pending, .acknowledged: .withdrawn
            }
        self.init(
            origin: .local(dot: row.change.dot, transaction: row.change.transaction),
            document: row.change.document, kind: row.change.kind,
            paths: row.change.operations.map(\.path), milliseconds: row.change.stamp.milliseconds,
            outcome: outcome, code: row.code, message: row.message)
    }
}
