internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync export`
struct ExportCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write articles and comments to stdout.",
        discussion: """
            jsonl, a JSON object a line, has everything. What jsonfeed, ninjs, wordpress and atom
            have no words for stands in an extension, so that import brings it back; markdown and
            html are for reading. What a format has no place for is told on stderr. Of values in
            conflict only the one on show is written; deleted articles and marks are left out.
            """)
    var purpose: Purpose { .exportContent }

    @Option(
        help: ArgumentHelp(
            "jsonl, ninjs, jsonfeed, wordpress, atom, markdown or html.", valueName: "format"))
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
        let format = try context.settings.choice(.to, to) ?? .jsonl
        let query = filter.isSet ? try filter.query(context) : nil
        let report = try await context.withStore { store in
            var chosen: [DocumentID]?
            for id in ids { chosen = (chosen ?? []) + [try await store.find(prefix: id)] }
            return try await store.exportDocuments(
                format: format.format, query: query, ids: chosen, progress: show
            ) { try output.write($0) }
        }
        progress.finish()
        try output.flush()
        tell(report, context)
    }

    /// stdout is the export; so what is to be told of it stands on stderr, with `--json` too.
    private func tell(_ report: ExportReport, _ context: Context) {
        if context.isJSON { return ExportView.tell(report) }
        let messages = context.messages
        context.note(
            messages(
                WritingPhrase.exported, messages(StatusPhrase.articles, count: report.articles),
                messages(StatusPhrase.comments, count: report.comments)))
        for (field, count) in report.omitted.sorted(by: { $0.key < $1.key }) {
            context.note(messages(WritingPhrase.omitted, field, messages.number(count)))
        }
    }
}

/// Formats of `export`.
enum ExportFormatChoice: String, CaseIterable, ExpressibleByArgument {
    case jsonl, ninjs, jsonfeed, wordpress, atom, markdown, html

    fileprivate var format: ExportFormat {
        switch self {
        case .jsonl: .jsonl
        case .ninjs: .ninjs
        case .jsonfeed: .jsonfeed
        case .wordpress: .wordpress
        case .atom: .atom
        case .markdown: .markdown
        case .html: .html
        }
    }
}
