internal import Synchronization
internal import VNModel

/// Those who wait for a time of the simulated world. Time wakes nobody: the world rings.
final class Alarms: Sendable {
    /// Who waits. Of those who are due at the same time the order is that of their names, then
    /// that in which each began to wait.
    private struct Place: Hashable, Comparable {
        var due: UInt64
        var owner: String
        var number: UInt64

        static func < (left: Self, right: Self) -> Bool {
            (left.due, left.owner, left.number) < (right.due, right.owner, right.number)
        }
    }

    private struct State {
        var numbers: [String: UInt64] = [:]
        var waiting: [Place: CheckedContinuation<Void, any Error>] = [:]
    }

    private let state = Mutex(State())

    /// When the next one is due, in milliseconds since 1970; `nil` if nobody waits.
    var next: UInt64? { state.withLock { $0.waiting.keys.min()?.due } }

    /// Waits until the world rings for a time.
    ///
    /// - Throws: `CancellationError`, at once, if the task is cancelled.
    func wait(until due: UInt64, by owner: String) async throws {
        let place = state.withLock { state in
            let number = state.numbers[owner, default: 0] + 1
            state.numbers[owner] = number
            return Place(due: due, owner: owner, number: number)
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if !Task.isCancelled { state.waiting[place] = continuation }
                    return Task.isCancelled
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: place) }?
                .resume(throwing: CancellationError())
        }
    }

    /// Wakes the one who is due first.
    func ring() {
        let first = state.withLock { state in
            state.waiting.keys.min().flatMap { state.waiting.removeValue(forKey: $0) }
        }
        first?.resume()
    }
}

/// A machine's clock for what waits in earnest: it sleeps until the world rings, and measures by a
/// time that never goes back.
struct PatientClock: Environment {
    let clock: SimulatedClock
    let time: SimulatedTime
    let alarms: Alarms
    let owner: String

    func milliseconds() -> UInt64 { clock.milliseconds() }

    func nanoseconds() -> UInt64 { time.milliseconds * 1_000_000 }

    func random() -> UInt64 { clock.random() }

    func sleep(for duration: Duration) async throws {
        let pause = UInt64(max(1, (duration / .milliseconds(1)).rounded(.up)))
        try await alarms.wait(until: time.milliseconds + pause, by: owner)
    }
}
