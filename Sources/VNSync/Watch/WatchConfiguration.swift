/// How a watcher keeps a store in sync.
public struct WatchConfiguration: Sendable {
    /// How long nothing must have been written here before changes are pushed.
    public var changeQuiet: Duration = .milliseconds(300)
    /// How long changes wait at most while more and more are written.
    public var changeDelayLimit: Duration = .seconds(2)
    /// Over what time the syncs of many stores are spread that hear of the same change.
    public var eventSpread: Duration = .milliseconds(200)
    /// Whether the hub is asked to tell of changes, where transport and hub can do so. Else it is
    /// asked after each ``SyncConfiguration/interval``.
    public var usesEvents = true
    /// Whether changes of other processes on the store's file are noticed at once. It costs five
    /// looks at the file a second; without it they are noticed after the interval.
    public var noticesOtherProcesses = false
    /// After how long it tries again by itself what needs somebody first, such as a new token;
    /// `nil`: not before ``SyncWatcher/wake()``.
    public var unattendedRetry: Duration?
    /// Told of each sync that came to its end, and of what one that failed had done before. The
    /// watcher waits for it; an error that it throws ends ``SyncWatcher/run()``.
    public var didSync: (@Sendable (SyncReport) async throws -> Void)?

    /// What suits an app that alone writes to its store.
    public init() {}
}
