internal import VNModel
internal import VNText

extension ContentStore {
    /// Searches articles that readers may see, or the comments under them.
    ///
    /// All words must occur, quoted words side by side; nothing typed is syntax beyond that. Hits
    /// in a headline weigh more than in the lead, and those more than in the body. What was changed
    /// lately is indexed first; if more than a few hundred documents wait for that, what the index
    /// knows is searched, and the answer says so.
    ///
    /// Of more than 1 000 documents that have all words, the 1 000 that were stored last are
    /// ranked, and before those as many that have all words in the headline.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request` for a limit below 1.
    /// - Complexity: O(*n*) in the documents with all words, of which a bounded number is ranked;
    ///   the hits are read whole.
    public func search(_ request: SearchRequest) async throws -> SearchResults {
        guard request.limit >= 1 else {
            throw StoreError(.invalidRequest, "a search answers at least one hit")
        }
        let start = metrics.map { _ in environment.nanoseconds() }
        defer {
            if let metrics, let start {
                metrics.noteSearch(nanoseconds: environment.nanoseconds() &- start)
            }
        }
        try await updateShortBacklog()
        let counts = documentCounts
        return try await read { session in
            let typed = SearchQuery(request.text, match: request.match)
            let after = try request.after.map { try SearchCursor($0) }
            // A page goes on as the one before it was found.
            let isRelaxed = after?.isRelaxed ?? false
            var query = isRelaxed ? typed.relaxed : typed
            var hits = try session.candidates(query, request, after)
            // Words that were to be matched exactly are never relaxed.
            if hits.isEmpty, after == nil, request.match == .auto, typed.usesToneKeys {
                query = typed.relaxed
                hits = try session.candidates(query, request, nil)
            }
            let limit = min(request.limit, StoreLimits.searchHits)
            let hasMore = hits.count > limit
            hits = Array(hits.prefix(limit))
            let kind = request.kind
            let total = try counts.count(kind, session)
            let indexed = total - (try session.waitingForIndex(kind))
            return SearchResults(
                hits: try hits.map { try session.hit($0, query, request.scope) },
                isRelaxed: query != typed && !hits.isEmpty, indexed: indexed, total: total,
                next: hasMore
                    ? hits.last.map { SearchCursor($0.place, isRelaxed: query != typed).text }
                    : nil)
        }
    }
}

/// A row that a search found, before it is read whole.
private struct Candidate {
    let number: Int64
    let place: SearchCursor.Place

    var id: DocumentID { place.id }
    var rank: Double { place.rank }
}

extension SearchRequest {
    fileprivate var kind: DocumentKind { scope == .comments ? .comment : .article }

    /// The index, the documents it names and the conditions on them.
    private var source: (tables: String, conditions: SQLConditions) {
        var conditions = SQLConditions()
        let tables: String
        // The index is the outer table: it answers in its own order, and few of its rows are
        // looked at.
        switch scope {
        case .title, .all:
            tables = "article_search CROSS JOIN article ON number = article_search.rowid"
            conditions.add("article.state = 'usable'")
            if let since { conditions.add("published_ms >= ?", .integer(since)) }
        case .comments:
            tables = """
                comment_search CROSS JOIN comment ON comment.number = comment_search.rowid
                LEFT JOIN article ON article.id = comment.article
                """
            conditions.add("comment.state IN ('approved', 'pending')")
            conditions.add("coalesce(article.state, 'usable') = 'usable'")
            if let since { conditions.add("created_ms >= ?", .integer(since)) }
        }
        if let section { conditions.add("section = ?", .text(section)) }
        return (tables, conditions)
    }

    /// The statement that answers the last matches, the newest first, with their rank.
    ///
    /// - Parameter end: the number of the row that they stand before.
    fileprivate func matches(
        _ expression: String, before end: Int64
    ) -> (sql: String, values: [SQLValue]) {
        let (tables, conditions) = source
        let index = SearchTable.name(kind)
        let time = kind == .article ? "published_ms" : "created_ms"
        let sql = """
            SELECT \(kind.table).number, \(SearchTable.rank(kind)), \(time), \(kind.table).id
            FROM \(tables) WHERE \(index) MATCH ? AND \(index).rowid < ?
                AND \(conditions.terms.joined(separator: " AND "))
            ORDER BY \(index).rowid DESC LIMIT \(StoreLimits.rankedMatches)
            """
        return (sql, [.text(expression), .integer(end)] + conditions.values)
    }
}

extension StoreSession {
    /// The ranked rows behind a cursor, the best first, and newest first among those of equal rank.
    fileprivate func candidates(
        _ query: SearchQuery, _ request: SearchRequest, _ after: SearchCursor?
    ) throws -> [Candidate] {
        guard let expression = SearchTable.expression(query, request.scope) else { return [] }
        var found = try matches(request, expression, before: .max)
        if found.count == StoreLimits.rankedMatches, request.scope == .all, let last = found.last {
            // Of the documents before, those whose headline has all words.
            var titles = request
            titles.scope = .title
            if let expression = SearchTable.expression(query, .title) {
                found += try matches(titles, expression, before: last.number)
            }
        }
        if let after { found.removeAll { $0.place <= after.place } }
        return found.sorted { $0.place < $1.place }
    }

    private func matches(
        _ request: SearchRequest, _ expression: String, before end: Int64
    ) throws -> [Candidate] {
        let statement = request.matches(expression, before: end)
        return try all(statement.sql, statement.values) { row in
            guard let id = row.id(3) else { throw StoreError.documentWithoutID }
            return Candidate(
                number: row.integer(0),
                place: SearchCursor.Place(
                    rank: row.double(1), milliseconds: row.integer(2), id: id))
        }
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
        var best: (text: String, hits: [Range<Int>])?
        for text in blocks.flatMap({ SearchTexts.texts(of: $0) }) {
            let hits = query.highlights(in: text)
            if hits.count > best?.hits.count ?? 0 { best = (text, hits) }
        }
        return best.flatMap { Highlight(field: "body", text: $0.text, hits: $0.hits) }
    }
}

extension StoreError {
    static var damagedSearchIndex: StoreError {
        StoreError(
            .corrupt,
            "the search index names a document that is gone; run `vnsync verify --deep --repair`")
    }
}
