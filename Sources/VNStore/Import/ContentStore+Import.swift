internal import Logging
internal import VNModel

extension ContentStore {
    /// Imports articles and comments.
    ///
    /// The source is read in chunks and written in batches of at most 200 documents, each its own
    /// group of changes: memory does not grow with the source, apart from a few bytes for each
    /// comment that stands before its article and for each document of a dry run. What stands in
    /// the store as it was read is not written again, so an import that was interrupted goes on
    /// where it ended when it is run again.
    ///
    /// A line of `jsonl` says everything about its document: what it leaves out is removed. A page
    /// leaves alone what pages do not say (section, topics, status, …), and so does an entry of a
    /// feed; one that an export of ours wrote says everything.
    ///
    /// An address, or without one an id of the feed, that comes twice, or on two stores, makes one
    /// article. An entry with a new address and an id of the feed (`guid` of RSS, `id` of Atom and
    /// JSON Feed, `uri` of ninjs) that an article of the same publisher and moment of publication
    /// has here already is that article under its new address: addresses change with headlines.
    /// Of entries with one such id in one import the first counts, for feeds begin with what is
    /// newest. Two stores that meet different addresses before they sync still make two articles.
    ///
    /// Comments that come before
    /// their article or their parent are tried once more at the end; a reply whose parent is
    /// nowhere is kept, a comment whose article is nowhere is a failure. A comment that the source
    /// calls deleted is deleted here too. What is deleted here stays deleted and is reported.
    ///
    /// It does not promise one state of the source: what changes while it is read may be read in
    /// part.
    ///
    /// - Parameters:
    ///   - source: where to read.
    ///   - format: what to expect.
    ///   - options: whether to write and when to stop.
    ///   - progress: called after each batch, on no particular thread.
    /// - Returns: what was done. Failures of single documents are listed there and do not stop the
    ///   import unless it is strict.
    /// - Throws: ``ImportError`` `import.unreadable` if the source cannot be read at all;
    ///   ``StoreError``; `CancellationError`. The batches written before stay.
    @concurrent
    @discardableResult
    public func importDocuments(
        from source: ImportSource, format: ImportFormat = .auto,
        options: ImportOptions = ImportOptions(),
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        let report = try await withTaskExecutorPreference(BlockingExecutor.shared) {
            var run = ImportRun(
                format, options, tell: progress,
                find: { entry in try await self.read { try $0.article(sameByFeedAs: entry) } }
            ) { batch, known, isLastTry in
                try await ImportWriter(
                    store: self, options: options, known: known, isLastTry: isLastTry
                ).write(batch[...])
            }
            try await run.run(source)
            return run.report
        }
        configuration.logger.debug(
            "import done",
            metadata: [
                "created": "\(report.created)", "changed": "\(report.changed)",
                "failed": "\(report.failedCount)",
            ])
        return report
    }
}
