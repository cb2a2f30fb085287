public import VNModel

extension ContentStore {
    /// A comment with all that this store knows about it; `nil` if no comment has the id.
    ///
    /// A deleted comment is answered too, without text, until it is purged.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read; `CancellationError`.
    public func comment(_ id: DocumentID) async throws -> CommentEntry? {
        try await read { try $0.commentEntry(id) }
    }

    /// A page of comments, oldest first.
    ///
    /// - Throws: ``StoreError`` `store.invalid-request` for a cursor of another query and a limit
    ///   below 1.
    public func comments(_ query: CommentQuery) async throws -> Page<CommentEntry> {
        try await read { session in
            let limit = try StoreLimits.page(query.limit)
            let statement = try query.statement(limit: limit + 1)
            let rows = try session.all(statement.sql, statement.values) { row in
                guard let id = row.id(0) else { throw StoreError.documentWithoutID }
                return (id: id, milliseconds: row.integer(1))
            }
            let shown = rows.prefix(limit)
            let last = shown.last.map {
                PageCursor.time(milliseconds: $0.milliseconds, id: $0.id).text
            }
            return Page(
                elements: try shown.compactMap { try session.commentEntry($0.id) },
                next: rows.count > limit ? last : nil)
        }
    }

    /// The comments on an article in the order of their thread: depth first, siblings by time and
    /// id.
    ///
    /// A comment that is deleted, not in one of the `states`, or not here at all, stands as a
    /// placeholder while something is shown below it. A parent in another article counts as not
    /// here. Comments beyond the depth limit stand at the limit, behind those above them: none is
    /// lost. Parents that form a cycle do no harm.
    ///
    /// - Parameters:
    ///   - article: the article, which need not have arrived.
    ///   - depthLimit: the greatest depth, from 0.
    ///   - states: the states of the comments that are shown.
    /// - Throws: ``StoreError`` `store.invalid-request` for a negative limit.
    /// - Complexity: O(*n* log *n*) in the comments on the article, all of which are held in
    ///   memory; one pass over their rows.
    public func thread(
        of article: DocumentID, depthLimit: Int = 8,
        states: Set<CommentStatus> = [.approved, .pending]
    ) async throws -> [ThreadedComment] {
        try await read { session in
            try session.thread(of: article, depthLimit: depthLimit, states: states)
        }
    }
}

extension StoreSession {
    /// The comments on an article in the order of their thread.
    func thread(
        of article: DocumentID, depthLimit: Int, states: Set<CommentStatus>
    ) throws -> [ThreadedComment] {
        guard depthLimit >= 0 else {
            throw StoreError(.invalidRequest, "a depth limit is not negative")
        }
        var comments: [DocumentID: Comment] = [:]
        var nodes: [ThreadBuilder.Node] = []
        try stored(
            .comment, where: "article = ? ORDER BY created_ms, id", [.id(article)]
        ) { stored in
            let comment = Comment(document: stored.document)
            comments[comment.id] = comment
            nodes.append(
                ThreadBuilder.Node(
                    id: comment.id, parent: comment.inReplyTo,
                    milliseconds: Timestamp(rfc3339: comment.dateCreated)?.milliseconds ?? 0,
                    isShown: states.contains(comment.status) && !comment.isDeleted))
        }
        let hasAnyPending = try hasAnyPending()
        let (places, sorted) = ThreadBuilder.build(nodes, depthLimit: depthLimit)
        return try places.map { place in
            let isShown = place.node.map { sorted[$0].isShown } ?? false
            let comment = comments[place.id] ?? Comment.absent(place.id, on: article)
            return ThreadedComment(
                comment: isShown ? comment : comment.withoutContent, depth: place.depth,
                isPlaceholder: !isShown,
                hasPending: hasAnyPending ? try hasPending(place.id) : false)
        }
    }
}

extension Comment {
    /// A comment of which only the id is known.
    fileprivate static func absent(_ id: DocumentID, on article: DocumentID) -> Comment {
        Comment(
            id: id, articleID: article, author: CommentAuthor(name: ""), text: "",
            dateCreated: "")
    }

    /// The comment with nothing in it that a person wrote.
    fileprivate var withoutContent: Comment {
        var comment = self
        comment.text = ""
        comment.author = CommentAuthor(name: "")
        comment.ext = JSONObject()
        comment.unknown = JSONObject()
        return comment
    }
}

extension StoreSession {
    fileprivate func commentEntry(_ id: DocumentID) throws -> CommentEntry? {
        guard let document = try stored(id, .comment)?.document else { return nil }
        return CommentEntry(
            comment: Comment(document: document), vector: document.vector,
            conflicts: document.conflicts, hasPending: try hasPending(id))
    }

    /// Whether anything at all waits to be pushed.
    fileprivate func hasAnyPending() throws -> Bool {
        try first("SELECT 1 FROM pending LIMIT 1") { $0.integer(0) } != nil
    }
}
