internal import Synchronization
internal import VNModel
internal import VNRandom

/// The time of the simulated world, in milliseconds since 1970. Nobody waits for it.
final class SimulatedTime: Sendable {
    private let now = Mutex<UInt64>(1_790_000_000_000)

    var milliseconds: UInt64 { now.withLock { $0 } }

    func advance(by milliseconds: UInt64) { now.withLock { $0 += milliseconds } }
}

/// What one machine of the simulated world believes about time, and its chance.
final class SimulatedClock: Environment {
    private struct State {
        var offset: Int64 = 0
        var frozen: UInt64?
        var random: SplitMix64
    }

    private let time: SimulatedTime
    private let state: Mutex<State>

    init(_ time: SimulatedTime, seed: UInt64) {
        self.time = time
        state = Mutex(State(random: SplitMix64(seed: seed)))
    }

    func milliseconds() -> UInt64 {
        state.withLock { state in
            state.frozen ?? UInt64(max(1, Int64(time.milliseconds) + state.offset))
        }
    }

    func random() -> UInt64 { state.withLock { $0.random.next() } }

    /// The world goes on; nobody waits.
    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        time.advance(by: UInt64(max(0, duration / .milliseconds(1))))
    }

    /// Lets the clock jump, forward or back.
    func jump(by milliseconds: Int64) {
        state.withLock { state in
            state.offset += milliseconds
            state.frozen = nil
        }
    }

    /// Lets the clock stand still.
    func freeze() {
        let now = milliseconds()
        state.withLock { $0.frozen = now }
    }

    /// Sets the clock right.
    func heal() {
        state.withLock { state in
            state.offset = 0
            state.frozen = nil
        }
    }
}
