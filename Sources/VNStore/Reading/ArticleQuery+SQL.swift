internal import VNModel
internal import VNText

extension ArticleQuery {
    /// The statement of one page.
    ///
    /// It reads indexes and the columns in front of a row only; what is shown is read by number,
    /// for the rows of the page alone.
    ///
    /// - Parameters:
    ///   - match: an FTS5 expression that the articles must match.
    ///   - limit: rows.
    package func statement(match: String?, limit: Int) throws -> PageStatement {
        var conditions = try conditions()
        if let match {
            conditions.add(
                "number IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)",
                .text(match))
        }
        try addCursor(&conditions)
        let (key, order) =
            switch sort {
            case .date: ("published_ms", "published_ms DESC, id DESC")
            case .title: ("title_key", "title_key, id")
            }
        let sql = """
            SELECT number, id, \(key) FROM article\(conditions.clause) ORDER BY \(order) LIMIT ?
            """
        return PageStatement(
            sql: sql, values: conditions.values + [.integer(Int64(limit))])
    }

    private func conditions() throws -> SQLConditions {
        var conditions = SQLConditions()
        conditions.add("state", in: states, literal: "usable")
        if let section { conditions.add("section = ?", .text(section)) }
        if let publisher {
            conditions.add(
                "(publisher_id IN (?, ?) OR publisher ->> '$.name' = ?)", .text(publisher),
                .text(Slug.make(publisher)), .text(publisher))
        }
        if let topic {
            conditions.add(
                "number IN (SELECT article FROM article_topic WHERE topic = ?)", .text(topic))
        }
        if let since { conditions.add("published_ms >= ?", .integer(since)) }
        if let until { conditions.add("published_ms < ?", .integer(until)) }
        if isUnread {
            conditions.add(
                """
                NOT EXISTS (SELECT 1 FROM reading
                    WHERE reading.article = article.id AND read_ms IS NOT NULL)
                """)
        }
        if isStarred {
            conditions.add("id IN (SELECT article FROM reading WHERE starred_ms IS NOT NULL)")
        }
        if hasConflicts { conditions.add("conflicts > 0") }
        return conditions
    }

    private func addCursor(_ conditions: inout SQLConditions) throws {
        guard let after else { return }
        switch (sort, try PageCursor(after)) {
        case (.date, .time(let milliseconds, let id)):
            conditions.add("(published_ms, id) < (?, ?)", .integer(milliseconds), .id(id))
        case (.title, .title(let key, let id)):
            conditions.add("(title_key, id) > (?, ?)", .blob(key), .id(id))
        default: throw PageCursor.invalid
        }
    }

    /// The cursor behind a row of ``statement(match:limit:)``.
    func cursor(_ row: borrowing SQLRow) throws -> PageCursor {
        guard let id = row.id(1) else { throw StoreError.documentWithoutID }
        return switch sort {
        case .date: .time(milliseconds: row.integer(2), id: id)
        case .title: .title(key: row.blob(2), id: id)
        }
    }
}

extension StoreError {
    static var documentWithoutID: StoreError {
        StoreError(.corrupt, "a document without id; run `vnsync verify --deep`")
    }
}
