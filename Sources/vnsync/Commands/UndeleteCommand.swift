internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync undelete`
struct UndeleteCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "undelete", abstract: "Bring a deleted article back.")
    static let purpose = Purpose.undelete

    @Argument(help: "The id, or its beginning.")
    var id: String

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let dryRun = try context.settings.flag(.dryRun, rehearsal.dryRun)
        let receipt = try await context.withStore { store in
            let id = try await store.find(prefix: id)
            return dryRun ? Receipt(rehearsed: id) : Receipt(try await store.undelete(id))
        }
        try context.show(receipt, .undeleted, dryRun: dryRun)
    }
}
