public import VNStore

/// What one sync did.
public struct SyncReport: Hashable, Sendable {
    /// What came from the hub.
    public struct Pulled: Hashable, Sendable {
        /// Documents that came, whole or in part.
        public var documents = 0
        /// Bytes received in the whole sync, as they went over the wire.
        public var bytes = 0
        /// Documents that the store did not have.
        public var new = 0
        /// Documents that the store had and that changed.
        public var changed = 0
        /// Documents that are deleted or purged now and were not before.
        public var deleted = 0
        /// Documents that left the scope.
        public var evicted = 0
    }

    /// What went to the hub.
    public struct Pushed: Hashable, Sendable {
        /// Changes that the hub judged.
        public var changes = 0
        /// Changes that stand alone now.
        public var applied = 0
        /// Changes that met concurrent values.
        public var merged = 0
        /// Changes that the hub had already, under another dot.
        public var duplicate = 0
        /// Changes that the hub refused; they are held with the reason.
        public var refused = 0
        /// Bytes sent in the whole sync, as they went over the wire.
        public var bytes = 0
    }

    /// How a store and its hub found together again.
    public struct Recovery: Hashable, Sendable {
        /// Why they had to.
        public let reason: RecoveryReason
        /// Changes that took a new id, or wait to be offered again. 0 if an earlier sync began.
        public var changes = 0
        /// Documents that went, because the hub does not have them.
        public var removed = 0
        /// Whether it is done; if not, the next sync goes on.
        public var isComplete = false

        /// - Parameter reason: why.
        public init(_ reason: RecoveryReason) { self.reason = reason }
    }

    /// What came from the hub.
    public var pulled = Pulled()
    /// What went to the hub.
    public var pushed = Pushed()
    /// What was found and repaired because the store was not what the hub said at the end of a
    /// complete pull; `nil` if it was, or if that could not be told.
    public var mismatch: Reconciliation?
    /// Requests sent.
    public var roundTrips = 0
    /// How long the sync took, in seconds by the wall clock.
    public var seconds = 0.0
    /// Where the next pull goes on.
    public var cursor: String?
    /// Conflicts that the store lists now.
    public var conflicts = 0

    /// How the store recovered, if it had to.
    public var recovery: Recovery?

    /// A sync that did nothing.
    public init() {}
}
