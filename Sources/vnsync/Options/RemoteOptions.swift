internal import ArgumentParser
internal import VNStore

/// Which hub, and how to be let in.
struct RemoteOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The remote; needed if there are several.", valueName: "name"))
    var remote: String?

    @Option(help: ArgumentHelp("A file with the access token.", valueName: "path"))
    var tokenFile: String?

    /// Options that name a remote, or none.
    static func named(_ name: String?) -> RemoteOptions {
        var options = RemoteOptions()
        options.remote = name
        options.tokenFile = nil
        return options
    }

    /// The remote that is meant: the one named, else `origin`, else the only one.
    func state(_ store: ContentStore, _ context: Context) async throws -> RemoteState {
        if let name = context.settings.text(.remote, remote) {
            return try await store.remoteState(name)
        }
        let remotes = try await store.remotes()
        if let origin = remotes.first(where: { $0.name == "origin" }) { return origin }
        guard let only = remotes.first else {
            throw Failure(code: "cli.no-remote", message: "this store has no remote")
        }
        guard remotes.count == 1 else {
            throw Failure(
                code: "cli.usage", message: "there are several remotes; say which by --remote",
                hint: remotes.map(\.name).joined(separator: ", "))
        }
        return only
    }
}
