/// The bounds of media files; each names its unit.
enum MediaLimits {
    /// Bytes at the start of a file that are kept in memory to read its size from. A JPEG whose
    /// size stands behind them is taken without it.
    static let headBytes = 1 << 20
    /// Bytes that are read from a file at once.
    static let chunkBytes = 256 << 10
    /// Articles whose pictures are listed in one transaction. Raising it makes others wait longer.
    static let indexBatch = 500
    /// Rows that one transaction of a collection looks at, and files that it takes away.
    static let collectionBatch = 500
    /// References that are asked for at once.
    static let missingPage = 100
    /// Files that may be removed to make room for one.
    static let evictionBatch = 1_000
    /// Files that one run of a rehearsal counts.
    static let rehearsedFiles = 100_000
    /// Files that may be fetched at the same time.
    static let parallel = 16
    /// Failures of a run that are told one by one.
    static let failures = 100
    /// Failures one after the other, with nothing fetched before, after which a run takes it that
    /// there is no network.
    static let failuresWithoutNetwork = 8
    /// Milliseconds after which something that may go better is tried again; doubled each time.
    static let shortPause: UInt64 = 5 * 60_000
    /// The longest of these pauses.
    static let shortPauseLimit: UInt64 = 86_400_000
    /// Milliseconds after which anything else is tried again; doubled each time.
    static let longPause: UInt64 = 86_400_000
    /// The longest of these pauses.
    static let longPauseLimit: UInt64 = 30 * 86_400_000
    /// Segments of a JPEG before its size.
    static let segments = 2_000
}
