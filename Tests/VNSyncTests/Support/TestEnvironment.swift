import Synchronization
import VNModel

/// A clock that stands still, or is wrong by what a test says, and chance that is none.
final class TestEnvironment: Environment {
    private struct State {
        var now: UInt64
        var random: UInt64
        var pauses: [Duration] = []
    }

    private let state: Mutex<State>

    init(seed: UInt64, now: UInt64 = 1_790_000_000_000) {
        state = Mutex(State(now: now, random: seed))
    }

    /// The pauses that were asked for.
    var pauses: [Duration] { state.withLock(\.pauses) }

    func advance(by milliseconds: UInt64) { state.withLock { $0.now += milliseconds } }

    func milliseconds() -> UInt64 { state.withLock(\.now) }

    /// The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
    func random() -> UInt64 {
        state.withLock { state in
            state.random &+= 0x9E37_79B9_7F4A_7C15
            var word = state.random
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

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
