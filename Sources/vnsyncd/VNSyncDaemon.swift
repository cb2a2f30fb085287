internal import ArgumentParser

/// The `vnsyncd` command: serves one store to clients.
@main
struct VNSyncDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnsyncd",
        abstract: "Serve content to VNSync clients over HTTP.",
        discussion: """
            vnsyncd serve --data hub.db --open      an endpoint on http://127.0.0.1:8787
            vnsyncd check --data hub.db             is the file whole?

            The data is one SQLite file; it is made at the first start.
            """,
        version: "0.1.0",
        subcommands: [ServeCommand.self, CheckCommand.self],
        defaultSubcommand: ServeCommand.self)

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as DaemonError {
            error.report()
            DaemonError.exit(error.status)
        } catch {
            let code = exitCode(for: error)
            if code == .success || code != .validationFailure { exit(withError: error) }
            DaemonError.write(fullMessage(for: error))
            DaemonError.exit(DaemonError.usageStatus)
        }
    }
}
