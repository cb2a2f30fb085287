internal import Foundation

/// Where the world comes in: time, randomness and sleeping. Nothing else in the package asks for
/// them, so that a simulation can rule over all of them.
public protocol Environment: Sendable {
    /// Milliseconds since 1970 by the wall clock, which may lie.
    func milliseconds() -> UInt64
    /// 64 random bits.
    func random() -> UInt64
    /// Waits.
    ///
    /// - Throws: `CancellationError` if the task was cancelled meanwhile.
    func sleep(for duration: Duration) async throws
}

/// The environment of the machine.
public struct SystemEnvironment: Environment {
    /// The machine's clock and randomness.
    public init() {}

    /// Milliseconds since 1970 by the machine's clock.
    public func milliseconds() -> UInt64 { UInt64(max(0, Date().timeIntervalSince1970 * 1000)) }

    /// 64 bits from the system's generator.
    public func random() -> UInt64 { .random(in: .min ... .max) }

    /// Suspends the task.
    public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

extension Environment {
    /// A version 7 UUID of now.
    package func newDocumentID() -> DocumentID {
        DocumentID(milliseconds: milliseconds(), random: (random(), random()))
    }

    /// A replica id of 64 random bits.
    package func newReplicaID() -> ReplicaID { ReplicaID(bits: random()) }
}
