/// The metrics that a ``SyncEngine`` records, by their labels.
///
/// The labels are stable; new ones may come. What each one counts, and its unit, stands here and
/// nowhere else. Every one has the dimension `remote`, the name of the remote; none has content,
/// ids, addresses or tokens in it. All are recorded at the end of a sync, whatever came of it,
/// except where it says otherwise.
public enum SyncMetric: String, Hashable, Sendable, CaseIterable {
    /// Counter: syncs. Its dimension `result` is `success`, the code of the `SyncError` or
    /// `StoreError` that ended it, or `other`.
    case syncs = "vnsync.sync.syncs"
    /// Timer: how long a sync took.
    case duration = "vnsync.sync.duration"
    /// Counter: documents that came, whole or in part.
    case pulledDocuments = "vnsync.sync.pulled.documents"
    /// Counter: changes that the hub judged.
    case pushedChanges = "vnsync.sync.pushed.changes"
    /// Counter: changes that met concurrent values at the hub.
    case mergedChanges = "vnsync.sync.merged.changes"
    /// Counter: changes that the hub refused.
    case refusedChanges = "vnsync.sync.refused.changes"
    /// Counter: requests sent.
    case roundTrips = "vnsync.sync.round_trips"
    /// Counter, bytes: what came over the wire.
    case bytesReceived = "vnsync.sync.bytes.received"
    /// Counter, bytes: what went over the wire.
    case bytesSent = "vnsync.sync.bytes.sent"
    /// Counter: pauses before another attempt, when they begin.
    case retries = "vnsync.sync.retries"
    /// Gauge: changes that wait to be pushed, when a sync begins and when it ends.
    case pending = "vnsync.sync.pending"
    /// Gauge: conflicts that the store lists.
    case conflicts = "vnsync.sync.conflicts"
}
