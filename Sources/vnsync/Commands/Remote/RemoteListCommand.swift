internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync remote list`
struct RemoteListCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the hubs.")
    var purpose: Purpose { .listRemotes }

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let remotes = try await context.withStore { try await $0.remotes() }
        if context.isJSON {
            return try context.output.json([
                ("remotes", .array(remotes.map { .members(RemoteRecord.members($0)) }))
            ])
        }
        if remotes.isEmpty { context.note(context.messages(WritingPhrase.noRemotes)) }
        var table = Table()
        for remote in remotes {
            table.add(
                .init(remote.name, dress: context.style.bold), .init(remote.url),
                .init(RemoteRecord.sentence(remote, context)))
        }
        for line in table.lines { try context.output.line(line) }
    }
}
