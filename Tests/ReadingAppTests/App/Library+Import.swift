import VNModel
import VNStore

extension Library {
    /// Reads articles from a folder of pages, feeds or exports, and makes them searchable.
    ///
    /// - Parameters:
    ///   - folder: its path.
    ///   - progress: is told the number of documents so far.
    /// - Returns: one line for each file that could not be read.
    func importArticles(
        from folder: String, progress: @escaping @Sendable (Int) -> Void
    ) async throws -> [String] {
        let report = try await store.importDocuments(from: .directory(folder)) {
            progress($0.documents)
        }
        try await store.updateSearchIndex()
        return report.failed.map { "\($0.source): \($0.reason)" }
    }
}
