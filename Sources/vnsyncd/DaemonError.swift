internal import ArgumentParser
internal import VNEndpoint
internal import VNEndpointHTTP
internal import VNStore
internal import VNWire

/// What stops the daemon: a stable code, what happened, how to remedy it, and the exit status.
struct DaemonError: Error {
    let code: String
    let message: String
    let hint: String?
    let status: Int32

    init(code: String, message: String, hint: String? = nil, status: Int32) {
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status
    }

    static let noTokens = DaemonError(
        code: "daemon.no-tokens", message: "nobody may use this hub: it has no tokens",
        hint: "Add --open to let everyone on this machine in.", status: 78)

    static let notLocal = DaemonError(
        code: "daemon.not-local", message: "without tokens the daemon serves this machine only",
        hint: "Listen on 127.0.0.1, [::1] or unix:PATH, and put a proxy that asks for passwords "
            + "in front of it.",
        status: 78)

    static func badUpstream(_ reason: String) -> DaemonError {
        DaemonError(
            code: "daemon.bad-upstream", message: "the upstream is no hub's address: \(reason)",
            hint: "Write it as http://HOST:PORT or https://HOST.", status: 64)
    }

    static func cannotListen(_ address: ListenAddress, _ reason: String) -> DaemonError {
        DaemonError(
            code: "daemon.cannot-listen",
            message: "cannot listen on \(address.url(port: nil)): \(reason)",
            hint: "Is another daemon running there? Choose another address with --listen.",
            status: 69)
    }

    /// The daemon's view of any error.
    init(_ error: any Error) {
        switch error {
        case let error as DaemonError: self = error
        case let error as StoreError:
            self.init(
                code: error.code.rawValue, message: error.message,
                status: DaemonError.status(error.code))
        case let error as EndpointError:
            self.init(code: error.code, message: error.message, status: 65)
        default:
            self.init(
                code: WireCode.internalError, message: String(describing: error), status: 70)
        }
    }

    private static func status(_ code: StoreError.Code) -> Int32 {
        switch code {
        case .notFound: 10
        case .locked: 11
        case .newerSchema: 12
        case .notAStore, .corrupt, .exists, .invalidRequest: 65
        case .diskFull, .inputOutput, .readOnly: 74
        default: 70
        }
    }

    /// Tells people on stderr, or programs as JSON, and gives the exit status.
    func report(asJSON: Bool) -> ExitCode {
        guard asJSON else {
            StandardStreams.error("vnsyncd: \(message)")
            if let hint { StandardStreams.error("  \(hint)") }
            return ExitCode(status)
        }
        let error = JSONLine.Failure(code: code, message: message, hint: hint)
        StandardStreams.error(JSONLine.text(JSONLine(error: error)))
        return ExitCode(status)
    }
}
