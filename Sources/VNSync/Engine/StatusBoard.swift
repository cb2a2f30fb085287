internal import Synchronization

/// A status that anybody may look at, or follow.
final class StatusBoard: Sendable {
    private struct State {
        var status = SyncStatus.idle
        var listeners: [UInt64: AsyncStream<SyncStatus>.Continuation] = [:]
        var next: UInt64 = 0
    }

    private let state = Mutex(State())

    deinit {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.finish() }
    }

    var status: SyncStatus { state.withLock(\.status) }

    /// Tells everybody who follows, unless nothing changes.
    func publish(_ status: SyncStatus) {
        state.withLock { state in
            guard status != state.status else { return }
            state.status = status
            // A listener's buffer takes it at once and calls nobody back, so the order is kept.
            for key in state.listeners.keys.sorted() { state.listeners[key]?.yield(status) }
        }
    }

    /// The status now and at each change; of what a slow reader misses the newest is kept.
    func statuses() -> AsyncStream<SyncStatus> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: SyncStatus.self, bufferingPolicy: .bufferingNewest(1))
        let key = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            continuation.yield(state.status)
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: key) }
        }
        return stream
    }
}
