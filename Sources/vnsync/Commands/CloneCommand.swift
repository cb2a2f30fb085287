internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync

/// `vnsync clone`
struct CloneCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "clone",
        abstract: "Make a new store with the content of a hub.",
        discussion: """
            If the hub cannot be reached, nothing is left behind. A clone that was interrupted
            later goes on with `vnsync pull`. With -n only the path and the hub are tried.
            """)
    static let purpose = Purpose.clone

    @Argument(help: "The hub's address.")
    var url: String

    @Argument(help: "The store file, or a folder for it; else where --store says.")
    var path: String?

    @OptionGroup var scope: ScopeOptions

    @Flag(help: "Pull document by document; this version always does.")
    var noSnapshot = false

    @Option(help: "What people call this copy of the content.")
    var name: String?

    @Option(help: ArgumentHelp("A file with the access token.", valueName: "path"))
    var tokenFile: String?

    @OptionGroup var rehearsal: DryRunOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let path = StorePath.new(path, context.settings)
        try RemoteAddress.check(url)
        let scope = try scope.scope(context) ?? Scope()
        try await NewStore(context: context, path: path, name: name).make { store in
            try await store.addRemote("origin", url: url, scope: scope)
            let remote = try await store.remoteState("origin")
            let session = try SyncSession(context, store, remote, tokenFile: tokenFile)
            if context.isDryRun { return try await session.rehearse(.pull) }
            let report = try await session.run(.pull)
            context.note(context.messages(SyncPhrase.cloned, path))
            try context.show(report)
            try await store.index(context)
        }
    }
}
