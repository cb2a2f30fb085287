internal import CoreMetrics
internal import VNStore

/// The handles of an engine's metrics, made once with it.
///
/// An engine has none if nobody collects metrics.
struct SyncMetrics: Sendable {
    private let factory: any MetricsFactory
    private let dimensions: [(String, String)]
    private let duration: Timer
    private let counters: [SyncMetric: Counter]
    private let pending: Gauge
    private let conflicts: Gauge

    /// - Returns: `nil` if the factory throws everything away.
    init?(_ configuration: SyncConfiguration, remote: String) {
        let factory = configuration.metricsFactory ?? MetricsSystem.factory
        guard !(factory is NOOPMetricsHandler) else { return nil }
        let dimensions = configuration.metricsDimensions + [("remote", remote)]
        self.factory = factory
        self.dimensions = dimensions
        duration = Timer(
            label: SyncMetric.duration.rawValue, dimensions: dimensions, factory: factory)
        let counted: [SyncMetric] = [
            .pulledDocuments, .pushedChanges, .mergedChanges, .refusedChanges, .roundTrips,
            .bytesReceived, .bytesSent, .retries,
        ]
        counters = Dictionary(
            uniqueKeysWithValues: counted.map { metric in
                let label = metric.rawValue
                return (metric, Counter(label: label, dimensions: dimensions, factory: factory))
            })
        func gauge(_ metric: SyncMetric) -> Gauge {
            Gauge(label: metric.rawValue, dimensions: dimensions, factory: factory)
        }
        pending = gauge(.pending)
        conflicts = gauge(.conflicts)
    }

    /// Records a sync that is over.
    ///
    /// - Parameters:
    ///   - report: what it did.
    ///   - result: how it ended.
    ///   - nanoseconds: how long it took.
    func note(_ report: SyncReport, _ result: Result<Void, any Error>, nanoseconds: UInt64) {
        // One handle a sync: which codes there are, nobody knows beforehand.
        Counter(
            label: SyncMetric.syncs.rawValue,
            dimensions: dimensions + [("result", SyncMetrics.name(result))], factory: factory
        ).increment()
        duration.recordNanoseconds(Int64(clamping: nanoseconds))
        count(.pulledDocuments, report.pulled.documents)
        count(.pushedChanges, report.pushed.changes)
        count(.mergedChanges, report.pushed.merged)
        count(.refusedChanges, report.pushed.refused)
        count(.roundTrips, report.roundTrips)
        count(.bytesReceived, report.pulled.bytes)
        count(.bytesSent, report.pushed.bytes)
        conflicts.record(report.conflicts)
    }

    /// Records a pause before another attempt.
    func noteRetry() { count(.retries, 1) }

    /// Records how many changes wait.
    func notePending(_ count: Int) { pending.record(count) }

    private func count(_ metric: SyncMetric, _ amount: Int) {
        guard amount > 0 else { return }
        counters[metric]?.increment(by: amount)
    }

    private static func name(_ result: Result<Void, any Error>) -> String {
        switch result {
        case .success: "success"
        case .failure(let error as SyncError): error.code.rawValue
        case .failure(let error as StoreError): error.code.rawValue
        case .failure: "other"
        }
    }
}
