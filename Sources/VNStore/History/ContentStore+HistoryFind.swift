public import VNModel

extension ContentStore {
    /// The one document whose id begins with a text and of which the store has, or had, anything:
    /// also one that a hub refused and that stands here no more.
    ///
    /// - Parameter prefix: as for ``find(prefix:kind:)``.
    /// - Throws: as ``find(prefix:kind:)``.
    /// - Complexity: O(log *n*): ranges of indexes on ids.
    public func findInHistory(prefix: String) async throws -> DocumentID {
        do {
            return try await find(prefix: prefix)
        } catch let error as StoreError where error.code == .noSuchDocument {
            let range = try IDPrefix(prefix)
            let found = try await read { session in
                try session.all(
                    """
                    SELECT DISTINCT doc FROM journal WHERE doc BETWEEN ? AND ? ORDER BY doc LIMIT ?
                    """,
                    [
                        .id(range.lower), .id(range.upper),
                        .integer(Int64(StoreLimits.idCandidates + 1)),
                    ]
                ) { $0.id(0) }.compactMap { $0 }
            }
            guard let first = found.first else { throw error }
            guard found.count == 1 else {
                throw StoreError(
                    .ambiguousID, "several ids begin with \(prefix); type more of it",
                    context: found.prefix(StoreLimits.idCandidates).map(\.description))
            }
            return first
        }
    }
}
