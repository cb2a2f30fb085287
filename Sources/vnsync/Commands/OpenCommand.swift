internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync open`
struct OpenCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Read an article with its comments in a browser.",
        discussion: """
            Writes the page to a temporary file that only you may read, and opens it with the
            setting browser, else $BROWSER, else the desktop's own. Pictures that are here are
            shown from here.
            """)
    var purpose: Purpose { .open }

    @Argument(help: "The id, or its beginning; of a comment: its article is shown.")
    var id: String

    @Flag(help: "Open nothing; print where the page is.")
    var print = false

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let opens = try !context.settings.flag(.print, print)
        let (entry, page) = try await context.withStore { store in
            let entry = try await ReadCommand.entry(id, store)
            let files = try await store.mediaFiles(of: entry.article)
            let thread = try await store.thread(of: entry.article.id)
            if opens {
                if !entry.isRead { try await store.mark([entry.article.id], read: true) }
                try await store.markMediaUsed(files.values.map(\.digest))
            }
            return (entry, HTMLView(entry, thread, files: files).text)
        }
        let file = try TemporaryText("\(entry.article.id).html", page + "\n")
        if opens { try ChildProcess.open(file.path, with: context.settings.browser) }
        let members: [(String, JSONValue?)] = [
            ("id", .text(entry.article.id)), ("path", .string(file.path)),
            ("opened", .bool(opens)),
        ]
        if context.isJSON { return try context.output.json(members) }
        if opens { return context.note(context.messages(MediaPhrase.page, file.path)) }
        try context.output.line(file.path)
    }
}
