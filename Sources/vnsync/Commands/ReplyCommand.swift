internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync reply`
struct ReplyCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply", abstract: "Answer a comment.")
    var purpose: Purpose { .reply }

    @Argument(help: "The id of the comment, or its beginning.")
    var id: String

    @Argument(help: "The text; - or nothing: from stdin, on a terminal from an editor.")
    var text: String?

    @Option(name: .customLong("as"), help: ArgumentHelp("The name shown.", valueName: "name"))
    var asName: String?

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let receipt = try await context.withStore { store in
            let parent = try await store.find(prefix: id, kind: .comment)
            guard let entry = try await store.comment(parent) else {
                throw Failure(code: "cli.no-such-item", message: "no comment has the id \(parent)")
            }
            let comment = try CommentInput.new(
                InputText.short(text, context), on: entry.comment.articleID, inReplyTo: parent,
                by: context.author(asName), context)
            return try await store.post(comment)
        }
        try context.show(receipt, .replied)
    }
}
