internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync post`
struct PostCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "post",
        abstract: "Post an article.",
        discussion: """
            Takes JSON in the shape of the schema, or Markdown: a front matter (title, summary,
            section, publisher, topics, date), else the first heading is the headline and the
            first paragraph the lead. Without a file an editor opens on a terminal, elsewhere
            stdin is read. A picture of this machine is copied beside the store.
            """)
    var purpose: Purpose { .post }

    @Argument(help: "A file, or - for stdin.")
    var file: String?

    @Option(help: "The headline.")
    var title: String?

    @Option(help: "The lead.")
    var summary: String?

    @Option(help: ArgumentHelp("The section.", valueName: "slug"))
    var section: String?

    @Option(help: "Who publishes it.")
    var publisher: String?

    @Option(help: ArgumentHelp("A topic; may be repeated.", valueName: "slug"))
    var topic: [String] = []

    @OptionGroup var image: ImageOptions

    @Flag(help: "Readers do not see it yet; `publish` shows it.")
    var draft = false

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let written = try read(context)
        let picture = image.path(context.settings)
        let (article, receipt) = try await context.withStore { store in
            var article = written
            if let picture { article.show(try await store.addMedia(from: .file(picture))) }
            return (article, try await store.post(article))
        }
        try context.show(receipt, article.status == .draft ? .drafted : .posted)
    }

    private func read(_ context: Context) throws -> Article {
        let settings = context.settings
        let publisher = settings.text(.publisher, publisher)
        let title = settings.text(.title, title)
        let input = ArticleInput(context: context, title: title, publisher: publisher)
        var article = try input.article(text(context, publisher))
        var fields: [(String, String?)] = [
            ("headline", title), ("summary", settings.text(.summary, summary)),
            // What is set for all posts is only for those that do not say otherwise.
            ("section", section ?? (article.section == nil ? settings.text(.section) : nil)),
            ("publisher", self.publisher),
        ]
        let topics = settings.list(.topic, topic)
        if !topics.isEmpty { fields.append(("topics", topics.joined(separator: ", "))) }
        fields += image.fields(settings)
        if try settings.flag(.draft, draft) {
            fields.append(("status", ArticleStatus.draft.rawValue))
        }
        for case (let field, let value?) in fields {
            article = try ArticleForm.set(field: field, value: value, on: article)
        }
        return article
    }

    private func text(_ context: Context, _ publisher: String?) throws -> String {
        if let file { return try InputText.read(file) }
        guard Terminal.isTerminal(0) else { return try InputText.read("-") }
        let template = ArticleForm.template(
            publisher: publisher, date: context.now, language: context.messages.language.rawValue)
        let text = try ChildProcess.edit(template, with: context.settings.editor)
        guard text != template else {
            throw Failure(
                code: "cli.bad-input", message: context.messages(WritingPhrase.editorEmpty))
        }
        return text
    }
}
