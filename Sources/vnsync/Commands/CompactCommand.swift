internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync compact`
struct CompactCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Free what the store no longer needs.",
        discussion: """
            Deletes old journal rows that every hub has in its backup and old notes of what pulls
            changed, empties what is left of removed documents, merges the search index and packs
            the file if that pays. What waits or is held is never touched. It may be stopped at
            any time; the next run does the rest.
            """)
    var purpose: Purpose { .compact }

    @Option(help: ArgumentHelp("Keep this many days (default: 30).", valueName: "days"))
    var keepDays: Int?

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let (settings, progress) = (context.settings, context.progress)
        var options = CompactOptions()
        options.keepDays =
            try settings.integer(.keepDays, keepDays, in: 0...36_525) ?? options.keepDays
        let chosen = options
        let report = try await context.withStore { store in
            try await store.compact(chosen) { progress.update($0) }
        }
        progress.finish()
        try context.result(
            LifecycleView.record(report, isDryRun: context.isDryRun),
            LifecycleView.lines(report, isDryRun: context.isDryRun, context.messages)
                .joined(separator: "\n"))
    }
}
