internal import CoreMetrics
internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// The handles of a store's metrics, made once when it is opened.
///
/// A store has none if nobody collects metrics: then nothing is measured at all.
final class StoreMetrics: Sendable {
    private let commits: Counter
    private let commitDuration: Timer
    private let commitBytes: Counter
    private let rollbacks: Counter
    private let searchDuration: Timer
    private let searchBacklog: Gauge
    private let indexedDocuments: Counter
    private let observationReads: Counter
    /// The bytes of a page of the file, once somebody has asked.
    private let knownPageBytes = Atomic<Int>(0)

    /// - Returns: `nil` if the factory throws everything away.
    init?(_ configuration: StoreConfiguration) {
        let factory = configuration.metricsFactory ?? MetricsSystem.factory
        guard !(factory is NOOPMetricsHandler) else { return nil }
        let dimensions = configuration.metricsDimensions
        func counter(_ metric: StoreMetric) -> Counter {
            Counter(label: metric.rawValue, dimensions: dimensions, factory: factory)
        }
        func timer(_ metric: StoreMetric) -> Timer {
            Timer(label: metric.rawValue, dimensions: dimensions, factory: factory)
        }
        commits = counter(.commits)
        commitDuration = timer(.commitDuration)
        commitBytes = counter(.commitBytes)
        rollbacks = counter(.rollbacks)
        searchDuration = timer(.searchDuration)
        searchBacklog = Gauge(
            label: StoreMetric.searchBacklog.rawValue, dimensions: dimensions, factory: factory)
        indexedDocuments = counter(.indexedDocuments)
        observationReads = counter(.observationReads)
    }

    /// Counts a transaction that was rolled back.
    func noteRollback() { rollbacks.increment() }

    /// Notes how long a search took.
    func noteSearch(nanoseconds: UInt64) {
        searchDuration.recordNanoseconds(Int64(clamping: nanoseconds))
    }

    /// Notes how many documents wait for the search index.
    func noteBacklog(_ count: Int) { searchBacklog.record(count) }

    /// Counts documents whose search keys were written.
    func noteIndexed(_ count: Int) { indexedDocuments.increment(by: count) }

    /// Counts a reading of an observed value.
    func noteObservationRead() { observationReads.increment() }

    /// Counts a transaction that was committed.
    ///
    /// - Parameters:
    ///   - database: the connection that wrote it, on its own queue.
    ///   - nanoseconds: how long it took.
    func noteCommit(_ database: Database, nanoseconds: UInt64) {
        commits.increment()
        commitDuration.recordNanoseconds(Int64(clamping: nanoseconds))
        guard let handle = database.sqliteConnection else { return }
        var (pages, highest): (Int32, Int32) = (0, 0)
        // Read and set back to zero: what is counted next time was written until then.
        let code = sqlite3_db_status(handle, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &highest, 1)
        guard code == SQLITE_OK, pages > 0 else { return }
        commitBytes.increment(by: Int(pages) * pageBytes(of: database))
    }

    private func pageBytes(of database: Database) -> Int {
        let known = knownPageBytes.load(ordering: .relaxed)
        guard known == 0 else { return known }
        let bytes = (try? Int.fetchOne(database, sql: "PRAGMA page_size")) ?? 0
        knownPageBytes.store(bytes, ordering: .relaxed)
        return bytes
    }
}
