internal import VNStore

extension ContentStore {
    /// Brings the search index up to date and shows how far it is.
    func index(_ context: Context) async throws {
        let progress = context.progress
        try await updateSearchIndex {
            progress.update(.indexing, done: $0.done, total: $0.total)
        }
        progress.finish()
    }
}
