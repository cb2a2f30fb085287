internal import Foundation

/// Where the world comes in: time, randomness and sleeping. Nothing else in the package asks for
/// them, so that a simulation can rule over all of them.
public protocol Environment: Sendable {
    /// Milliseconds since 1970 by the wall clock, which may lie.
    func milliseconds() -> UInt64
    /// Nanoseconds by a clock that never goes backwards, from a moment that nobody knows; only
    /// differences mean something: how long something took, and how long is still to be waited.
    func nanoseconds() -> UInt64
    /// 64 random bits.
    func random() -> UInt64
    /// Waits.
    ///
    /// - Throws: `CancellationError` if the task was cancelled meanwhile.
    func sleep(for duration: Duration) async throws
}

extension Environment {
    /// As fine and as honest as ``milliseconds()``: for environments whose time is set by a test
    /// or a simulation.
    public func nanoseconds() -> UInt64 { milliseconds() &* 1_000_000 }
}

/// The environment of the machine.
public struct SystemEnvironment: Environment {
    /// The machine's clock and randomness.
    public init() {}

    /// Milliseconds since 1970 by the machine's clock.
    public func milliseconds() -> UInt64 { UInt64(max(0, Date().timeIntervalSince1970 * 1000)) }

    /// Nanoseconds by the machine's clock that goes on while it sleeps.
    public func nanoseconds() -> UInt64 {
        let elapsed = ContinuousClock.now - SystemEnvironment.start
        let (seconds, attoseconds) = elapsed.components
        return UInt64(max(0, seconds)) &* 1_000_000_000
            &+ UInt64(max(0, attoseconds / 1_000_000_000))
    }

    private static let start = ContinuousClock.now

    /// 64 bits from the system's generator.
    public func random() -> UInt64 { .random(in: .min ... .max) }

    /// Suspends the task.
    ///
    /// - Throws: `CancellationError` if the task was cancelled meanwhile.
    public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

extension Environment {
    /// A version 7 UUID of now, for a document that is about to be written.
    public func newDocumentID() -> DocumentID {
        DocumentID(milliseconds: milliseconds(), random: (random(), random()))
    }

    /// A replica id of 64 random bits.
    package func newReplicaID() -> ReplicaID { ReplicaID(bits: random()) }
}
