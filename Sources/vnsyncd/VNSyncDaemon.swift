internal import ArgumentParser

/// The endpoint daemon: a thin HTTP shell around `VNEndpoint`.
@main
struct VNSyncDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnsyncd",
        abstract: "Serve a VNSync store to its clients.",
        discussion: """
            A hub keeps everything in one SQLite file. Clients push their changes to it and pull \
            those of the others with `vnsync sync`.

            To try it out:
              vnsyncd --data hub.db --open
              vnsync init && vnsync remote add hub http://127.0.0.1:8787 && vnsync sync

            Exit codes: 0 stopped by SIGTERM or SIGINT, 10 no store to check, 11 store locked, \
            12 store newer than this program, 64 usage, 65 the store is damaged, \
            69 the address is taken, 70 internal, 74 I/O, 78 configuration.
            """,
        version: DaemonVersion.text,
        subcommands: [
            ServeCommand.self, CheckCommand.self, SnapshotCommand.self, BackupCommand.self,
            RestoreCommand.self, RecoveryCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)
}

/// The version of the program.
enum DaemonVersion {
    static let text = "0.1.0"
}
