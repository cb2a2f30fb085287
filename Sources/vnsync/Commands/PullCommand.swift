internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync

/// `vnsync pull`
struct PullCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Fetch what changed at the hub.",
        discussion: """
            --section and --since change what this store holds, from now on. With --full
            everything is fetched from the beginning, and what is not named is not limited.
            With -n the hub is only asked whether there is something to fetch.
            """)
    var purpose: Purpose { .pull }

    @OptionGroup var scope: ScopeOptions

    @Flag(help: "From the beginning, and everything that no option limits.")
    var full = false

    @OptionGroup var limits: DeletionOptions
    @OptionGroup var remote: RemoteOptions
    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try await context.withStore { store in
            let state = try await remote.state(store, context)
            var session = try SyncSession(context, store, state, tokenFile: remote.tokenFile)
            session.configuration.deletionLimit = try limits.limit(context)
            let wanted = try scope.scope(context)
            let isFull = try context.settings.flag(.full, full)
            let isOther = isFull || (wanted != nil && wanted != state.scope)
            let newScope = isOther ? wanted ?? Scope() : nil
            if context.isDryRun { return try await session.rehearse(.pull, scope: newScope) }
            if let newScope { try await store.setScope(newScope, ofRemote: state.name) }
            let report = try await session.run(.pull)
            try context.show(report)
            try await store.index(context)
        }
    }
}
