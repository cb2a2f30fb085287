internal import VNStore

extension ProgressMeter {
    /// Shows how far a backup, a restore or a compaction is.
    func update(_ progress: LifecycleProgress) {
        let phase: SyncPhrase =
            switch progress.step {
            case .copying: .copying
            case .checking: .verifying
            case .rewriting: .rewriting
            case .deleting: .deleting
            case .merging: .indexing
            case .packing: .packing
            }
        update(phase, done: progress.done, total: progress.total)
    }
}
