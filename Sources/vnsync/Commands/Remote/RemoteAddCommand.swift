internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync remote add`
struct RemoteAddCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a hub.")
    static let purpose = Purpose.changeRemotes

    @Argument(help: "Its name, such as origin.")
    var name: String

    @Argument(help: "Its address: http://, https:// or unix:PATH.")
    var url: String

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        try RemoteAddress.check(url)
        let scope = try scope.scope(context) ?? Scope()
        try await context.withStore { try await $0.addRemote(name, url: url, scope: scope) }
        try context.result(
            [("name", .string(name)), ("url", .string(url))],
            context.messages(WritingPhrase.addedRemote, name))
    }
}
