internal import ArgumentParser
internal import Foundation
internal import VNModel
internal import VNStore

/// `vnsync import`
struct ImportCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take articles and comments from files.",
        discussion: """
            jsonl: an article or comment as JSON a line, as export writes it. page: the text of a
            portal's page. html: a web page, with what its JSON-LD, OpenGraph and text say.
            jsonfeed, rss, atom: feeds. ninjs: news in JSON. wordpress: posts, comments and media as
            a site's REST interface answers them. What is here already is not written again, so an
            import may be repeated, also one that was interrupted.

            A pipe is read as it comes, whatever its length, but once: after an interruption, or
            after -n, send it again. Of a feed longer than 8 MiB, things must come before what
            refers to them, as articles before their comments; a file has no such rule.
            """)
    var purpose: Purpose { .importContent }

    @Argument(help: "A file, a folder, or - for stdin.")
    var source: String

    @Option(
        help: ArgumentHelp(
            "auto, jsonl, ninjs, jsonfeed, wordpress, rss, atom, html or page.",
            valueName: "format"))
    var from: ImportFormatChoice?

    @Flag(help: "Stop at the first failure; what came before it is kept.")
    var strict = false

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let settings = context.settings
        var options = ImportOptions()
        options.isDryRun = context.isDryRun
        options.isStrict = try settings.flag(.strict, strict)
        let format = try settings.choice(.from, from) ?? .auto
        let source = try importSource()
        let progress = context.progress
        let report = try await context.withStore { store in
            let report = try await store.importDocuments(
                from: source, format: format.format, options: options
            ) { progress.update(.importing, done: $0.documents) }
            progress.finish()
            try await store.index(context)
            return report
        }
        try show(report, context)
    }

    private func importSource() throws -> ImportSource {
        if source == "-" {
            return .descriptor(FileHandle.standardInput.fileDescriptor, name: "-")
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
            throw Failure(code: "cli.unreadable", message: "there is no file \(source)")
        }
        return isFolder.boolValue ? .directory(source) : .file(source)
    }

    private func show(_ report: ImportReport, _ context: Context) throws {
        if !report.failed.isEmpty { context.outcome.status = .badData }
        if context.isJSON { return try context.json(ImportView.record(report)) }
        let messages = context.messages
        try context.result(
            [],
            messages(
                WritingPhrase.imported,
                messages(StatusPhrase.articles, count: report.articles),
                messages(StatusPhrase.comments, count: report.comments),
                messages.number(report.unchanged)))
        if report.isReadOnce, report.failedCount > 0 || context.isDryRun {
            Output.errors(messages(WritingPhrase.readOnce) + "\n")
        }
        guard !report.failed.isEmpty else { return }
        context.progress.clear()
        var lines = [messages(WritingPhrase.failedLines, count: report.failedCount)]
        lines += report.failed.map(ImportView.line)
        Output.errors(SafeText.lines(lines.joined(separator: "\n") + "\n"))
    }
}

/// Formats of `import`.
enum ImportFormatChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, jsonl, ninjs, jsonfeed, wordpress, rss, atom, html, page

    fileprivate var format: ImportFormat {
        switch self {
        case .auto: .auto
        case .jsonl: .jsonl
        case .ninjs: .ninjs
        case .jsonfeed: .jsonfeed
        case .wordpress: .wordpress
        case .rss: .rss
        case .atom: .atom
        case .page: .page
        case .html: .html
        }
    }
}
