internal import ArgumentParser
internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import VNEndpoint
internal import VNModel
internal import UnixSignals
internal import VNStore

/// `vnsyncd serve`: answers until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve a store until SIGTERM or SIGINT.",
        discussion: """
            Without tokens the daemon serves this machine only, and only with --open. On SIGTERM \
            it finishes the requests that run, closes the store and ends with status 0.
            """)

    @Option(help: "The store's file; it is made if there is none.")
    var data: String

    @Option(help: "HOST:PORT or unix:PATH; port 0 takes a free one.")
    var listen = ListenAddress.host("127.0.0.1", port: 8787)

    @Flag(help: "Let everyone on this machine read and write, without tokens.")
    var open = false

    @Flag(help: "Say on stdout, as one JSON object, where the daemon listens; errors as JSON.")
    var json = false

    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = LogLevel.warning

    func run() async throws {
        do {
            try await serve()
        } catch let error as StoreError {
            throw failure(DaemonError(error))
        } catch let error as DaemonError {
            throw failure(error)
        }
    }

    private func failure(_ error: DaemonError) -> DaemonError {
        var error = error
        error.isJSON = json
        return error
    }

    private func serve() async throws {
        guard open, listen.isLocal else { throw tokensMissing }
        var logger = Logger(label: "vnsyncd") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel.level
        let store = try await SQLiteEndpointStore.open(at: data)
        var configuration = EndpointConfiguration()
        configuration.logger = logger
        let shell = HTTPShell(Endpoint(store: store, configuration: configuration), logger)
        let (address, isJSON) = (listen, json)
        let application = Application(
            responder: shell.responder, server: HTTPShell.server,
            configuration: ApplicationConfiguration(address: listen.bindAddress, serverName: nil),
            onServerRunning: { channel in
                announce(address.url(port: channel.localAddress?.port), isJSON: isJSON)
            },
            logger: logger)
        do {
            try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
        } catch {
            try? await store.close()
            throw cannotListen("\(error)")
        }
        try await store.close()
    }

    private var tokensMissing: DaemonError {
        open
            ? DaemonError(
                code: "daemon.not-local",
                message: "without tokens the daemon serves this machine only",
                hint: "listen on 127.0.0.1, [::1] or unix:PATH", status: 78)
            : DaemonError(
                code: "daemon.no-tokens", message: "there are no tokens to ask clients for",
                hint: "start with --open to serve everyone on this machine", status: 78)
    }

    private func cannotListen(_ reason: String) -> DaemonError {
        DaemonError(
            code: "daemon.cannot-listen", message: "the daemon cannot listen: \(reason)",
            hint: "choose another --listen, or stop what listens there", status: 69)
    }
}

/// Says where the daemon listens.
private func announce(_ url: String, isJSON: Bool) {
    if isJSON {
        let line = JSONValue.object([("v", .integer(1)), ("listening", .string(url))])
        FileHandle.standardOutput.write(Data((line.canonicalText + "\n").utf8))
    } else {
        DaemonError.write("vnsyncd: listening on \(url)")
    }
}

/// How much the daemon tells.
enum LogLevel: String, ExpressibleByArgument {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .warning }
}
