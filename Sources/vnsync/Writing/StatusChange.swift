internal import VNModel
internal import VNStore

/// Changes the status of one article.
struct StatusChange {
    let context: Context

    func run(_ prefix: String, _ status: ArticleStatus, _ phrase: WritingPhrase) async throws {
        let receipt = try await context.withStore { store in
            let id = try await store.find(prefix: prefix, kind: .article)
            return try await store.setStatus(status, of: id)
        }
        try context.show(receipt, phrase)
    }
}
