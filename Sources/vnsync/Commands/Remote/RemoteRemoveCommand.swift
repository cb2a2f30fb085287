internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync remote remove`
struct RemoteRemoveCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Forget a hub; the content stays, and so do changes not yet pushed.")
    var purpose: Purpose { .removeRemote }

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try await context.withStore { try await $0.removeRemote(name) }
        try context.result(
            [("name", .string(name)), ("removed", .bool(true))],
            context.messages(WritingPhrase.removedRemote, name))
    }
}
