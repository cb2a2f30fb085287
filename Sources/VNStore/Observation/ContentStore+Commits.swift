extension ContentStore {
    /// Waits for a commit, of another process too.
    ///
    /// - Parameters:
    ///   - signals: what ``commitSignals()`` gave; a commit since its last element counts.
    ///   - ofOthers: whether commits of other processes, and of other stores on the same file, are
    ///     noticed, within a fifth of a second.
    /// - Returns: `false` once the store is closed or the task cancelled.
    package func nextCommit(_ signals: AsyncStream<Void>, ofOthers: Bool) async -> Bool {
        func next() async -> Bool {
            for await _ in signals { return true }
            return false
        }
        return ofOthers ? await foreignCommits.watching { await next() } : await next()
    }
}
