public import VNModel

extension ContentStore {
    /// The one document whose id begins with a text; deleted documents count.
    ///
    /// - Parameters:
    ///   - prefix: at least 4 hexadecimal digits, with hyphens at their places or without any.
    ///   - kind: what it must be; `nil`: either.
    /// - Throws: ``StoreError`` `store.invalid-request` if the text is no prefix of an id,
    ///   `store.no-such-document`, and `store.ambiguous-id` with the first ten candidates in
    ///   ``StoreError/context``.
    /// - Complexity: O(log *n*): a range of the index on ids.
    public func find(prefix: String, kind: DocumentKind? = nil) async throws -> DocumentID {
        let range = try IDPrefix(prefix)
        let found = try await read { session in
            try (kind.map { [$0] } ?? DocumentKind.allCases).flatMap { kind in
                try session.all(
                    StoreSession.idRangeSQL(kind),
                    [
                        .id(range.lower), .id(range.upper),
                        .integer(Int64(StoreLimits.idCandidates + 1)),
                    ]
                ) { $0.id(0) }.compactMap { $0 }
            }
        }
        guard let first = found.first else {
            let noun = kind?.rawValue ?? "document"
            throw StoreError(
                .noSuchDocument, "no \(noun) has an id that begins with \(prefix)",
                context: [prefix])
        }
        guard found.count == 1 else {
            let candidates = found.sorted().prefix(StoreLimits.idCandidates)
            throw StoreError(
                .ambiguousID, "several ids begin with \(prefix); type more of it",
                context: candidates.map(\.description))
        }
        return first
    }
}

extension StoreSession {
    /// Ids of a kind between two bounds.
    package static func idRangeSQL(_ kind: DocumentKind) -> String {
        "SELECT id FROM \(kind.table) WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
    }
}
