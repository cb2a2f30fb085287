internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync export`
struct ExportCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write articles and comments to stdout, a JSON object a line.",
        discussion:
            "What export writes, import takes. Marks and pending changes are not part of it.")
    static let purpose = Purpose.exportContent

    @Option(help: ArgumentHelp("jsonl.", valueName: "format"))
    var to: ExportFormatChoice?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Only these articles.", valueName: "id"))
    var ids: [String] = []

    @OptionGroup var filter: ArticleFilterOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let query = try filter.query(context)
        let (output, progress) = (context.output, context.progress)
        let report = try await context.withStore { store in
            let chosen =
                ids.isEmpty ? nil : try await store.find(ids, .article)
            progress.update(.exporting)
            let report = try await store.exportDocuments(
                format: .jsonl, query: query, ids: chosen
            ) { try output.write($0) }
            progress.finish()
            return report
        }
        try output.flush()
        let messages = context.messages
        context.note(
            messages(
                WritingPhrase.exported, messages.number(report.articles),
                messages.number(report.comments)))
    }
}

/// Formats of `export`.
enum ExportFormatChoice: String, CaseIterable, ExpressibleByArgument {
    case jsonl
}
