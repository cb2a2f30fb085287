internal import VNModel
internal import VNStore
internal import VNSync

extension Failure {
    /// What any error of the libraries says.
    init(_ error: any Error) {
        switch error {
        case let error as Failure: self = error
        case let error as StoreError: self.init(error)
        case let error as SyncError: self.init(error)
        case let error as TransportError:
            self.init(code: error.code, message: error.message)
        case let error as MediaError:
            self.init(code: error.code, message: error.message)
        case let error as ContentError:
            self.init(code: error.code, message: error.description)
        case let error as ImportError:
            let line = error.line > 0 ? "line \(error.line): " : ""
            self.init(code: error.code, message: line + error.reason)
        case let error as JSONError:
            self.init(code: "cli.bad-input", message: "this is no JSON: \(error)")
        default:
            self.init(code: "cli.internal", message: String(describing: error))
        }
    }

    /// Errors whose message ends in the remedy, behind a semicolon.
    private static let withRemedy: Set<StoreError.Code> = [
        .notFound, .exists, .readOnly, .syncLocked, .noSuchRemote, .remoteExists, .invalidRequest,
        .groupTooLarge, .ambiguousID, .diskFull,
    ]

    private init(_ error: StoreError) {
        let parts =
            Failure.withRemedy.contains(error.code)
            ? error.message.split(separator: "; ", maxSplits: 1).map(String.init)
            : [error.message]
        var hint = parts.count > 1 ? parts[1] : nil
        if error.code == .ambiguousID, !error.context.isEmpty {
            hint = error.context.joined(separator: "\n")
        } else if error.code == .invalidRequest, error.context.count > 1, let remedy = hint {
            hint = remedy + ": " + error.context.joined(separator: ", ")
        }
        self.init(
            code: error.code.rawValue, message: parts.first ?? error.message, hint: hint)
    }

    private init(_ error: SyncError) {
        self.init(
            code: error.code.rawValue, message: error.message, hint: error.hint,
            retryAfter: error.retryAfter?.components.seconds, cause: error.cause)
    }
}
