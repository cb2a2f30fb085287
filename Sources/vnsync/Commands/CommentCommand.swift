internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync comment`
struct CommentCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "comment", abstract: "Comment on an article.")
    var purpose: Purpose { .comment }

    @Argument(help: "The id of the article, or its beginning.")
    var id: String

    @Argument(help: "The text; - or nothing: from stdin, on a terminal from an editor.")
    var text: String?

    @Option(name: .customLong("as"), help: ArgumentHelp("The name shown.", valueName: "name"))
    var asName: String?

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let receipt = try await context.withStore { store in
            let article = try await store.find(prefix: id, kind: .article)
            let comment = try CommentInput.new(
                InputText.short(text, context), on: article, inReplyTo: nil,
                by: context.author(asName), context)
            return try await store.post(comment)
        }
        try context.show(receipt, .commented)
    }
}
