internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync init`
struct InitCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a new store.")
    var purpose: Purpose { .initialize }

    @Argument(help: "The store file, or a folder for it; else where --store says.")
    var path: String?

    @Option(help: "What people call this copy of the content.")
    var name: String?

    @Option(help: ArgumentHelp("A hub, added as origin.", valueName: "url"))
    var remote: String?

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let path = StorePath.new(path, context.settings)
        if let remote { try RemoteAddress.check(remote) }
        let new = NewStore(context: context, path: path, name: name)
        let replica = try await new.make { store in
            if let remote { try await store.addRemote("origin", url: remote) }
            return try await store.statistics().replica
        }
        try context.result(
            [
                ("path", .string(path)), ("replica", .text(replica)), ("name", .text(name)),
                ("remote", .text(remote)),
            ], context.messages(WritingPhrase.madeStore, path))
    }
}
