extension ContentStore {
    /// Fetches media files that articles on show refer to and that are not here, those of the
    /// newest articles first.
    ///
    /// Each file goes to the disk while it comes, and is kept if its size, its kind and, where the
    /// article says one, its digest are right; otherwise it is thrown away and reported, and tried
    /// again after a pause that doubles each time. Files that came are kept whatever happens then:
    /// an interrupted run goes on where it was. Beyond the store's `totalLimit` files of older
    /// articles make room, those used longest ago first.
    ///
    /// - Parameters:
    ///   - policy: which pictures.
    ///   - fetcher: where they come from.
    ///   - options: the bounds of this run.
    ///   - progress: called after each file, on no particular thread.
    /// - Returns: what was done; a ``rehearsing`` store asks nobody and answers what it would ask
    ///   for.
    /// - Throws: ``StoreError`` such as `store.disk-full`; ``MediaError`` `media.unavailable` if
    ///   nothing came and the first files all failed to answer, as without a network;
    ///   `CancellationError`.
    @concurrent
    @discardableResult
    public func fetchMedia(
        _ policy: MediaPolicy, using fetcher: any MediaFetcher,
        options: MediaFetchOptions = MediaFetchOptions(),
        progress: @escaping @Sendable (MediaFetchProgress) -> Void = { _ in }
    ) async throws -> MediaFetchReport {
        precondition(
            options.fileLimit >= 0 && options.byteLimit >= 0, "limits are not negative")
        guard policy != .none else { return MediaFetchReport() }
        let leadingOnly = policy == .leadImages
        if isRehearsing {
            return try await rehearseFetch(leadingOnly, fetcher, options)
        }
        // So that room is known, and files that are gone count as missing.
        try await collectMedia()
        let run = MediaFetchRun(self, fetcher, options, leadingOnly: leadingOnly, progress)
        return try await run.run()
    }

    /// Counts what would be asked for.
    private func rehearseFetch(
        _ leadingOnly: Bool, _ fetcher: any MediaFetcher, _ options: MediaFetchOptions
    ) async throws -> MediaFetchReport {
        var query = MissingMediaQuery(limit: MediaLimits.rehearsedFiles)
        query.leadingOnly = leadingOnly
        query.skipsPauses = !options.ignoresPauses
        let asked = query
        let missing = Set(
            try await readWithMediaIndex { try $0.missingMedia(asked) }.map(\.reference))
        var report = MediaFetchReport()
        let reached = missing.count { fetcher.reaches($0) }
        report.unreachable = missing.count - reached
        report.files = min(reached, options.fileLimit)
        report.reachedLimit = reached > options.fileLimit
        return report
    }
}
