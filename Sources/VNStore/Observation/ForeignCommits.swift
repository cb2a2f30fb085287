internal import GRDB
internal import Synchronization
internal import VNModel

/// Looks for commits of others while somebody waits for one, and tells the store's listeners.
///
/// SQLite's `data_version` of a connection changes when another connection commits, in this
/// process or another. Asked on the one connection that this store writes with, it counts exactly
/// the commits that no signal announces. One look serves everyone who waits.
final class ForeignCommits: Sendable {
    private struct State {
        var waiting = 0
        var watch: Task<Void, Never>?
        /// The newest version seen.
        var version: Int64?
    }

    private let pool: DatabasePool
    private let commits: CommitNotifier
    private let environment: any Environment
    private let state = Mutex(State())

    init(_ pool: DatabasePool, _ commits: CommitNotifier, _ environment: any Environment) {
        self.pool = pool
        self.commits = commits
        self.environment = environment
    }

    /// Watches the file while `wait` runs.
    ///
    /// A commit since the last watch is told when this one begins.
    func watching<T: Sendable>(_ wait: () async -> T) async -> T {
        state.withLock { state in
            state.waiting += 1
            if state.watch == nil { state.watch = Task { await self.watch() } }
        }
        let result = await wait()
        state.withLock { state in
            state.waiting -= 1
            guard state.waiting == 0 else { return }
            state.watch?.cancel()
            state.watch = nil
        }
        return result
    }

    private func watch() async {
        while !Task.isCancelled {
            await look()
            do {
                try await environment.sleep(for: StoreLimits.observationInterval)
            } catch { return }
        }
    }

    /// What cannot be read now is read at the next look.
    private func look() async {
        let version = try? await pool.writeWithoutTransaction { database in
            try Int64.fetchOne(database, sql: "PRAGMA data_version")
        }
        guard let version = version ?? nil else { return }
        let isNew = state.withLock { state in
            defer { state.version = version }
            return state.version != version
        }
        if isNew { commits.signal() }
    }
}
