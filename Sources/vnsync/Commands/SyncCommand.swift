internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync

/// `vnsync sync`
struct SyncCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Send local changes and fetch those of others.",
        discussion: """
            With --watch it goes on until Ctrl-C or SIGTERM: at every local change, when the hub
            tells that it has something new, and otherwise after each interval. Errors that may
            pass are waited for. With -n the hub is only asked, once, and the changes that wait are
            counted.
            """)
    var purpose: Purpose { .sync }

    @Flag(help: "Go on syncing.")
    var watch = false

    @Option(
        help: ArgumentHelp(
            "Pause between two syncs while nothing is heard of the hub (default: 60s).",
            valueName: "time"))
    var interval: String?

    @OptionGroup var limits: DeletionOptions
    @OptionGroup var remote: RemoteOptions
    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try await context.withStore { store in
            let state = try await remote.state(store, context)
            var session = try SyncSession(context, store, state, tokenFile: remote.tokenFile)
            session.configuration.deletionLimit = try limits.limit(context)
            let interval = try context.settings.duration(.interval, interval) ?? .seconds(60)
            let watches = try context.settings.flag(.watch, watch)
            if context.isDryRun { return try await session.rehearse(.both) }
            if watches {
                session.configuration.interval = interval
                return try await SyncWatch(context: context).run(session)
            }
            let report = try await session.run(.both)
            try context.show(report)
            try await store.index(context)
        }
    }
}
