internal import ArgumentParser

/// `vnsync remote`
struct RemoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remote", abstract: "Manage the hubs that this store syncs with.",
        subcommands: [
            RemoteAddCommand.self, RemoteListCommand.self, RemoteRemoveCommand.self,
            RemoteSetURLCommand.self, RemoteTestCommand.self,
        ])
}
