public import CoreMetrics
public import Logging
public import VNModel

/// How a store is opened.
public struct StoreConfiguration: Sendable {
    /// Where time and randomness come from.
    public var environment: any Environment = SystemEnvironment()
    /// How long a write waits for other processes before `store.locked`.
    public var busyTimeout: Duration = .seconds(10)
    /// How many reads may run at the same time.
    public var readerLimit = 4
    /// How the application chooses which of concurrent values is shown; see <doc:Conflicts>.
    public var resolvers = ViewResolvers.none
    /// How much of media files is kept.
    public var media = MediaConfiguration()
    /// What SQLite's `synchronous` is set to for every write, whatever the write asks for. Only
    /// for tests that must see a loss: anything but `FULL` breaks the promises of the store.
    package var forcedSynchronous: String?
    /// Whether transactions run on the thread that asks for them, which waits. Only for
    /// simulations: they do one thing at a time, and would spend most of it waking threads.
    package var blocksCallers = false
    /// Bytes of pages that each connection keeps, in KiB. What a transaction changes beyond them
    /// goes to the log before the commit.
    package var cacheKibibytes = 8_192
    /// Where the store tells what it does; nothing at info or above in normal work. Messages are
    /// constant, and their metadata never has content of documents.
    public var logger = Logger(label: "vnsync.store", factory: { _ in SwiftLogNoOpLogHandler() })
    /// Who collects the metrics of ``StoreMetric``; `nil`: whoever was given to
    /// `MetricsSystem.bootstrap` before the store was opened. Without a collector, nothing is
    /// measured.
    public var metricsFactory: (any MetricsFactory)?
    /// Names and values that every metric of this store has, to tell several stores apart.
    public var metricsDimensions: [(String, String)] = []

    /// The defaults: the machine's clock, no logger, the process's collector of metrics.
    public init() {}
}
