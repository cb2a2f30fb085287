public import VNStore

/// What a sync would do, as far as one round trip tells.
public struct SyncRehearsal: Hashable, Sendable {
    /// The report of a sync that has yet to move anything: ``SyncReport/Pushed/changes`` are
    /// those that would be pushed, bytes and round trips those of the rehearsal.
    public internal(set) var report: SyncReport
    /// Whether there is something to pull, as the hub says; `false` if the sync would not pull.
    /// How much it is, only a pull shows.
    public let needsPull: Bool
    /// Why store and hub would have to find together again first, if they would.
    public let recovery: RecoveryReason?
}
