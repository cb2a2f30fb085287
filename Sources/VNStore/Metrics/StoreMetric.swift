/// The metrics that a store records, by their labels.
///
/// The labels are stable; new ones may come. What each one counts, and its unit, stands here and
/// nowhere else. None has content, ids or paths in it.
public enum StoreMetric: String, Hashable, Sendable, CaseIterable {
    /// Counter: transactions committed by this store, those of pulls and of the search index among
    /// them.
    case commits = "vnsync.store.commits"
    /// Timer: how long a transaction held the right to write, until it was on the disk; without
    /// the wait for that right.
    case commitDuration = "vnsync.store.commit.duration"
    /// Counter, bytes: pages that commits wrote to the write-ahead log, or that a transaction
    /// larger than the cache wrote before its commit.
    case commitBytes = "vnsync.store.commit.bytes"
    /// Counter: transactions that were rolled back because something failed or was cancelled.
    case rollbacks = "vnsync.store.rollbacks"
    /// Timer: how long a search took, from the call to its answer.
    case searchDuration = "vnsync.store.search.duration"
    /// Gauge: documents that wait for the search index, as the last search or indexing saw it.
    case searchBacklog = "vnsync.store.search.backlog"
    /// Counter: documents whose search keys were written.
    case indexedDocuments = "vnsync.store.search.indexed"
    /// Counter: times that an observation read its value, whether it had changed or not.
    case observationReads = "vnsync.store.observation.reads"
}
