internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync restore`
struct RestoreCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the store's place.",
        discussion: """
            The backup is checked first. The store takes a new replica id; unsent changes of the
            store that stands there now are carried over, and that store is kept beside it. Other
            processes may have it open. The next `vnsync sync` fetches what is missing.
            """)
    var purpose: Purpose { .restore }

    @Argument(help: "The backup's file.")
    var path: String

    @Flag(help: "Replace a file that is no readable store; it is kept aside too.")
    var force = false

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let (settings, progress) = (context.settings, context.progress)
        let report = try await ContentStore.restore(
            from: settings.path(path), to: settings.storePath,
            replacing: try settings.flag(.force, force), dryRun: context.isDryRun
        ) { progress.update($0) }
        progress.finish()
        try context.result(
            LifecycleView.record(report),
            LifecycleView.lines(report, isDryRun: context.isDryRun, context.messages)
                .joined(separator: "\n"), essence: report.keptAside)
    }
}
