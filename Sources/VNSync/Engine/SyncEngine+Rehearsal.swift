public import VNModel
internal import VNStore
internal import VNWire

extension SyncEngine {
    /// Finds out what a sync would do, and changes nothing here or at the hub.
    ///
    /// It is the session of ``sync(_:progress:)`` up to where that would write or move content:
    /// the right to sync, the copied store, the token, the hub and its generation and the journal
    /// are looked at as there, and fail as there.
    ///
    /// - Parameters:
    ///   - direction: which way changes would travel.
    ///   - scope: what the store would want of the hub's content, from the beginning; `nil`: what
    ///     it wants now.
    /// - Throws: ``SyncError``; `StoreError` if the store itself fails.
    public func rehearse(
        _ direction: SyncDirection = .both, scope: Scope? = nil
    ) async throws -> SyncRehearsal {
        let owner = try becomeOwner()
        defer {
            self.owner = nil
            contact = Contact()
            publish(.idle)
        }
        try await lock(owner, in: store.rehearsing)
        let start = (environment.milliseconds(), transport.counters)
        var machine = Replicator(Replicator.Configuration(direction: direction, configuration))
        let recovery: RecoveryReason?
        do {
            recovery = try await greet(&machine, scope)
        } catch is CancellationError {
            throw SyncError.interrupted
        }
        var report = report(of: machine, since: start)
        report.pushed.changes = direction.pushes ? machine.session.local.pending : 0
        report.conflicts = try await store.conflictCount()
        let reason = recovery ?? machine.session.local.recovery
        return SyncRehearsal(
            report: report,
            needsPull: direction.pulls && (machine.session.needsPull || reason != nil),
            recovery: reason)
    }

    /// Lets machine and world talk until there is something to write or to move.
    ///
    /// - Returns: why the sync would begin with a recovery, if it would.
    private func greet(
        _ machine: inout Replicator, _ scope: Scope?
    ) async throws -> RecoveryReason? {
        var event: Replicator.Event? = .start
        while let current = event {
            event = nil
            for action in machine.handle(current) {
                switch action {
                case .finish(let result):
                    try result.result.get()
                    return nil
                case .recover(let remedy, _): return remedy.reason
                case .load:
                    var local = try await load()
                    if let scope { local.begin(scope) }
                    event = .loaded(local)
                case .hello, .compare, .askToken, .wait, .report:
                    try Task.checkCancellation()
                    event = try await perform(action) ?? event
                default: return nil
                }
            }
        }
        return nil
    }
}

extension LocalState {
    /// Wants another part of the hub's content, as a store does whose scope was changed.
    fileprivate mutating func begin(_ scope: Scope) {
        self.scope = scope
        cursor = nil
        isFirst = true
    }
}
