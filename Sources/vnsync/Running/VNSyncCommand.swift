internal import ArgumentParser

/// The root of all commands.
struct VNSyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnsync",
        abstract:
            "Offline-first news: read, write and sync a local store of articles and comments.",
        discussion: """
            Everything works without a network; `vnsync sync` exchanges changes with a hub.
            Ids may be shortened to any unique beginning of at least 4 characters.
            Every option has its variable: --max-delete can be set by VNSYNC_MAX_DELETE.
            """,
        version: ProgramVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Stores",
                subcommands: [
                    InitCommand.self, CloneCommand.self, RemoteCommand.self, ConfigCommand.self,
                    ImportCommand.self, ExportCommand.self,
                ]),
            CommandGroup(
                name: "Syncing",
                subcommands: [
                    SyncCommand.self, PullCommand.self, PushCommand.self, StatusCommand.self,
                    LogCommand.self, DiffCommand.self, HeldCommand.self, ConflictsCommand.self,
                    ResolveCommand.self,
                ]),
            CommandGroup(
                name: "Reading",
                subcommands: [
                    ListCommand.self, SearchCommand.self, ReadCommand.self, OpenCommand.self,
                    MarkCommand.self,
                ]),
            CommandGroup(
                name: "Writing",
                subcommands: [
                    PostCommand.self, EditCommand.self, PublishCommand.self, WithdrawCommand.self,
                    DeleteCommand.self, UndeleteCommand.self, CommentCommand.self,
                    ReplyCommand.self, ModerateCommand.self,
                ]),
            CommandGroup(
                name: "Care",
                subcommands: [
                    BackupCommand.self, RestoreCommand.self, CompactCommand.self,
                    MediaCommand.self, VerifyCommand.self, DoctorCommand.self,
                    ReplicasCommand.self,
                    StatsCommand.self, CompletionsCommand.self, VersionCommand.self,
                ]),
        ])
}

/// What this program calls itself.
enum ProgramVersion {
    static let text = "0.1.0"
}
