internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync publish`
struct PublishCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Let readers see an article.")
    static let purpose = Purpose.publish

    @Argument(help: "The id, or its beginning.")
    var id: String

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let change = StatusChange(context: context, rehearsal: rehearsal)
        try await change.run(id, .usable, .published)
    }
}

/// `vnsync withdraw`
struct WithdrawCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take an article back: readers no longer see it.")
    static let purpose = Purpose.withdraw

    @Argument(help: "The id, or its beginning.")
    var id: String

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let change = StatusChange(context: context, rehearsal: rehearsal)
        try await change.run(id, .canceled, .withdrawn)
    }
}

/// Changes the status of one article.
private struct StatusChange {
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
