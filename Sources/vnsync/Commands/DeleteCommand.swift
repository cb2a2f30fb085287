internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync delete`
struct DeleteCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete an article or a comment.",
        discussion: "`undelete` brings an article back; a deleted comment is gone for good.")
    var purpose: Purpose { .delete }

    @Argument(help: "The id, or its beginning.")
    var id: String

    @Option(name: .customLong("as"), help: "Who deletes it.")
    var asName: String?

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let name = context.settings.text(.asName, asName)
        let receipt = try await context.withStore { store in
            let id = try await store.find(prefix: id)
            return try await store.delete(id, by: name)
        }
        try context.show(receipt, .deleted)
    }
}
