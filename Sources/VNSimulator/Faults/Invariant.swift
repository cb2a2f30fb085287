/// What must hold in every run. Each has one checker.
public enum Invariant: String, CaseIterable, Sendable, Hashable {
    /// At quiescence all replicas have equal registers, views and digests.
    case convergence = "I1"
    /// No committed write is lost silently.
    case noSilentLoss = "I2"
    /// What was superseded or deleted never comes back by itself.
    case noResurrection = "I3"
    /// One dot names one change.
    case oneDotOneChange = "I4"
    /// A hub's ledger is contiguous and only grows.
    case contiguousLedger = "I5"
    /// A cursor never passes a change that it did not deliver.
    case cursorCoverage = "I6"
    /// The same push twice is as good as once.
    case idempotentPush = "I7"
    /// No hub holds part of a pushed group.
    case wholeGroups = "I8"
    /// A replica reads its own writes, through every sync.
    case readYourWrites = "I9"
    /// What a store shows is what its registers say.
    case derivedViews = "I10"
    /// Merging is commutative, associative and idempotent.
    case mergeLaws = "I11"
    /// After a crash stands the state before or after, and the file is sound.
    case crashConsistency = "I12"
    /// When faults stop, every outbox empties within a few rounds.
    case liveness = "I13"
    /// Nothing grows beyond its limit.
    case limits = "I15"
    /// One seed, one trace.
    case reproducibility = "I16"
}

/// An invariant that did not hold.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which one.
    public let invariant: Invariant
    /// What was found; ids and dots, never content.
    public let message: String

    /// - Parameters:
    ///   - invariant: which one.
    ///   - message: what was found.
    public init(_ invariant: Invariant, _ message: String) {
        self.invariant = invariant
        self.message = message
    }

    /// `I2: …`
    public var description: String { "\(invariant.rawValue): \(message)" }
}
