internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync

/// `vnsync push`
struct PushCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Send local changes to the hub.",
        discussion: "With -n the hub is only greeted, and the changes that wait are counted.")
    var purpose: Purpose { .push }

    @Option(help: ArgumentHelp("Changes sent at once, 1 to 500.", valueName: "number"))
    var batch: Int?

    @OptionGroup var remote: RemoteOptions
    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try await context.withStore { store in
            let state = try await remote.state(store, context)
            var session = try SyncSession(context, store, state, tokenFile: remote.tokenFile)
            if let batch = try context.settings.integer(.batch, batch, in: 1...500) {
                session.configuration.batchChangeLimit = batch
            }
            if context.isDryRun { return try await session.rehearse(.push) }
            try context.show(try await session.run(.push))
        }
    }
}
