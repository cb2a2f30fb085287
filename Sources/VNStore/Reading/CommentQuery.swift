public import VNModel

/// Which comments are asked for, oldest first: the queue of a moderator.
///
/// Every limit that is absent admits everything; limits are combined by "and".
public struct CommentQuery: Hashable, Sendable {
    /// Where they stand with the moderators.
    public var state: CommentStatus?
    /// The article they stand under.
    public var article: DocumentID?
    /// Only comments with conflicts to look at.
    public var hasConflicts = false
    /// Elements of a page, at least 1; a page has no more than 1 000.
    public var limit = 20
    /// The cursor of the page, from the page before.
    public var after: String?

    /// All comments, or those of a state or an article.
    public init(state: CommentStatus? = nil, article: DocumentID? = nil) {
        self.state = state
        self.article = article
    }

    /// The statement of one page: numbers, ids and times.
    package func statement(limit: Int) throws -> PageStatement {
        var conditions = SQLConditions()
        if let state {
            if state == .pending || state == .withheld {
                // Names the condition of the partial index, which SQLite compares as text.
                conditions.add("state IN ('pending', 'withheld')")
            }
            conditions.add("state = ?", .text(state.rawValue))
        }
        if let article { conditions.add("article = ?", .id(article)) }
        if hasConflicts { conditions.add("conflicts > 0") }
        if let after {
            guard case .time(let milliseconds, let id) = try PageCursor(after) else {
                throw PageCursor.invalid
            }
            conditions.add("(created_ms, id) > (?, ?)", .integer(milliseconds), .id(id))
        }
        let sql = """
            SELECT id, created_ms FROM comment\(conditions.clause) ORDER BY created_ms, id LIMIT ?
            """
        return PageStatement(
            sql: sql, values: conditions.values + [.integer(Int64(limit))])
    }
}
