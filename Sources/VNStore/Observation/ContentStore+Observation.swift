public import VNModel

extension ContentStore {
    /// A page of articles whenever it changes: first as it is now, then after each commit that
    /// changes it, of this process or another.
    ///
    /// Commits of this process are seen at once, those of others within a fifth of a second. No
    /// value comes twice in a row; who is slow to ask gets the newest value, not all of them.
    /// Errors that pass by themselves, such as a locked file, are waited out. The stream ends
    /// when the task that iterates is cancelled or the store is closed. Between two values
    /// nothing runs unless one is being waited for.
    ///
    /// - Throws: while iterating, ``StoreError`` `store.invalid-request`, `store.corrupt`.
    /// - Complexity: each commit costs one read of the query, however many were waited for.
    public func observe(
        _ query: ArticleQuery
    ) -> AsyncThrowingStream<Page<ArticleSummary>, any Error> {
        observe(isSearch: query.text != nil) { try $0.articles(query) }
    }

    /// An article whenever it changes, `nil` while it does not stand here; otherwise as
    /// ``observe(_:)``.
    public func observe(
        article id: DocumentID
    ) -> AsyncThrowingStream<ArticleEntry?, any Error> {
        observe { try $0.articleEntry(id) }
    }

    /// The thread of an article whenever it changes; otherwise as ``observe(_:)``.
    ///
    /// - Parameters:
    ///   - article: the article, which need not have arrived.
    ///   - depthLimit: the greatest depth, as for ``thread(of:depthLimit:states:)``.
    ///   - states: the states of the comments that are shown.
    public func observe(
        threadOf article: DocumentID, depthLimit: Int = 8,
        states: Set<CommentStatus> = [.approved, .pending]
    ) -> AsyncThrowingStream<[ThreadedComment], any Error> {
        observe { try $0.thread(of: article, depthLimit: depthLimit, states: states) }
    }

    private func observe<Value: Equatable & Sendable>(
        isSearch: Bool = false, _ fetch: @escaping @Sendable (StoreSession) throws -> Value
    ) -> AsyncThrowingStream<Value, any Error> {
        let observation = Observation(self, isSearch: isSearch, fetch: fetch)
        return AsyncThrowingStream { try await observation.next() }
    }
}
