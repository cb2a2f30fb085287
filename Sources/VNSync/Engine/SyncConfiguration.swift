public import CoreMetrics
internal import VNWire

/// How an engine syncs.
public struct SyncConfiguration: Sendable {
    /// Why a token is asked for.
    public enum TokenRequest: Sendable {
        /// The engine has none yet.
        case first
        /// The hub refused this one; answering the same again gives up.
        case refused(String?)
    }

    /// Gives the bearer token, `nil` if there is none. It is asked before the first request and
    /// once in each sync in which the hub answers 401.
    public var token: (@Sendable (TokenRequest) async throws -> String?)?
    /// How long a ``SyncWatcher`` waits between two syncs when nothing changes here and nothing is
    /// heard of the hub.
    public var interval: Duration = .seconds(60)
    /// How often one sync begins anew, with growing pauses, after an error that may pass.
    public var retryLimit = 0
    /// How often one sync takes up a pull that was cut after something of it was committed.
    public var resumeLimit = 3
    /// The longest pause before another attempt; the first is about a second.
    public var retryPauseLimit: Duration = .seconds(300)
    /// Changes of one push; the hub may lower it.
    public var batchChangeLimit = WireLimits.pushChanges
    /// Bytes of the changes of one push; the hub may lower it.
    public var batchByteLimit = WireLimits.pushBytes
    /// Whether the hub trusts this store as it trusts another hub. Then, when it was put back, it
    /// is offered all that stands here, of any author, before the store takes over what it holds.
    /// A hub that does not is pulled from all the same.
    public var isTrusted = false
    /// Whether the store is compared with the hub after a complete pull, and repaired.
    package var comparesState = true
    /// Documents that one pull may delete; the sync stops before it deletes more. A first pull
    /// is not bounded.
    public var deletionLimit: Int?
    /// Whether what could be done at the same time is done one after the other, so that a
    /// simulation of the engine runs alike each time. Costs time, changes nothing else.
    package var worksInOrder = false
    /// Whether a push is sent before the one in front of it is answered.
    package var pushesAhead = true

    /// Who collects the metrics of ``SyncMetric``; `nil`: whoever was given to
    /// `MetricsSystem.bootstrap` before the engine was made. Without a collector, nothing is
    /// measured.
    public var metricsFactory: (any MetricsFactory)?
    /// Names and values that every metric of this engine has besides `remote`.
    public var metricsDimensions: [(String, String)] = []

    /// The defaults: one attempt, no token, the process's collector of metrics.
    public init() {}
}
