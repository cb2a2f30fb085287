extension ContentStore {
    /// The sections of articles that readers may see, those with most articles first.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    /// - Complexity: O(*n*) in the number of articles, in an index alone.
    public func sections() async throws -> [FacetCount] {
        try await facets(
            """
            SELECT section, section, count(*) FROM article
            WHERE state = 'usable' AND section IS NOT NULL GROUP BY section
            """)
    }

    /// The topics of articles that readers may see, those with most articles first.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    /// - Complexity: O(*n*) in the number of topics of all articles.
    public func topics() async throws -> [FacetCount] {
        try await facets(
            """
            SELECT topic, topic, count(*)
            FROM article_topic JOIN article ON article.number = article_topic.article
            WHERE state = 'usable' GROUP BY topic
            """)
    }

    /// The publishers of articles that readers may see, those with most articles first, under the
    /// name that their newest article has.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    /// - Complexity: O(*n*) in the number of articles.
    public func publishers() async throws -> [FacetCount] {
        // With max(), SQLite takes the other columns from the row that has the maximum.
        try await facets(
            """
            SELECT publisher_id, coalesce(publisher ->> '$.name', publisher_id), count(*),
                max(published_ms)
            FROM article WHERE state = 'usable' AND publisher_id IS NOT NULL
            GROUP BY publisher_id
            """)
    }

    private func facets(_ sql: String) async throws -> [FacetCount] {
        let facets = try await read { session in
            try session.all(sql) {
                FacetCount(
                    id: $0.text(0) ?? "", name: $0.text(1) ?? "", articles: Int($0.integer(2)))
            }
        }
        return facets.sorted { ($1.articles, $0.id) < ($0.articles, $1.id) }
    }
}
