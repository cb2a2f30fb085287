internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync status`
struct StatusCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what is here, what waits and what to do next.",
        discussion: """
            Looks at the store alone and asks no hub. --porcelain prints one `key value` a line
            that later versions only add to.
            """)
    var purpose: Purpose { .showStatus }

    @Flag(help: "Lines for scripts.")
    var porcelain = false

    @Flag(help: "Exit with 3 if something is pending, refused or conflicting.")
    var exitCode = false

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let (statistics, remotes) = try await context.withStore { store in
            (try await store.statistics(), try await store.remotes())
        }
        let view = StatusView(context: context, statistics: statistics, remotes: remotes)
        let waits = statistics.pending + statistics.refused + statistics.conflicts > 0
        if waits, try context.settings.flag(.exitCode, exitCode) {
            context.outcome.status = .pending
        }
        if context.isJSON { return try context.output.json(view.record) }
        let isPorcelain = try context.settings.flag(.porcelain, porcelain)
        for line in isPorcelain ? view.porcelain : view.lines { try context.output.line(line) }
    }
}
