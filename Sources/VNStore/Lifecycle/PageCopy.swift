internal import GRDB
internal import Synchronization

/// Copies all pages of a database into another one, in steps, while others go on writing.
///
/// SQLite begins again when somebody commits between two steps. After a few times the rest is
/// copied from one snapshot: others still go on writing, only the write-ahead log cannot be
/// emptied until the copy is done.
///
/// The target gets everything in one transaction: whoever reads it sees the state before or the
/// state after, also when the process dies.
struct PageCopy: Sendable {
    /// Called after each step with the pages done and those there are.
    var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
    /// Called after the first step, while nobody else can write to the target. What it throws
    /// leaves the target as it was.
    var whenLocked: (@Sendable () throws -> Void)?

    /// - Throws: `CancellationError`; ``StoreError``. The target is as it was then.
    func run(
        from source: any DatabaseReader, to target: any DatabaseWriter
    ) async throws {
        let cancellation = Cancellation()
        try await withTaskCancellationHandler {
            try Task.checkCancellation()
            try await StoreError.named {
                // Unsafe because it sees what others commit meanwhile, which the copy must.
                try await source.unsafeRead { from in
                    try target.writeWithoutTransaction { to in
                        try copy(from, to, cancellation)
                    }
                }
            }
        } onCancel: {
            cancellation.request()
        }
    }

    /// Whether the task that waits for the copy was cancelled.
    private final class Cancellation: Sendable {
        private let isRequested = Mutex(false)

        func request() { isRequested.withLock { $0 = true } }
        func check() throws { if isRequested.withLock({ $0 }) { throw CancellationError() } }
    }

    private func copy(
        _ from: Database, _ to: Database, _ cancellation: Cancellation
    ) throws {
        defer { if from.isInsideTransaction { try? from.rollback() } }
        var rest = Int.max
        var restarts = 0
        // At least two steps, so that the first leaves something to do.
        let pages = try Int32.fetchOne(from, sql: "PRAGMA page_count") ?? 0
        let step = max(1, min(StoreLimits.copyPages, pages / 2))
        try from.backup(to: to, pagesPerStep: step) { state in
            progress?(state.totalPageCount - state.remainingPageCount, state.totalPageCount)
            // An error now would come too late: everything is copied.
            guard !state.isCompleted else { return }
            try cancellation.check()
            if rest == Int.max { try whenLocked?() }
            if state.remainingPageCount >= rest {
                restarts += 1
                if restarts == StoreLimits.copyRestarts {
                    try from.beginTransaction(.deferred)
                    _ = try Int.fetchOne(from, sql: "SELECT count(*) FROM sqlite_schema")
                }
            }
            rest = state.remainingPageCount
        }
    }
}
