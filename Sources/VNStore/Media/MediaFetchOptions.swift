/// The bounds of one run that fetches media files.
public struct MediaFetchOptions: Hashable, Sendable {
    /// The most files that are fetched.
    public var fileLimit: Int = .max
    /// The most bytes that are received, those of files that are thrown away included.
    public var byteLimit: Int = .max
    /// How many files are fetched at the same time, 1 to 16. Each takes at most some 2 MiB of
    /// memory, however large it is.
    public var parallel = 4
    /// Whether files are tried that failed lately.
    public var ignoresPauses = false

    /// The defaults.
    public init() {}
}

/// How far a run is that fetches media files.
public struct MediaFetchProgress: Hashable, Sendable {
    /// Files that came or failed.
    public let done: Int
    /// Files that were missing when the run began.
    public let total: Int
    /// Bytes received.
    public let bytes: Int
}

/// What a run that fetches media files did.
public struct MediaFetchReport: Hashable, Sendable {
    /// Files that came; of a rehearsing store those that would be asked for.
    public internal(set) var files = 0
    /// Their bytes.
    public internal(set) var bytes = 0
    /// What failed, at most the first 100; each is tried again after a pause.
    public internal(set) var failures: [MediaFailure] = []
    /// How many failed.
    public internal(set) var failureCount = 0
    /// Pictures that the fetcher has no way to, such as those without an address.
    public internal(set) var unreachable = 0
    /// Whether a limit of the run, or of the store, ended it before all was tried.
    public internal(set) var reachedLimit = false
}

/// A media file that could not be fetched.
public struct MediaFailure: Hashable, Sendable {
    /// What was asked for.
    public let reference: MediaReference
    /// Why it did not come.
    public let error: MediaError
}
