internal import ArgumentParser

/// `vnsync config`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Read and write settings.",
        discussion: """
            A flag counts before a variable (VNSYNC_…), that before a setting of the store
            (the file beside it that ends in .toml), that before config.toml.
            """,
        subcommands: [
            ConfigGetCommand.self, ConfigSetCommand.self, ConfigListCommand.self,
            ConfigPathCommand.self,
        ])
}
