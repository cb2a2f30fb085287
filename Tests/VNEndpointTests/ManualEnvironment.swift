import Synchronization
import VNModel

/// An environment whose time goes on only when a test says so. Whoever sleeps wakes in the order
/// of time.
final class ManualEnvironment: Environment {
    private struct Sleeper {
        let number: UInt64
        let due: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        /// Nanoseconds since the beginning.
        var now: UInt64 = 0
        /// What the wall clock shows more than that, in milliseconds.
        var wall: UInt64 = 1_790_000_000_000
        var random: UInt64
        var next: UInt64 = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<UInt64> = []
        /// How long was slept, asked for since the beginning.
        var pauses: [Duration] = []
    }

    private let state: Mutex<State>

    init(seed: UInt64 = 1) { state = Mutex(State(random: seed)) }

    func milliseconds() -> UInt64 { state.withLock { $0.wall + $0.now / 1_000_000 } }
    func nanoseconds() -> UInt64 { state.withLock(\.now) }

    /// The pauses that were asked for.
    var pauses: [Duration] { state.withLock(\.pauses) }

    /// How many sleep.
    var sleepers: Int { state.withLock(\.sleepers.count) }

    /// How long until the first of them wakes.
    var nextWake: Duration? {
        state.withLock { state in
            state.sleepers.map(\.due).min().map { .nanoseconds(Int64($0 - state.now)) }
        }
    }

    /// Sets the wall clock without any time going by.
    func setWall(milliseconds: UInt64) {
        state.withLock { $0.wall = milliseconds - $0.now / 1_000_000 }
    }

    func random() -> UInt64 {
        state.withLock { state in
            state.random = state.random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state.random ^ (state.random >> 29)
        }
    }

    /// Lets time go by; whoever is due wakes.
    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += UInt64(duration / .nanoseconds(1))
            let (now, sleepers) = (state.now, state.sleepers)
            state.sleepers.removeAll { $0.due <= now }
            return sleepers.filter { $0.due <= now }.sorted { $0.due < $1.due }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    func sleep(for duration: Duration) async throws {
        let number = state.withLock { state in
            state.next += 1
            state.pauses.append(duration)
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    guard state.cancelled.remove(number) == nil else { return true }
                    let due = state.now + UInt64(max(0, duration / .nanoseconds(1)))
                    state.sleepers.append(
                        Sleeper(number: number, due: due, continuation: continuation))
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let index = state.sleepers.firstIndex { $0.number == number }
                if index == nil { state.cancelled.insert(number) }
                return index.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
