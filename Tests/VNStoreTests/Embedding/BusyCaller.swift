import Dispatch
import Synchronization
import Testing

/// An executor with one thread, as an application's main actor has.
private final class OneThread: SerialExecutor {
    private let queue = DispatchQueue(label: "one-thread")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}

/// A place where something waits until a test lets it go on. It blocks the thread that waits.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let state = Mutex((isReached: false, isOpen: false))

    /// Whether somebody has come to it.
    var isReached: Bool { state.withLock(\.isReached) }

    func wait() {
        let isOpen = state.withLock { state in
            state.isReached = true
            return state.isOpen
        }
        if !isOpen { semaphore.wait() }
    }

    /// Lets everybody through from now on.
    func open() {
        state.withLock { $0.isOpen = true }
        semaphore.signal()
    }
}

/// Calls the API as an application's main actor would, on an executor with one thread.
actor BusyCaller {
    private let executor = OneThread()
    private let hasBegun = Mutex(false)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private func call(_ body: @Sendable () async throws -> Void) async throws {
        hasBegun.withLock { $0 = true }
        try await body()
    }

    private func answer() {}

    /// Whether the executor does other work between the beginning of a call and the opening of a
    /// gate that the call cannot pass.
    ///
    /// - Parameters:
    ///   - gate: what keeps the call from ending; it is opened in any case.
    ///   - opener: lets the call go on, if opening the gate does not do it.
    ///   - body: the call, which begins on this executor.
    static func staysFree(
        until gate: Gate, opener: @Sendable () -> Void = {},
        during body: @escaping @Sendable () async throws -> Void
    ) async throws -> Bool {
        let caller = BusyCaller()
        let call = Task { try await caller.call(body) }
        while !caller.hasBegun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
        let hasAnswered = Flag()
        let probe = Task {
            await caller.answer()
            hasAnswered.raise()
        }
        for _ in 0..<4_000 where !hasAnswered.isRaised {
            try await Task.sleep(for: .milliseconds(5))
        }
        let isFree = hasAnswered.isRaised
        gate.open()
        opener()
        await probe.value
        try await call.value
        return isFree
    }
}

/// Something that has happened or not.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }
    func raise() { state.withLock { $0 = true } }
}
