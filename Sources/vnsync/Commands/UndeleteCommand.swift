internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync undelete`
struct UndeleteCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "undelete", abstract: "Bring a deleted article back.")
    var purpose: Purpose { .undelete }

    @Argument(help: "The id, or its beginning.")
    var id: String

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let receipt = try await context.withStore { store in
            let id = try await store.find(prefix: id)
            return try await store.undelete(id)
        }
        try context.show(receipt, .undeleted)
    }
}
