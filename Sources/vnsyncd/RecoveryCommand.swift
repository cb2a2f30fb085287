internal import ArgumentParser
internal import VNEndpoint

/// `vnsyncd recovery`
struct RecoveryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery",
        abstract: "Show or change how long a hub that was put back recovers.",
        discussion: """
            A file that was put back by hand, over the old one, needs --begin: only then do \
            clients notice. Without an option nothing is changed. The daemon may be running.
            """)

    @Option(help: ArgumentHelp("The hub's SQLite file.", valueName: "path"))
    var data: String

    @Flag(help: "Begin: the store was put back by hand.")
    var begin = false

    @Flag(help: "End it now.")
    var close = false

    @Option(
        help: ArgumentHelp(
            "How long it lasts from now on (default with --begin: 7).", valueName: "number"))
    var days: RecoveryDays?

    @Flag(help: "Answer as JSON.")
    var json = false

    func validate() throws {
        guard !close || !begin && days == nil else {
            throw ValidationError("--close stands alone")
        }
    }

    private var step: RecoveryStep? {
        if close { return .close }
        if begin { return .begin(milliseconds: (days ?? RecoveryDays()).milliseconds) }
        return days.map { .extend(milliseconds: $0.milliseconds) }
    }

    func run() async throws {
        do {
            try await SQLiteEndpointStore.recovery(at: data, step).show(asJSON: json)
        } catch {
            throw DaemonError(error).report(asJSON: json)
        }
    }
}
