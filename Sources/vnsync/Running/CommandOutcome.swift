internal import Synchronization

/// How a command that did not fail ends.
final class CommandOutcome: Sendable {
    private let state = Mutex((status: ExitStatus.done, endsWithSignal: false))

    /// The exit status.
    var status: ExitStatus {
        get { state.withLock { $0.status } }
        set { state.withLock { $0.status = newValue } }
    }

    /// Whether SIGTERM is the ordinary end of the command, as it is of a service.
    var endsWithSignal: Bool {
        get { state.withLock { $0.endsWithSignal } }
        set { state.withLock { $0.endsWithSignal = newValue } }
    }
}
