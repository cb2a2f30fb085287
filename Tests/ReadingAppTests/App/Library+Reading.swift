import VNModel
import VNStore

/// An article on the screen, with what readers say about it.
struct OpenArticle: Sendable {
    let entry: ArticleEntry
    let thread: [ThreadedComment]
}

extension Library {
    /// Opens an article and notes that it was read; `nil` if it is not here.
    func open(_ id: DocumentID) async throws -> OpenArticle? {
        guard let entry = try await store.article(id), !entry.isDeleted else { return nil }
        let thread = try await store.thread(of: id)
        try await store.mark([id], read: true)
        return OpenArticle(entry: entry, thread: thread)
    }
}
