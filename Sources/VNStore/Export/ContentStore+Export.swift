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
    /// Other formats than `jsonl` say in their own words what they can. What they have no words for
    /// stands where they leave room for extensions, so that an import brings everything back; what
    /// has no room either is counted in the report.
    ///
    /// Read in transactions of at most 500 documents, between which what was written is handed
    /// over: a slow receiver keeps nobody waiting. So it is no picture of one moment: what is
    /// written while it runs may or may not be in it, each document whole.
    ///
    /// - Parameters:
    ///   - format: how to write.
    ///   - query: which articles, in its order; all its pages from its cursor on. Its default
    ///     finds only articles that readers may see; empty `states` admit all.
    ///   - ids: these articles with their comments and of comments only themselves, in this
    ///     order, each once; instead of `query`. What is not here is listed in the report.
    ///   - progress: called after each part, on no particular thread.
    ///   - sink: gets whole documents; an error that it throws ends the export.
    /// - Throws: ``StoreError``, `CancellationError`, what `sink` throws.
    @concurrent
    @discardableResult
    public func exportDocuments(
        format: ExportFormat = .jsonl, query: ArticleQuery? = nil, ids: [DocumentID]? = nil,
        progress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
        to sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> ExportReport {
        try await withTaskExecutorPreference(BlockingExecutor.shared) {
            var run = ExportRun(self, format.encoder, tell: progress, sink: sink)
            try await run.run(query: query, ids: ids)
            return run.report
        }
    }
}
