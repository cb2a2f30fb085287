internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync withdraw`
struct WithdrawCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take an article back: readers no longer see it.")
    var purpose: Purpose { .withdraw }

    @Argument(help: "The id, or its beginning.")
    var id: String

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let change = StatusChange(context: context)
        try await change.run(id, .canceled, .withdrawn)
    }
}
