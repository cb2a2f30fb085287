public import VNModel

/// What a local write answers: the document and the journal counter of its last change.
public struct WriteReceipt: Hashable, Sendable {
    /// The document.
    public let id: DocumentID
    /// The counter of the change in the journal.
    public let counter: UInt64
}

extension ContentStore {
    /// Runs several local changes as one transaction and one group: they are committed together
    /// and pushed all or nothing.
    ///
    /// When it returns, all of it survives a power cut; if it throws, nothing happened.
    ///
    /// - Parameter body: makes the changes. It runs on the queue of the database, once.
    /// - Throws: what `body` throws; ``StoreError`` `store.locked`, `store.disk-full`, `store.io`,
    ///   `store.read-only`; `CancellationError`.
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (WriteTransaction) throws -> T
    ) async throws -> T {
        try await write(.durable) { session in
            let transaction = try WriteTransaction(session)
            let result = try body(transaction)
            try transaction.finish()
            return result
        }
    }

    /// Puts an article into the store: new, or over the one that stands under its id, of which
    /// only what differs is written.
    ///
    /// - Returns: the receipt; its counter is 0 if nothing differed.
    /// - Throws: `ContentError` if the article breaks a rule of its content; ``StoreError``
    ///   `store.group-too-large`, and as ``write(_:)``.
    @discardableResult
    public func post(_ article: Article) async throws -> WriteReceipt {
        try await write { try $0.put(article) }
    }

    /// Changes an article.
    ///
    /// - Parameters:
    ///   - id: the article.
    ///   - change: gets the article as it is shown and changes it.
    /// - Returns: the receipt; its counter is 0 if nothing was changed.
    /// - Throws: ``StoreError`` `store.no-such-document`, `store.invalid-request` if it is
    ///   deleted; `ContentError`.
    @discardableResult
    public func edit(
        _ id: DocumentID, _ change: @escaping @Sendable (inout Article) throws -> Void
    ) async throws -> WriteReceipt {
        try await write { transaction in
            let document = try transaction.requireDocument(id, .article)
            try transaction.requireAlive(document)
            var article = Article(document: document)
            try change(&article)
            return try transaction.put(article)
        }
    }

    /// Publishes, withdraws or otherwise changes the status of an article.
    ///
    /// - Throws: as ``edit(_:_:)``.
    @discardableResult
    public func setStatus(
        _ status: ArticleStatus, of id: DocumentID
    ) async throws -> WriteReceipt {
        try await edit(id) { $0.status = status }
    }

    /// Puts a comment under its article.
    ///
    /// - Throws: ``StoreError`` `store.no-such-document` if the article or the comment replied to
    ///   does not stand here, `store.comments-closed`, `store.invalid-request`.
    @discardableResult
    public func post(_ comment: Comment) async throws -> WriteReceipt {
        try await write { try $0.put(comment) }
    }

    /// Deletes an article or a comment. An article's deletion can be undone, a comment's not.
    ///
    /// - Parameters:
    ///   - id: the document.
    ///   - by: who deletes it, if they say.
    /// - Throws: ``StoreError`` `store.no-such-document`, `store.invalid-request` if it is deleted
    ///   already.
    @discardableResult
    public func delete(_ id: DocumentID, by: String? = nil) async throws -> WriteReceipt {
        try await write { transaction in
            guard let document = try transaction.document(id) else {
                throw StoreError.noSuchDocument(id)
            }
            try transaction.requireAlive(document)
            let now = transaction.session.environment.milliseconds()
            let mark = DeletionMark(
                at: Timestamp(milliseconds: Int64(now)).rfc3339, by: by, saw: document.vector)
            let counter = try transaction.write(
                id, document.kind, [(RegisterPath.deleted, mark.value)])
            return WriteReceipt(id: id, counter: counter)
        }
    }

    /// Takes the deletion of an article back.
    ///
    /// - Throws: ``StoreError`` `store.no-such-document`, `store.invalid-request` for a comment and
    ///   for an article that is not deleted.
    @discardableResult
    public func undelete(_ id: DocumentID) async throws -> WriteReceipt {
        try await write { transaction in
            guard let document = try transaction.document(id) else {
                throw StoreError.noSuchDocument(id)
            }
            guard document.kind == .article else {
                throw StoreError(
                    .invalidRequest, "the deletion of a comment cannot be undone",
                    context: [id.description])
            }
            guard document.isDeleted || document.hasDeletionConflict else {
                throw StoreError(
                    .invalidRequest, "article \(id) is not deleted", context: [id.description])
            }
            let counter = try transaction.write(id, .article, [(RegisterPath.deleted, .null)])
            return WriteReceipt(id: id, counter: counter)
        }
    }

    /// Records a moderator's decision about a comment.
    ///
    /// - Throws: ``StoreError`` `store.no-such-document`, `store.invalid-request` if the comment is
    ///   deleted.
    @discardableResult
    public func moderate(
        _ id: DocumentID, _ moderation: Moderation
    ) async throws -> WriteReceipt {
        try await write { try $0.moderate(id, moderation) }
    }

    /// Records the same decision about several comments, each a group of its own, in one
    /// transaction: if one of them cannot be decided about, none is.
    ///
    /// - Returns: the receipts in the order of `ids`.
    /// - Throws: as for one comment.
    @discardableResult
    public func moderate(
        _ ids: [DocumentID], _ moderation: Moderation
    ) async throws -> [WriteReceipt] {
        try await write { transaction in
            try ids.map { id in
                transaction.endGroup()
                return try transaction.moderate(id, moderation)
            }
        }
    }
}

