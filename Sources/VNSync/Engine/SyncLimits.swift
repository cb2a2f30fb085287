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
    /// Bytes of a problem document.
    static let problemBytes = 64 << 10
    /// The first pause before another attempt is drawn from up to this.
    static let firstPause: Duration = .seconds(1)
    /// Seconds after which the right to sync is renewed; it lasts for 60.
    static let lockRenewalMilliseconds: UInt64 = 20_000
    /// How often one sync lets the store recover. A store that is copied again and again while it
    /// syncs would never end.
    static let recoveries = 5
}
