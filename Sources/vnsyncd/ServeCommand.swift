internal import ArgumentParser
internal import Logging
internal import VNEndpoint
internal import VNEndpointHTTP

/// `vnsyncd serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a store until SIGTERM or SIGINT.",
        discussion: """
            The store is made if there is none. A stop lets answers under way finish and closes \
            the store; a kill loses nothing that was answered.
            """)

    @Option(help: ArgumentHelp("The hub's SQLite file.", valueName: "path"))
    var data: String

    @Option(
        help: ArgumentHelp(
            "HOST:PORT or unix:PATH; port 0 takes a free one.", valueName: "address"))
    var listen = ListenAddress.internet(host: "127.0.0.1", port: 8787)

    @Flag(help: "Let everyone who reaches the address read and write. On this machine only.")
    var open = false

    @Option(
        help: ArgumentHelp(
            "After a restore from backup: until when to take changes that have observed what the "
                + "backup does not hold (RFC 3339).", valueName: "time"),
        transform: ServeCommand.milliseconds)
    var recoveringUntil: UInt64?

    @Option(
        help: ArgumentHelp(
            "Another hub's address (http://… or https://…): replicate with it, both ways, while "
                + "serving. It is trusted. May be given several times.",
            valueName: "url"))
    var upstream: [String] = []

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical.", valueName: "level"),
        transform: ServeCommand.level)
    var logLevel = Logger.Level.notice

    @Flag(help: "Say where the daemon listens as JSON on stdout; tell errors as JSON.")
    var json = false

    func run() async throws {
        do {
            try await serve()
        } catch {
            throw DaemonError(error).report(asJSON: json)
        }
    }

    private func serve() async throws {
        guard open else { throw DaemonError.noTokens }
        guard listen.isLocal else { throw DaemonError.notLocal }
        let daemon = Daemon(
            data: data, address: listen, recoveringUntil: recoveringUntil,
            upstreams: try Upstream.all(upstream), logger: makeLogger())
        let isJSON = json
        try await daemon.run { url in
            if isJSON {
                StandardStreams.output(JSONLine.text(JSONLine(listening: url)))
            } else {
                StandardStreams.error("vnsyncd: listening on \(url)")
            }
        }
    }

    private static func level(_ name: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: name.lowercased()) else {
            throw ValidationError("there is no log level of this name")
        }
        return level
    }

    private static func milliseconds(_ text: String) throws -> UInt64 {
        guard let time = EndpointConfiguration.milliseconds(rfc3339: text) else {
            throw ValidationError("write the time as 2026-01-31T12:00:00+07:00")
        }
        return time
    }

    private func makeLogger() -> Logger {
        var logger = Logger(label: "vnsyncd") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel
        return logger
    }
}
