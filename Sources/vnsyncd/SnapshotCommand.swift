internal import ArgumentParser
internal import VNEndpoint
internal import VNStore

/// `vnsyncd snapshot`
struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Make a snapshot for first syncs now.",
        discussion: """
            A daemon makes one by itself when somebody clones and the last one is too old; this
            makes it beforehand. It lies in the folder PATH.snapshots, where a running daemon
            finds it. The daemon goes on meanwhile.
            """)

    @Option(help: ArgumentHelp("The hub's SQLite file.", valueName: "path"))
    var data: String

    @Flag(help: "Answer as JSON.")
    var json = false

    func run() async throws {
        do {
            let store = SQLiteEndpointStore(try await ContentStore.open(at: data))
            let file = try await store.use { store in try await SnapshotKeeper(store).make() }
            StandardStreams.output(
                json
                    ? file.jsonText
                    : "\(file.path): \(file.documents) documents, \(file.bytes) bytes")
        } catch {
            throw DaemonError(error).report(asJSON: json)
        }
    }
}
