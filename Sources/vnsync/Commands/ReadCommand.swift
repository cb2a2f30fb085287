internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync read`
struct ReadCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read an article.",
        discussion: """
            Read on a terminal, an article is marked as read; it is not with --json, --plain,
            --markdown, --html, or when the output goes elsewhere.
            """)
    var purpose: Purpose { .read }

    @Argument(help: "The id, or its beginning; of a comment: its article is shown.")
    var id: String

    @Flag(help: "With the comments.")
    var comments = false

    @Option(
        help: ArgumentHelp(
            "Columns (default: those of the terminal, at most 80).", valueName: "number"))
    var width: Int?

    @Flag(help: "Plain text, a paragraph a line.")
    var plain = false

    @Flag(help: "Markdown with front matter, as post takes it.")
    var markdown = false

    @Flag(help: "An HTML page.")
    var html = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard [plain, markdown, html].filter({ $0 }).count < 2 else {
            throw ValidationError("only one of --plain, --markdown and --html")
        }
    }

    func perform(_ context: Context) async throws {
        try await context.withStore { store in
            let entry = try await ReadCommand.entry(self.id, store)
            let id = entry.article.id
            let withComments = try context.settings.flag(.comments, comments)
            let thread =
                withComments || context.isJSON ? try await store.thread(of: id) : nil
            if context.isJSON {
                return try context.output.json(Records.reading(entry, thread ?? []))
            }
            if try context.settings.flag(.html, html) {
                let files = try await store.mediaFiles(of: entry.article)
                return try context.output.line(HTMLView(entry, thread, files: files).text)
            }
            let isView = try show(entry, thread, context)
            if isView, Terminal.isTerminal(1), !entry.isRead, !store.isReadOnly {
                try await store.mark([id], read: true)
            }
        }
    }

    /// The article of an id or its beginning; of a comment's the article that it is about.
    static func entry(_ prefix: String, _ store: ContentStore) async throws -> ArticleEntry {
        let found = try await store.find(prefix: prefix)
        let id = try await store.comment(found)?.comment.articleID ?? found
        guard let entry = try await store.article(id) else {
            throw Failure(code: "cli.no-such-item", message: "no article has the id \(id)")
        }
        return entry
    }

    /// - Returns: whether this is how people read.
    private func show(
        _ entry: ArticleEntry, _ thread: [ThreadedComment]?, _ context: Context
    ) throws -> Bool {
        let (settings, messages, dates) = (context.settings, context.messages, context.dates)
        let isPlain = try settings.flag(.plain, plain)
        let isMarkdown = try settings.flag(.markdown, markdown)
        let style = isPlain || isMarkdown ? .plain : context.style
        let width = isPlain || isMarkdown ? self.width : try context.width(width)
        var lines: [String]
        if isMarkdown {
            lines = [ArticleForm.render(entry.article)]
        } else {
            let view = ArticleView(
                messages: messages, style: style, dates: dates, width: width)
            lines = view.lines(entry)
        }
        if let thread {
            let view = ThreadView(messages: messages, style: style, dates: dates, width: width)
            lines += view.lines(thread, of: entry.article)
        }
        if isPlain || isMarkdown {
            for line in lines { try context.output.line(line) }
            return false
        }
        try context.output.page(lines)
        return true
    }
}
