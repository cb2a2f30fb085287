internal import Synchronization
internal import VNModel

/// Shows on stderr how far a long command is: on a terminal one line that changes, with rate and
/// remaining time; elsewhere one line a phase, when it ends.
final class ProgressMeter: Sendable {
    private struct State {
        var phase: SyncPhrase?
        var began: UInt64 = 0
        var shown: UInt64 = 0
        var done = 0
        var total = 0
        var hasLine = false
    }

    private static let refreshMilliseconds: UInt64 = 100

    private let state = Mutex(State())
    private let isShown: Bool
    private let isTerminal: Bool
    private let messages: Messages
    private let environment: any Environment

    init(
        isShown: Bool, isTerminal: Bool, isJSON: Bool, messages: Messages,
        environment: any Environment
    ) {
        // Whoever reads JSON from stderr must not meet anything else there.
        self.isShown = isShown && (isTerminal || !isJSON)
        self.isTerminal = isTerminal
        self.messages = messages
        self.environment = environment
    }

    /// Tells how far a phase is; another phase ends the one before.
    ///
    /// - Parameters:
    ///   - phase: what is being done.
    ///   - done: how much of it.
    ///   - total: how much there is to do, 0 if nobody knows.
    func update(_ phase: SyncPhrase, done: Int = 0, total: Int = 0) {
        guard isShown else { return }
        let now = environment.milliseconds()
        state.withLock { state in
            if state.phase != phase {
                end(&state, now)
                state = State(phase: phase, began: now, hasLine: state.hasLine)
            }
            state.done = done
            state.total = total
            let isDue = now &- state.shown >= ProgressMeter.refreshMilliseconds
            guard isTerminal, isDue || done == total else { return }
            state.shown = now
            state.hasLine = true
            Output.errors("\r\u{1B}[K" + line(state, now))
        }
    }

    /// Ends the phase.
    func finish() {
        guard isShown else { return }
        state.withLock { state in
            end(&state, environment.milliseconds())
            state.phase = nil
        }
    }

    /// Takes the line away, so that something else can be written.
    func clear() {
        state.withLock { state in
            if state.hasLine { Output.errors("\r\u{1B}[K") }
            state.hasLine = false
        }
    }

    private func end(_ state: inout State, _ now: UInt64) {
        if state.hasLine { Output.errors("\r\u{1B}[K") }
        state.hasLine = false
        guard let phase = state.phase, !isTerminal, state.done > 0 else { return }
        let seconds = messages.decimal(Double(now &- state.began) / 1000)
        Output.errors(
            messages(SyncPhrase.phaseDone, messages(phase), messages.number(state.done), seconds)
                + "\n")
    }

    private func line(_ state: State, _ now: UInt64) -> String {
        guard let phase = state.phase else { return "" }
        var text = messages(phase)
        guard state.done > 0 || state.total > 0 else { return text + " …" }
        text += " " + messages.number(state.done)
        if state.total > 0 { text += "/" + messages.number(state.total) }
        let seconds = Double(now &- state.began) / 1000
        guard seconds > 0.5, state.done > 0 else { return text }
        let rate = Double(state.done) / seconds
        text += "  \(messages.number(Int(rate)))/s"
        if state.total > state.done {
            let rest = Int(Double(state.total - state.done) / rate) + 1
            text += "  \(rest / 60):\(rest % 60 < 10 ? "0" : "")\(rest % 60)"
        }
        return text
    }
}
