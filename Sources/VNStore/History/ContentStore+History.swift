public import VNModel

extension ContentStore {
    /// What happened here, newest first: local changes, and what pulls changed in documents that
    /// stood here already.
    ///
    /// Both are kept for a while only. The first arrival of a document makes no entry. Values of
    /// others are known while they stand here and when something superseded them here; what they
    /// had superseded before they came is not.
    ///
    /// - Parameters:
    ///   - document: only of this document.
    ///   - since: only at or after this time, in milliseconds since 1970.
    ///   - replica: only changes that this replica made, here or elsewhere.
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
            try HistoryReader(session).entries(
                of: document, since: since, replica: replica, limit: limit)
        }
    }
}
