internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync backup`
struct BackupCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a checked backup of the store to one file.",
        discussion: """
            Others may go on reading and writing. There is a whole backup at PATH afterwards, or
            what was there before; in a folder the backup is named after the store and the time.
            `vnsync restore` puts it back in use.
            """)
    var purpose: Purpose { .backup }
    static let changesStore = false

    @Argument(help: "The backup's file, or a folder for it.")
    var path: String

    @Flag(help: "Replace a file that is there already.")
    var force = false

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let (settings, progress) = (context.settings, context.progress)
        let path = StorePath.backup(path, settings, context.environment.milliseconds())
        let replaces = try settings.flag(.force, force)
        let report = try await context.withStore { store in
            try await store.backup(to: path, replacing: replaces) { progress.update($0) }
        }
        progress.finish()
        let messages = context.messages
        try context.result(
            LifecycleView.record(report),
            messages(
                context.isDryRun ? CarePhrase.wouldBackUp : .backedUp,
                messages(StatusPhrase.articles, count: report.articles),
                messages(StatusPhrase.comments, count: report.comments), report.path,
                messages.bytes(report.bytes)), essence: report.path)
    }
}
