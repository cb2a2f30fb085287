internal import VNModel

/// Which missing media files are asked for.
struct MissingMediaQuery: Sendable {
    var leadingOnly = false
    /// Whether those are left out for which it is too early to try again.
    var skipsPauses = false
    /// The last one seen.
    var after: MissingMedia?
    var limit: Int
}

extension ContentStore {
    /// Pictures that articles on show refer to and whose files are not here, newest articles
    /// first.
    ///
    /// - Parameter limit: the most that are answered, at most 1 000.
    /// - Throws: ``StoreError`` `store.invalid-request` for a limit below 1.
    /// - Complexity: O(*n*) in the pictures of all articles that are looked at on the way.
    public func missingMedia(limit: Int = 100) async throws -> [MissingMedia] {
        let query = MissingMediaQuery(limit: try StoreLimits.page(limit))
        return try await readWithMediaIndex { try $0.missingMedia(query) }
    }

    /// Reads after the list of the pictures of articles was brought up to date with the feed.
    ///
    /// That happens in short transactions and costs what changed since the last time. A
    /// rehearsing store keeps nothing of it, so there all happens in one.
    func readWithMediaIndex<T: Sendable>(
        _ body: @escaping @Sendable (StoreSession) throws -> T
    ) async throws -> T {
        let limit = MediaLimits.indexBatch
        guard !isRehearsing else {
            return try await write(.repeatable) { session in
                while try session.indexMedia(limit: limit) > 0 {}
                return try body(session)
            }
        }
        while try await read({ try $0.hasMediaBacklog() }) {
            _ = try await write(.repeatable) { try $0.indexMedia(limit: limit) }
        }
        return try await read(body)
    }
}

extension StoreSession {
    /// Pictures on show whose files are not here.
    func missingMedia(_ query: MissingMediaQuery) throws -> [MissingMedia] {
        var condition = MissingMediaSQL.condition
        var values: [SQLValue] = []
        if query.leadingOnly { condition += " AND r.place = 0" }
        if query.skipsPauses {
            condition += MissingMediaSQL.noPause
            values.append(.integer(environment.milliseconds()))
        }
        if let last = query.after {
            condition += " AND (a.published_ms, a.id) <= (?, ?) AND (a.id <> ? OR r.place > ?)"
            values += [
                .integer(last.published), .id(last.article), .id(last.article),
                .integer(last.place),
            ]
        }
        return try all(
            """
            SELECT a.id, r.place, r.url, r.sha256, a.published_ms
            FROM article AS a CROSS JOIN media_reference AS r ON r.article = a.number
            WHERE \(condition)
            ORDER BY a.published_ms DESC, a.id DESC, r.place LIMIT ?
            """, values + [.integer(Int64(query.limit))]
        ) { row in
            guard let id = row.id(0) else { throw StoreError.documentWithoutID }
            let digest = row.isNull(3) ? nil : MediaDigest(bytes: row.blob(3))
            return MissingMedia(
                article: id, reference: MediaReference(url: row.text(2), digest: digest),
                isLeading: row.integer(1) == 0, published: row.integer(4), place: row.integer(1))
        }
    }

    /// How many missing media files a query finds at most.
    func missingMediaCount(leadingOnly: Bool) throws -> Int {
        try first(
            """
            SELECT count(*) FROM (SELECT DISTINCT r.url, r.sha256
                FROM article AS a CROSS JOIN media_reference AS r ON r.article = a.number
                WHERE \(MissingMediaSQL.condition)\(leadingOnly ? " AND r.place = 0" : "")
                    \(MissingMediaSQL.noPause))
            """, [.integer(environment.milliseconds())]
        ) { Int($0.integer(0)) } ?? 0
    }
}

private enum MissingMediaSQL {
    static let condition = """
        a.state = 'usable' AND r.is_shown = 1
            AND NOT EXISTS (SELECT 1 FROM media AS m WHERE m.sha256 = r.sha256)
            AND NOT (r.sha256 IS NULL AND EXISTS (SELECT 1 FROM media_source AS s
                JOIN media AS m ON m.sha256 = s.sha256 WHERE s.url = r.url))
        """
    static let noPause = """
         AND NOT EXISTS (SELECT 1 FROM media_failure AS f WHERE f.url = ifnull(r.url, '')
            AND f.sha256 = ifnull(r.sha256, x'') AND f.retry_ms > ?)
        """
}
