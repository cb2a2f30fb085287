import Synchronization
import VNModel
import VNRandom

/// A clock that stands still, or is wrong by what a test says, and chance that is none.
final class TestEnvironment: Environment {
    private struct State {
        var now: UInt64
        var random: SplitMix64
        var pauses: [Duration] = []
    }

    private let state: Mutex<State>

    init(seed: UInt64, now: UInt64 = 1_790_000_000_000) {
        state = Mutex(State(now: now, random: SplitMix64(seed: seed)))
    }

    /// The pauses that were asked for.
    var pauses: [Duration] { state.withLock(\.pauses) }

    func advance(by milliseconds: UInt64) { state.withLock { $0.now += milliseconds } }

    func milliseconds() -> UInt64 { state.withLock(\.now) }

    func random() -> UInt64 { state.withLock { $0.random.next() } }

    /// The clock jumps; nobody waits, but the task gives way.
    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.pauses.append(duration)
            state.now += UInt64(max(0, duration / .milliseconds(1)))
        }
        await Task.yield()
    }
}
