internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync publish`
struct PublishCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Let readers see an article.")
    var purpose: Purpose { .publish }

    @Argument(help: "The id, or its beginning.")
    var id: String

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let change = StatusChange(context: context)
        try await change.run(id, .usable, .published)
    }
}
