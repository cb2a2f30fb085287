internal import ArgumentParser
internal import VNEndpoint

/// `vnsyncd check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Verify a hub's store.",
        discussion: """
            Nothing is changed, and the daemon may be running meanwhile. Exits with 65 if a check \
            fails.
            """)

    @Option(help: ArgumentHelp("The hub's SQLite file.", valueName: "path"))
    var data: String

    @Flag(help: "Answer as JSON.")
    var json = false

    func run() async throws {
        let report: HubReport
        do {
            report = try await SQLiteEndpointStore.check(at: data)
        } catch {
            throw DaemonError(error).report(asJSON: json)
        }
        if json {
            StandardStreams.output(report.jsonText)
        } else {
            for check in report.checks {
                StandardStreams.output(
                    "\(check.isOK ? "ok  " : "FAIL") \(check.name): \(check.detail)")
            }
        }
        if !report.isOK { throw ExitCode(65) }
    }
}
