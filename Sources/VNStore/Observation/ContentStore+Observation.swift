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
    public func observe(
        _ query: ArticleQuery
    ) -> AsyncThrowingStream<Page<ArticleSummary>, any Error> {
        let observation = Observation(self) { try $0.articles(query) }
        return AsyncThrowingStream { try await observation.next() }
    }
}
