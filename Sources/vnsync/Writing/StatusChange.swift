internal import VNModel
internal import VNStore

/// Changes the status of one article.
struct StatusChange {
    let context: Context
    let rehearsal: DryRunOptions

    func run(_ prefix: String, _ status: ArticleStatus, _ phrase: WritingPhrase) async throws {
        let dryRun = try context.settings.flag(.dryRun, rehearsal.dryRun)
        let receipt = try await context.withStore { store in
            let id = try await store.find(prefix: prefix, kind: .article)
            guard dryRun else { return try await store.setStatus(status, of: id) }
            return try await store.write(dryRun: true) { transaction in
                var article = Article(document: try transaction.requireDocument(id, .article))
                article.status = status
                return try transaction.put(article)
            }
        }
        try context.show(Receipt(receipt), phrase, dryRun: dryRun)
    }
}
