import VNModel
import VNStore

extension Library {
    /// The names of the sections, those with most articles first.
    func sections() async throws -> [String] {
        try await store.sections().map(\.name)
    }

    /// A page of headlines, newest first.
    ///
    /// - Parameters:
    ///   - section: only of this section.
    ///   - cursor: where the page before ended.
    func headlines(
        section: String? = nil, after cursor: String? = nil
    ) async throws -> Page<ArticleSummary> {
        var query = ArticleQuery()
        query.section = section
        query.after = cursor
        return try await store.articles(query)
    }
}