extension WriteTransaction {
    /// Puts an article into the store: new, or what differs from the one under its id.
    ///
    /// - Throws: `ContentError`; ``StoreError`` `store.group-too-large`.
    @discardableResult
    public func put(_ article: Article) throws -> WriteReceipt {
        let operations: [(path: String, value: JSONValue)]
        if let document = try document(article.id) {
            operations = article.changes(to: document)
        } else {
            operations = article.operations()
        }
        guard !operations.isEmpty else { return WriteReceipt(id: article.id, counter: 0) }
        let counter = try write(article.id, .article, operations)
        return WriteReceipt(id: article.id, counter: counter)
    }

    /// Puts a comment into the store: new, or what differs from the one under its id.
    ///
    /// - Throws: `ContentError`; ``StoreError`` as ``ContentStore/post(_:)-(Comment)``.
    @discardableResult
    public func put(_ comment: Comment) throws -> WriteReceipt {
        if let document = try document(comment.id) {
            try requireAlive(document)
            let operations = comment.changes(to: document)
            guard !operations.isEmpty else { return WriteReceipt(id: comment.id, counter: 0) }
            return WriteReceipt(
                id: comment.id, counter: try write(comment.id, .comment, operations))
        }
        try requireOpen(comment.articleID)
        try checkParent(of: comment)
        return WriteReceipt(
            id: comment.id, counter: try write(comment.id, .comment, comment.operations()))
    }

    fileprivate func moderate(
        _ id: DocumentID, _ moderation: Moderation
    ) throws -> WriteReceipt {
        let document = try requireDocument(id, .comment)
        try requireAlive(document)
        let counter = try write(id, .comment, [("moderation", .object(moderation.members()))])
        return WriteReceipt(id: id, counter: counter)
    }

    /// An article that takes comments. Its columns say so; the whole document is not needed.
    private func requireOpen(_ id: DocumentID) throws {
        let known = try openness(of: id)
        guard let known else {
            throw StoreError(
                .noSuchDocument, "no article has the id \(id)", context: [id.description])
        }
        guard known.state != "deleted" else {
            throw StoreError(
                .invalidRequest,
                "article \(id) is deleted; `vnsync undelete` brings it back",
                context: [id.description])
        }
        let policy = known.policy.map { CommentPolicy(rawValue: $0) ?? .closed } ?? .open
        guard policy != .closed else {
            throw StoreError(
                .commentsClosed, "comments on article \(id) are closed",
                context: [id.description])
        }
    }

    private func openness(of id: DocumentID) throws -> (state: String, policy: String?)? {
        if let document = loaded(id) {
            guard document.kind == .article else { return nil }
            let isGone = document.isDeleted || document.isErased
            return (
                isGone ? "deleted" : "", document.value("commentPolicy")?.string
            )
        }
        return try session.first(
            "SELECT state, comment_policy FROM article WHERE id = ?", [.id(id)]
        ) { ($0.text(0) ?? "", $0.text(1)) }
    }

    private func checkParent(of comment: Comment) throws {
        var next = comment.inReplyTo
        var depth = 0
        while let id = next {
            depth += 1
            guard let document = try document(id) else {
                if depth == 1 { throw StoreError.noSuchDocument(id) }
                return
            }
            let parent = Comment(document: document)
            guard document.kind == .comment, parent.articleID == comment.articleID else {
                throw StoreError(
                    .invalidRequest, "comment \(id) belongs to another article",
                    context: [id.description])
            }
            guard depth <= Limits.replyDepth else {
                throw StoreError(
                    .invalidRequest,
                    "replies may be nested \(Limits.replyDepth) deep; reply further up",
                    context: [id.description])
            }
            next = parent.inReplyTo
        }
    }

    func requireAlive(_ document: Document) throws {
        guard !document.isDeleted, !document.isErased else {
            let remedy =
                document.kind == .article ? "; `vnsync undelete` brings it back" : ""
            throw StoreError(
                .invalidRequest, "\(document.kind.rawValue) \(document.id) is deleted\(remedy)",
                context: [document.id.description])
        }
    }
}
