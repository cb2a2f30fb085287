internal import Synchronization
internal import VNWire

/// What one listener is told. For one reader.
///
/// Heads that nobody has taken yet are one, the newest: a slow reader costs no memory.
package final class EventStream: Sendable {
    private struct State {
        /// The id of what the listener knows.
        var told: String?
        var event: HeadEvent?
        var isBeating: Bool
        var hasEnded = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State>

    /// - Parameter lastEventID: the id of what the listener knows.
    init(after lastEventID: String?) {
        // The first sign of life says at once that the stream is open.
        state = Mutex(State(told: lastEventID, isBeating: true))
    }

    /// The next bytes; `nil` once the stream was ended, or the task cancelled.
    package func next() async -> [UInt8]? {
        while true {
            let (bytes, hasEnded) = take()
            if let bytes { return bytes }
            guard !hasEnded else { return nil }
            await withTaskCancellationHandler {
                await wait()
            } onCancel: {
                end()
            }
        }
    }

    /// Ends the stream; what was not taken is not told any more.
    package func end() {
        change { state in
            state.hasEnded = true
            state.event = nil
            state.isBeating = false
        }
    }

    /// Tells of a head, unless the listener knows it.
    func tell(_ event: HeadEvent) {
        change { state in
            guard !state.hasEnded else { return }
            state.event = state.told == event.id ? nil : event
        }
    }

    /// Tells that the hub is still there.
    func beat() {
        change { state in
            if !state.hasEnded { state.isBeating = true }
        }
    }

    private func take() -> (bytes: [UInt8]?, hasEnded: Bool) {
        state.withLock { state in
            if let event = state.event {
                (state.event, state.isBeating, state.told) = (nil, false, event.id)
                return (event.frame, false)
            }
            guard state.isBeating else { return (nil, state.hasEnded) }
            state.isBeating = false
            return (HeadEvent.heartbeat, false)
        }
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                precondition(state.waiting == nil, "a stream has one reader")
                guard state.event == nil, !state.isBeating, !state.hasEnded else { return true }
                state.waiting = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLock { state in
            body(&state)
            let isReady = state.event != nil || state.isBeating || state.hasEnded
            guard isReady else { return nil as CheckedContinuation<Void, Never>? }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
