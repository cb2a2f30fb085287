internal import ArgumentParser
internal import VNEndpoint
internal import VNStore

/// `vnsyncd backup`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a verified backup of a hub that may be running.",
        discussion: """
            The copy is checked as `check` does before it takes its place. From then on the hub
            tells its clients that what it holds is safe, and they may forget their journals that
            far; so once you have begun, go on making backups. Keep them on another machine.
            """)

    @Option(help: ArgumentHelp("The hub's SQLite file.", valueName: "path"))
    var data: String

    @Argument(help: "Where the backup comes.")
    var path: String

    @Flag(help: "Replace a file that is there already.")
    var force = false

    @Flag(help: "Answer as JSON.")
    var json = false

    func run() async throws {
        do {
            let store = SQLiteEndpointStore(try await ContentStore.open(at: data))
            let backup = try await store.use { store in
                try await store.backup(to: path, replacing: force)
            }
            StandardStreams.output(
                json
                    ? backup.jsonText
                    : "\(backup.path): \(backup.documents) documents, journals of "
                        + "\(backup.replicas) replicas, \(backup.changes) changes more than the "
                        + "last, \(backup.bytes) bytes")
        } catch {
            throw DaemonError(error).report(asJSON: json)
        }
    }
}
