internal import VNModel
internal import VNText

extension ContentStore {
    /// Searches articles that readers may see, or the comments under them.
    ///
    /// All words must occur, quoted words side by side; nothing typed is syntax beyond that. Hits
    /// in a headline weigh more than in the lead, and those more than in the body. If the index
    /// has not caught up, what it knows is searched, and the answer says so.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request` for a limit below 1.
    /// - Complexity: O(*n* log *n*) in the documents with all words; the hits are read whole.
    public func search(_ request: SearchRequest) async throws -> SearchResults {
        guard request.limit >= 1 else {
            throw StoreError(.invalidRequest, "a search answers at least one hit")
        }
        return try await read { session in
            let typed = SearchQuery(request.text, match: request.match)
            var query = typed
            var hits = try session.candidates(query, request)
            // Words that were to be matched exactly are never relaxed.
            if hits.isEmpty, request.match == .auto, typed.usesToneKeys {
                query = typed.relaxed
                hits = try session.candidates(query, request)
            }
            let (indexed, total) = try session.searchProgress(
                of: request.scope == .comments ? .comment : .article)
            return SearchResults(
                hits: try hits.map { try session.hit($0, query, request.scope) },
                isRelaxed: query != typed && !hits.isEmpty, indexed: indexed, total: total)
        }
    }
}

/// A row that a search found, before it is read whole.
private struct Candidate {
    let number: Int64
    let rank: Double
    let milliseconds: Int64
    let id: DocumentID
}

extension SearchRequest {
    /// The statement that answers candidates in the order of their rank.
    fileprivate var statement: (sql: String, values: [SQLValue]) {
        var conditions = SQLConditions()
        switch scope {
        case .title, .all:
            conditions.add("article.state = 'usable'")
            if let since { conditions.add("published_ms >= ?", .integer(since)) }
        case .comments:
            conditions.add("comment.state IN ('approved', 'pending')")
            conditions.add("coalesce(article.state, 'usable') = 'usable'")
            if let since { conditions.add("created_ms >= ?", .integer(since)) }
        }
        if let section { conditions.add("section = ?", .text(section)) }
        let filter = conditions.terms.joined(separator: " AND ")
        // The index is the outer table: it answers by rank, and few of its rows are looked at.
        let sql =
            switch scope {
            case .title, .all:
                """
                SELECT number, rank, published_ms, id
                FROM article_search CROSS JOIN article ON number = article_search.rowid
                WHERE article_search MATCH ? AND rank MATCH '\(SearchTable.rank)' AND \(filter)
                ORDER BY rank
                """
            case .comments:
                """
                SELECT comment.number, rank, created_ms, comment.id
                FROM comment_search CROSS JOIN comment ON comment.number = comment_search.rowid
                    LEFT JOIN article ON article.id = comment.article
                WHERE comment_search MATCH ? AND \(filter) ORDER BY rank
                """
            }
        return (sql, conditions.values)
    }
}

extension StoreSession {
    /// The best rows, newest first among those of equal rank.
    fileprivate func candidates(
        _ query: SearchQuery, _ request: SearchRequest
    ) throws -> [Candidate] {
        guard let expression = SearchTable.expression(query, request.scope) else { return [] }
        struct Enough: Error {}
        let limit = min(request.limit, StoreLimits.searchHits)
        let statement = request.statement
        var found: [Candidate] = []
        do {
            try self.query(statement.sql, [.text(expression)] + statement.values) { row in
                guard let id = row.id(3) else { throw StoreError.documentWithoutID }
                let next = Candidate(
                    number: row.integer(0), rank: row.double(1), milliseconds: row.integer(2),
                    id: id)
                let isTie = found.last?.rank == next.rank
                guard found.count < limit || isTie && found.count < limit + StoreLimits.searchTies
                else { throw Enough() }
                found.append(next)
            }
        } catch is Enough {}
        found.sort {
            ($0.rank, $1.milliseconds, $0.id) < ($1.rank, $0.milliseconds, $1.id)
        }
        return Array(found.prefix(limit))
    }

    /// How many documents of a kind the index knows, and how many there are.
    fileprivate func searchProgress(of kind: DocumentKind) throws -> (indexed: Int, total: Int) {
        let head = try head()
        let total = try first("SELECT count(*) FROM \(kind.table)") { Int($0.integer(0)) } ?? 0
        guard head.searchSeq < head.seq else { return (total, total) }
        let waiting = try first(
            "SELECT count(*) FROM \(kind.table) WHERE seq > ?", [.integer(head.searchSeq)]
        ) { Int($0.integer(0)) }
        return (total - (waiting ?? 0), total)
    }

    /// A hit with its highlights.
    fileprivate func hit(
        _ candidate: Candidate, _ query: SearchQuery, _ scope: SearchRequest.Scope
    ) throws -> SearchHit {
        scope == .comments
            ? try commentHit(candidate, query) : try articleHit(candidate, query, scope)
    }

    private func articleHit(
        _ candidate: Candidate, _ query: SearchQuery, _ scope: SearchRequest.Scope
    ) throws -> SearchHit {
        let found = try first(
            "SELECT headline, summary, body FROM article WHERE number = ?",
            [.integer(candidate.number)]
        ) { row in
            let headline = row.text(0) ?? ""
            var highlights: [Highlight?] = [
                Highlight(query, field: "headline", text: headline)
            ]
            if scope == .all {
                highlights.append(
                    Highlight(query, field: "summary", text: row.text(1) ?? ""))
                highlights.append(Highlight.best(query, in: SearchTexts.blocks(row, 2)))
            }
            return SearchHit(
                id: candidate.id, kind: .article, articleID: candidate.id, headline: headline,
                score: -candidate.rank, highlights: highlights.compactMap { $0 })
        }
        guard let found else { throw StoreError.damagedSearchIndex }
        return found
    }

    private func commentHit(_ candidate: Candidate, _ query: SearchQuery) throws -> SearchHit {
        let found = try first(
            """
            SELECT comment.article, headline, text
            FROM comment LEFT JOIN article ON article.id = comment.article
            WHERE comment.number = ?
            """, [.integer(candidate.number)]
        ) { row in
            SearchHit(
                id: candidate.id, kind: .comment, articleID: row.id(0),
                headline: row.text(1) ?? "", score: -candidate.rank,
                highlights: [
                    Highlight(query, field: "text", text: row.text(2) ?? "")
                ].compactMap { $0 })
        }
        guard let found else { throw StoreError.damagedSearchIndex }
        return found
    }
}

extension Highlight {
    /// The text of a body with most hits, the first of those.
    fileprivate static func best(_ query: SearchQuery, in blocks: [JSONValue]) -> Highlight? {
        let texts = blocks.flatMap { SearchTexts.texts(of: $0) }
        let hits = texts.map { (text: $0, count: query.highlights(in: $0).count) }
        guard let most = hits.map(\.count).max(), most > 0,
            let best = hits.first(where: { $0.count == most })
        else { return nil }
        return Highlight(query, field: "body", text: best.text)
    }
}

extension StoreError {
    static var damagedSearchIndex: StoreError {
        StoreError(
            .corrupt,
            "the search index names a document that is gone; run `vnsync verify --deep --repair`")
    }
}
