internal import VNModel
internal import VNStore
internal import VNWire

// Recovery: the store is a copy or was rolled back, or the hub was put back or made anew.
extension Replicator {
    /// The store puts itself right; then the session begins anew.
    mutating func recover(_ remedy: Remedy) -> [Action] {
        recoveries += 1
        guard recoveries <= SyncLimits.recoveries else {
            return stop(remedy.reason == .generation ? .unsteady : .forked)
        }
        return enter(.recovering(remedy), .recover(remedy, from: session.local.replica))
    }

    mutating func recovered(_ outcome: RecoveryOutcome, by remedy: Remedy) -> [Action] {
        switch outcome {
        case .unchanged: break
        case .lacking(let count): return stop(.lostRows(count))
        case .forked(let change): note(remedy.reason, changes: change.changes)
        case .offered(let count): note(remedy.reason, changes: count)
        }
        return begin()
    }

    private mutating func note(_ reason: RecoveryReason, changes: Int) {
        var recovery = SyncReport.Recovery(reason)
        recovery.changes = changes
        report.recovery = recovery
    }

    /// The hub is another one than hello found.
    mutating func greetAgain() -> [Action] {
        recoveries += 1
        guard recoveries <= SyncLimits.recoveries else { return stop(.unsteady) }
        return begin()
    }

    /// The former id under whose journal the hub holds other changes, if it is one.
    var forkedFormers: [ReplicaID] {
        guard case .pushing(let request) = state, request.replica != session.local.replica else {
            return []
        }
        return [request.replica]
    }
}
