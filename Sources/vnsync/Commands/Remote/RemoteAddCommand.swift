internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync remote add`
struct RemoteAddCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a hub.")
    var purpose: Purpose { .addRemote }

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
        let journal = try await context.withStore { store in
            try await store.addRemote(name, url: url, scope: scope)
            return try await store.journalState()
        }
        try context.result(
            [("name", .string(name)), ("url", .string(url))],
            context.messages(WritingPhrase.addedRemote, name))
        if !journal.isFromTheBeginning {
            context.note(context.messages(WritingPhrase.remoteMayLack))
        }
    }
}
