public import VNModel

extension ContentStore {
    /// Exports every article with its comments, the articles in the order of their ids.
    ///
    /// Each document is written as it is shown; of concurrent values only the one on show, and no
    /// clocks. Deleted articles and their comments are left out, deleted comments keep their
    /// place without text, and comments whose article is not here come last. The same content
    /// makes the same bytes in every store: an export that is imported into a new store and
    /// exported again is the same.
    ///
    /// Read in transactions of at most 500 documents, between which the lines are handed over: a
    /// slow receiver keeps nobody waiting. So it is no picture of one moment: what is written
    /// while it runs may or may not be in it, each document whole.
    ///
    /// - Parameters:
    ///   - format: how to write.
    ///   - progress: called after each part, on no particular thread.
    ///   - sink: gets whole lines; an error that it throws ends the export.
    /// - Throws: ``StoreError``, `CancellationError`, what `sink` throws.
    @concurrent
    @discardableResult
    public func exportDocuments(
        format: ExportFormat = .jsonl,
        progress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
        to sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> ExportReport {
        var run = ExportRun(self, tell: progress, sink: sink)
        try await run.all()
        return run.report
    }

    /// Exports some articles with their comments, in the given order; of comments only themselves.
    ///
    /// Otherwise as ``exportDocuments(format:progress:to:)``. An id given twice counts once; what
    /// is not here is listed in the report.
    @concurrent
    @discardableResult
    public func exportDocuments(
        _ ids: [DocumentID], format: ExportFormat = .jsonl,
        progress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
        to sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> ExportReport {
        var run = ExportRun(self, tell: progress, sink: sink)
        try await run.documents(ids)
        return run.report
    }
}
