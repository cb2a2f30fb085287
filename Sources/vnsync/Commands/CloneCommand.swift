internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNSync
internal import VNSyncHTTP

/// `vnsync clone`
struct CloneCommand: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "clone",
        abstract: "Make a new store with the content of a hub.",
        discussion: """
            A hub with much content gives it as one file, a snapshot, which is checked before it
            becomes a store; what came since is pulled. A small hub, a part of a hub's content
            (--section, --since) and --no-snapshot are pulled document by document. If the hub
            cannot be reached, nothing is left behind. A clone that was interrupted later goes on
            when it is run again. With -n only the path and the hub are tried.
            """)
    var purpose: Purpose { .clone }

    @Argument(help: "The hub's address.")
    var url: String

    @Argument(help: "The store file, or a folder for it; else where --store says.")
    var path: String?

    @OptionGroup var scope: ScopeOptions

    @Flag(help: "Pull document by document.")
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
        guard !context.isDryRun else { return try await rehearse(context, path, scope) }
        let transport = try HTTPTransport(url: url)
        var clone = HubClone(
            path: path, url: url, transport: transport, environment: context.environment)
        clone.name = context.settings.text(.name, name)
        clone.scope = scope
        clone.token = try SyncSession.tokenPath(context, clone.remote, tokenFile)
            .map(TokenFile.read)
        try clone.begin()
        let snapshot: SnapshotReport?
        do {
            snapshot = noSnapshot ? nil : try await download(clone, context.progress)
            await transport.shutdown()
        } catch {
            await transport.shutdown()
            throw error
        }
        try await pull(clone, snapshot, context)
    }

    private func download(
        _ clone: HubClone, _ progress: ProgressMeter
    ) async throws -> SnapshotReport? {
        defer { progress.finish() }
        return try await clone.fetchSnapshot { state in
            switch state.step {
            case .waiting: progress.update(.waitingForSnapshot)
            case .downloading: progress.update(.downloading, done: state.done, total: state.total)
            case .checking: progress.update(.verifying)
            }
        }
    }

    /// Brings what the hub has beside the snapshot, or everything.
    private func pull(
        _ clone: HubClone, _ snapshot: SnapshotReport?, _ context: Context
    ) async throws {
        let store =
            try await clone.isStore
            ? ContentStore.open(at: clone.path) : clone.makeEmptyStore()
        let discard = {
            guard snapshot == nil else { return }
            StorePath.remove(clone.path)
            clone.discard()
        }
        try await store.use(orDiscarding: discard) { store in
            let remote = try await store.remoteState(clone.remote)
            let session = try SyncSession(context, store, remote, tokenFile: tokenFile)
            let report = try await session.run(.pull)
            context.note(context.messages(ClonePhrase.cloned, clone.path))
            try context.show(report, snapshot)
            try await store.index(context)
        }
        clone.finish()
    }

    private func rehearse(_ context: Context, _ path: String, _ scope: Scope) async throws {
        try await NewStore(context: context, path: path, name: name).make { store in
            try await store.addRemote("origin", url: url, scope: scope)
            let remote = try await store.remoteState("origin")
            let session = try SyncSession(context, store, remote, tokenFile: tokenFile)
            try await session.rehearse(.pull)
        }
    }
}
