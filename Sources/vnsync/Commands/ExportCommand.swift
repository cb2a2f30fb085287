internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync export`
struct ExportCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write articles and comments to stdout, a JSON object a line.",
        discussion: """
            What export writes, import takes. Of values in conflict only the one on show is
            written; deleted articles and marks are left out.
            """)
    static let purpose = Purpose.exportContent

    @Option(help: ArgumentHelp("jsonl.", valueName: "format"))
    var to: ExportFormatChoice?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Only these articles with their comments, or these comments.", valueName: "id"))
    var ids: [String] = []

    @OptionGroup var filter: ArticleFilterOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard ids.isEmpty || !filter.isSet else {
            throw ValidationError("either --ids or a filter")
        }
    }

    func perform(_ context: Context) async throws {
        let (output, progress) = (context.output, context.progress)
        let show: @Sendable (ExportProgress) -> Void = {
            progress.update(.exporting, done: $0.documents, total: $0.totalDocuments ?? 0)
        }
        let query = filter.isSet ? try filter.query(context) : nil
        let report = try await context.withStore { store in
            var chosen: [DocumentID]?
            for id in ids { chosen = (chosen ?? []) + [try await store.find(prefix: id)] }
            return try await store.exportDocuments(
                query: query, ids: chosen, progress: show
            ) { try output.write($0) }
        }
        progress.finish()
        try output.flush()
        let messages = context.messages
        context.note(
            messages(
                WritingPhrase.exported, messages(StatusPhrase.articles, count: report.articles),
                messages(StatusPhrase.comments, count: report.comments)))
    }
}

/// Formats of `export`.
enum ExportFormatChoice: String, CaseIterable, ExpressibleByArgument {
    case jsonl
}
