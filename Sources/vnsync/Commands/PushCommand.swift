internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync

/// `vnsync push`
struct PushCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Send local changes to the hub.")
    static let purpose = Purpose.push

    @Option(help: ArgumentHelp("Changes sent at once, 1 to 500.", valueName: "number"))
    var batch: Int?

    @OptionGroup var remote: RemoteOptions
    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try await context.withStore { store in
            let state = try await remote.state(store, context)
            if try context.settings.flag(.dryRun, rehearsal.dryRun) {
                return try await rehearse(store, state, context)
            }
            var session = try SyncSession(context, store, state, tokenFile: remote.tokenFile)
            if let batch = try context.settings.integer(.batch, batch, in: 1...500) {
                session.configuration.batchChangeLimit = batch
            }
            try context.show(try await session.run(.push))
        }
    }

    /// Tells what would be sent.
    private func rehearse(
        _ store: ContentStore, _ remote: RemoteState, _ context: Context
    ) async throws {
        var report = SyncReport()
        report.pushed.changes = try await store.pendingCount()
        report.conflicts = try await store.statistics().conflicts
        report.cursor = remote.cursor
        try context.result(
            SyncReportView.record(report) + [("dryRun", .bool(true))],
            context.messages(StatusPhrase.pending, count: report.pushed.changes))
        context.note(context.messages(WritingPhrase.dryRun))
    }
}
