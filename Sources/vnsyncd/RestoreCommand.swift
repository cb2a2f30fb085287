internal import ArgumentParser
internal import VNEndpoint

/// `vnsyncd restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of a hub's store.",
        discussion: """
            Clients notice by themselves and offer again what the backup does not hold; meanwhile \
            the hub takes changes that have observed more than it has. What stood there is kept \
            aside. The daemon may be running.
            """)

    @Argument(help: "The backup, as `vnsync backup` makes one of the hub's file.")
    var backup: String

    @Option(help: ArgumentHelp("The hub's SQLite file.", valueName: "path"))
    var data: String

    @Option(help: ArgumentHelp("How long the hub recovers.", valueName: "number"))
    var days = RecoveryDays()

    @Flag(help: "Answer as JSON.")
    var json = false

    func run() async throws {
        do {
            let recovery = try await SQLiteEndpointStore.restore(
                from: backup, to: data, milliseconds: days.milliseconds)
            recovery.show(asJSON: json)
        } catch {
            throw DaemonError(error).report(asJSON: json)
        }
    }
}

/// How many days a hub recovers.
struct RecoveryDays: ExpressibleByArgument, CustomStringConvertible {
    private var days: UInt64 = 7

    init() {}

    init?(argument: String) {
        guard let days = UInt64(argument), (1...366).contains(days) else { return nil }
        self.days = days
    }

    var milliseconds: UInt64 { days * 86_400_000 }
    var description: String { String(days) }
}

extension HubRecovery {
    /// Tells it to people, or to programs.
    func show(asJSON: Bool) {
        guard !asJSON else { return StandardStreams.output(jsonText) }
        if let keptAside { StandardStreams.output("kept aside: \(keptAside)") }
        StandardStreams.output("generation: \(generation)")
        StandardStreams.output(
            recoveringUntil.map { "recovering until \($0)" } ?? "not recovering")
    }
}
