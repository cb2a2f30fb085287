/// The bounds of the engine; each names its unit and what raising it costs.
enum SyncLimits {
    /// Documents between two checkpoints of a pull. A hub sets a checkpoint at least every 500;
    /// more would cost memory.
    static let pageDocuments = 2_000
    /// Bytes between two checkpoints of a pull. A hub sets a checkpoint after 1 MiB, behind the
    /// line that exceeds it; more would cost memory.
    static let pageBytes = 32 << 20
    /// Documents of one request to read documents again. More would cost a longer transaction.
    static let rereadDocuments = 50
    /// Documents, and bytes, of a re-read that are applied together.
    static let rereadPageDocuments = 50
    /// See ``rereadPageDocuments``.
    static let rereadPageBytes = 1 << 20
    /// One in so many pulls of a scope asks what the hub holds in the end. Fewer would cost the
    /// hub a look at all its documents more often.
    static let scopedComparison: UInt64 = 16
    /// Requests for a snapshot that is still being made, a second or more apart, before a clone
    /// pulls instead.
    static let snapshotAttempts = 60
    /// Documents that are looked at in one transaction to be offered again. More would hold back
    /// the checkpoints of the store's log.
    static let offerDocuments = 500
    /// Requests in which a store and a hub are compared. More would let stores that have little in
    /// common talk longer before something is repaired.
    static let reconcileRounds = 500
    /// Documents that one comparison tells and repairs. More would cost memory.
    static let reconcileDocuments = 10_000
    /// Bytes of a problem document.
    static let problemBytes = 64 << 10
    /// The first pause before another attempt is drawn from up to this.
    static let firstPause: Duration = .seconds(1)
    /// Seconds after which the right to sync is renewed; it lasts for 60.
    static let lockRenewalMilliseconds: UInt64 = 20_000
    /// How many intervals pass between two syncs while the hub tells of its changes: one sync then
    /// only finds what was missed. Fewer would cost round trips.
    static let listeningIntervals = 10
    /// Seconds of silence after which a stream of events is given up: three signs of life.
    static let eventSilenceSeconds = 45
    /// Seconds that a stream of events must have lasted for the next attempt to begin anew with
    /// short pauses. Fewer would hurry on a hub that ends every stream at once.
    static let eventStableSeconds: UInt64 = 30
    /// How long a hub is left alone that has no stream of events.
    static let eventAbsence: Duration = .seconds(3600)
    /// Bytes of the first push of an engine; those behind it grow if it was quick. More would cost
    /// more where a connection is slow and breaks often.
    static let firstPushBytes = 256 << 10
    /// Bytes below which a push does not shrink for being slow. Fewer would cost round trips.
    static let leastPushBytes = 8 << 10
    /// A push that took less may grow.
    static let quickPush: Duration = .seconds(1)
    /// A push that took longer shrinks.
    static let slowPush: Duration = .seconds(5)
    /// How often one session makes a push smaller because no answer came in time. More would keep
    /// the pull waiting longer.
    static let pushTimeouts = 2
    /// How often one sync lets the store recover. A store that is copied again and again while it
    /// syncs would never end.
    static let recoveries = 5
}
