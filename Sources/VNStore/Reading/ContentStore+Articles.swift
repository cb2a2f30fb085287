public import VNModel
internal import VNText

extension ContentStore {
    /// A page of articles.
    ///
    /// Reads one consistent state in one transaction. Costs the rows of the page, not those before
    /// it; a query by topic, text, star or title also sorts what it finds.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request` for a cursor of another query and a limit
    ///   below 1.
    public func articles(_ query: ArticleQuery) async throws -> Page<ArticleSummary> {
        if query.text != nil { try await updateShortBacklog() }
        return try await read { try $0.articles(query) }
    }

    /// An article with all that this store knows about it; `nil` if no article has the id.
    ///
    /// A deleted article is answered too, until it is purged.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    /// - Complexity: O(*n*) in the size of the article, and one index entry a comment.
    public func article(_ id: DocumentID) async throws -> ArticleEntry? {
        try await read { try $0.articleEntry(id) }
    }
}

extension StoreSession {
    /// An article with all that this store knows about it.
    func articleEntry(_ id: DocumentID) throws -> ArticleEntry? {
        guard let document = try stored(id, .article)?.document else { return nil }
        let marks = try first(
            """
            SELECT read_ms IS NOT NULL, starred_ms IS NOT NULL FROM reading WHERE article = ?
            """, [.id(id)]
        ) { ($0.integer(0) == 1, $0.integer(1) == 1) }
        return ArticleEntry(
            article: Article(document: document), vector: document.vector,
            conflicts: document.conflicts,
            isDeleted: document.isDeleted || document.isErased,
            deletionMark: document.deletionMark, isRead: marks?.0 ?? false,
            isStarred: marks?.1 ?? false, hasPending: try hasPending(id),
            commentCount: try approvedComments(of: id))
    }
}

extension StoreSession {
    /// A page of articles.
    func articles(_ query: ArticleQuery) throws -> Page<ArticleSummary> {
        let limit = try StoreLimits.page(query.limit)
        var match: String?
        if let text = query.text {
            guard let expression = try expression(for: text, in: query) else {
                return Page(elements: [], next: nil)
            }
            match = expression
        }
        let statement = try query.statement(match: match, limit: limit + 1)
        let rows = try all(statement.sql, statement.values) {
            (number: $0.integer(0), cursor: try query.cursor($0))
        }
        let shown = rows.prefix(limit)
        return Page(
            elements: try shown.map { try summary($0.number) },
            next: rows.count > limit ? shown.last?.cursor.text : nil)
    }

    /// What the index is asked for: the words as typed, or without marks if those find nothing.
    private func expression(for text: String, in query: ArticleQuery) throws -> String? {
        let typed = SearchQuery(text)
        guard let strict = SearchTable.expression(typed, .all) else { return nil }
        guard typed.usesToneKeys else { return strict }
        var first = query
        first.after = nil
        let statement = try first.statement(match: strict, limit: 1)
        let finds = try self.first(statement.sql, statement.values) { $0.integer(0) } != nil
        return finds ? strict : SearchTable.expression(typed.relaxed, .all)
    }

    /// An article as lists show it: columns only, no clock is decoded.
    private func summary(_ number: Int64) throws -> ArticleSummary {
        let found = try first(
            """
            SELECT id, headline, summary, publisher ->> '$.name', publisher_id, section,
                date_published, state, conflicts, read_ms, starred_ms,
                EXISTS (SELECT 1 FROM journal WHERE doc = article.id AND
                    \(StoreSession.isPending))
            FROM article LEFT JOIN reading ON reading.article = article.id WHERE number = ?
            """, [.integer(number)]
        ) { row in
            guard let id = row.id(0) else { throw StoreError.documentWithoutID }
            return ArticleSummary(
                id: id, headline: row.text(1) ?? "", summary: row.text(2),
                publisher: row.text(3) ?? "", publisherID: row.text(4), section: row.text(5),
                datePublished: row.text(6) ?? "", state: row.text(7) ?? "",
                comments: try approvedComments(of: id), isUnread: row.isNull(9),
                isStarred: !row.isNull(10), conflicts: Int(row.integer(8)),
                hasPending: row.integer(11) == 1)
        }
        guard let found else { throw StoreError(.corrupt, "an index names a row that is gone") }
        return found
    }

    /// How many approved comments an article has.
    func approvedComments(of article: DocumentID) throws -> Int {
        try first(
            "SELECT count(*) FROM comment WHERE article = ? AND state = 'approved'",
            [.id(article)]
        ) { Int($0.integer(0)) } ?? 0
    }
}
