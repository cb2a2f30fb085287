public import VNModel

extension ContentStore {
    /// Exports articles with their comments.
    ///
    /// Each document is written as it is shown; of concurrent values only the one on show, and no
    /// clocks. Deleted articles and their comments are left out, deleted comments keep their
    /// place without text. With neither `query` nor `ids`, everything is written: articles by
    /// id, whatever their status, and at the end comments whose article is not here. The same
    /// content makes the same bytes in every store then: an export that is imported into a new
    /// store and exported again is the same.
    ///
    /// Read in transactions of at most 500 documents, between which the lines are handed over: a
    /// slow receiver keeps nobody waiting. So it is no picture of one moment: what is written
    /// while it runs may or may not be in it, each document whole.
    ///
    /// - Parameters:
    ///   - format: how to write.
    ///   - query: which articles, in its order; all its pages from its cursor on. Its default
    ///     finds only articles that readers may see; empty `states` admit all.
    ///   - ids: these articles with their comments and of comments only themselves, in this
    ///     order, each once; instead of `query`. What is not here is listed in the report.
    ///   - progress: called after each part, on no particular thread.
    ///   - sink: gets whole lines; an error that it throws ends the export.
    /// - Throws: ``StoreError``, `CancellationError`, what `sink` throws.
    @concurrent
    @discardableResult
    public func exportDocuments(
        format: ExportFormat = .jsonl, query: ArticleQuery? = nil, ids: [DocumentID]? = nil,
        progress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
        to sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> ExportReport {
        var run = ExportRun(self, tell: progress, sink: sink)
        if let ids {
            try await run.documents(ids)
        } else if let query {
            try await run.articles(query)
        } else {
            try await run.all()
        }
        return run.report
    }
}
