internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync remote set-url`
struct RemoteSetURLCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-url", abstract: "Tell that a hub has moved to another address.")
    var purpose: Purpose { .moveRemote }

    @Argument(help: "Its name.")
    var name: String

    @Argument(
        help: "Its new address: of the same hub, or of one that replicates with it.")
    var url: String

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try RemoteAddress.check(url)
        try await context.withStore { try await $0.setURL(url, ofRemote: name) }
        try context.result(
            [("name", .string(name)), ("url", .string(url))],
            context.messages(WritingPhrase.changedRemote, name, url))
    }
}
