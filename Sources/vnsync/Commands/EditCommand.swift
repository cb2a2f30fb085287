internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync edit`
struct EditCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change an article, or the text of a comment.",
        discussion: """
            --set headline="…"; an empty value removes an optional field. --block 2="…" replaces
            the second block, 2+="…" inserts after it, 2- removes it; numbers are those before the
            edit. Of a comment only the text can be set. Only what differs is written.
            """)
    var purpose: Purpose { .edit }

    @Argument(help: "The id, or its beginning.")
    var id: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Set a field; may be repeated.", valueName: "field=value"))
    var settings: [String] = []

    @Option(help: ArgumentHelp("Change a block; may be repeated.", valueName: "n=text"))
    var block: [String] = []

    @Flag(help: "Open the article in an editor.")
    var editor = false

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard editor || !settings.isEmpty || !block.isEmpty else {
            throw ValidationError("say what to change by --set, --block or --editor")
        }
        guard settings.allSatisfy({ $0.contains("=") }) else {
            throw ValidationError("--set takes field=value")
        }
    }

    func perform(_ context: Context) async throws {
        let receipt = try await context.withStore { store in
            let id = try await store.find(prefix: id)
            if let entry = try await store.comment(id) {
                return try await edit(entry.comment, store, context)
            }
            guard let entry = try await store.article(id) else {
                throw Failure(code: "cli.no-such-item", message: "no article has the id \(id)")
            }
            // The editor may be open for long, and what others changed meanwhile must stay.
            let form = editor ? try opened(entry.article, context) : nil
            let (fields, blocks) = (fields, block)
            return try await store.write { transaction in
                let document = try transaction.requireDocument(id, .article)
                guard !document.isDeleted else { throw deleted(id) }
                var article = Article(document: document)
                if let form { article = try form.merged(into: article) }
                for (field, value) in fields {
                    article = try ArticleForm.set(field: field, value: value, on: article)
                }
                if !blocks.isEmpty {
                    article = try ArticleForm.applyBlockEdits(blocks, to: article)
                }
                return try transaction.put(article)
            }
        }
        try context.show(receipt, .edited)
    }

    private var fields: [(String, String)] {
        settings.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
    }

    private func opened(_ article: Article, _ context: Context) throws -> EditedForm {
        let before = ArticleForm.render(article)
        let after = try ChildProcess.edit(before, with: context.settings.editor)
        return EditedForm(before: article, text: after)
    }

    private func edit(
        _ comment: Comment, _ store: ContentStore, _ context: Context
    ) async throws -> WriteReceipt {
        var text = comment.text
        for (field, value) in fields {
            guard field == "text" else {
                throw Failure(
                    code: "cli.usage", message: "of a comment only the text can be set")
            }
            text = value
        }
        if editor { text = try ChildProcess.edit(text, with: context.settings.editor) }
        guard block.isEmpty else {
            throw Failure(code: "cli.usage", message: "a comment has no blocks")
        }
        let edited = try CommentInput.edited(comment, text: text, now: context.now)
        return try await store.post(edited)
    }

    private func deleted(_ id: DocumentID) -> Failure {
        Failure(
            code: "cli.bad-input", message: "article \(id) is deleted",
            hint: "vnsync undelete \(ShortID.text(id))")
    }
}
