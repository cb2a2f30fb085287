internal import Foundation
internal import GRDB
internal import Logging
internal import VNModel

extension ContentStore {
    /// Writes a backup: one whole, checked file of mode 0600, while others go on writing here.
    ///
    /// The file comes under another name in the same folder; it is checked there (its structure,
    /// the store's own row, every hash of the journal), written to the disk and only then moved.
    /// So there is a whole backup at the path, or what was there before. The backup holds a state
    /// of the store at some moment of the call, and at least everything that was committed before
    /// it. Opened as a store, it is a copied store; `restore` puts it back in use.
    ///
    /// Of a ``rehearsing`` store only the path is looked at, and the store's own numbers are
    /// answered.
    ///
    /// - Parameters:
    ///   - path: where the backup comes; its folder must be there.
    ///   - replacing: whether a file that is there already is replaced.
    ///   - progress: called after each step.
    /// - Throws: `CancellationError`; ``StoreError`` `store.exists`, `store.invalid-request` if
    ///   the path is the store's own, `store.read-only`, `store.disk-full`, `store.corrupt` if
    ///   the store is damaged, so that no backup is made of it.
    @concurrent
    public func backup(
        to path: String, replacing: Bool = false,
        progress: (@Sendable (LifecycleProgress) -> Void)? = nil
    ) async throws -> BackupReport {
        try checkBackupPath(path, replacing: replacing)
        if isRehearsing {
            return try await backupReport(path, bytes: try await statistics().bytes)
        }
        let before = try await read { try $0.head() }
        let file = try StagedFile(for: path, random: environment.random())
        do {
            try await ContentStore.copyPages(from: pool, to: file.path, progress)
            let report = try await checkedCopy(file.path, path, before, progress)
            try file.move(replacing: replacing)
            configuration.logger.debug(
                "backup written",
                metadata: ["bytes": "\(report.bytes)", "counter": "\(report.counter)"])
            return report
        } catch {
            file.remove()
            throw error
        }
    }

    private func checkBackupPath(_ path: String, replacing: Bool) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: path) else { return }
        guard try StoreFile.token(path) != StoreFile.token(self.path) else {
            throw StoreError(
                .invalidRequest, "\(path) is the store itself; choose another path")
        }
        var isFolder: ObjCBool = false
        guard replacing, files.fileExists(atPath: path, isDirectory: &isFolder),
            !isFolder.boolValue
        else { throw StoreError.fileExists(path) }
    }

    /// Copies the pages into an empty file, which needs nothing beside it afterwards.
    static func copyPages(
        from source: any DatabaseReader, to path: String,
        _ progress: (@Sendable (LifecycleProgress) -> Void)?
    ) async throws {
        let target = try StoreError.named { try DatabaseQueue(path: path) }
        defer { try? target.close() }
        try await StoreError.named {
            // Nobody else has the file, and it is written to the disk as a whole.
            try await target.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = OFF")
            }
        }
        let copy = PageCopy(progress: { done, total in
            progress?(LifecycleProgress(step: .copying, done: done, total: total))
        })
        try await copy.run(from: source, to: target)
        try await StoreError.named {
            try await target.writeWithoutTransaction { database in
                let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
                guard mode == "delete" else {
                    throw StoreError(.inputOutput, "the copy keeps a log beside it")
                }
            }
        }
    }

    private func checkedCopy(
        _ copy: String, _ path: String, _ before: StoreHead,
        _ progress: (@Sendable (LifecycleProgress) -> Void)?
    ) async throws -> BackupReport {
        let store = try await ContentStore.openReadOnly(at: copy, configuration: configuration)
        return try await store.use { store in
            try await store.checkCopy(progress)
            let head = try await store.read { try $0.head() }
            guard head.replica != before.replica || head.journal.counter >= before.journal.counter,
                head.seq >= before.seq
            else { throw StoreError(.corrupt, "the copy lacks what the store had before") }
            let size = try FileManager.default.attributesOfItem(atPath: copy)[.size] as? NSNumber
            return try await store.backupReport(path, bytes: size?.intValue ?? 0)
        }
    }

    private func backupReport(_ path: String, bytes: Int) async throws -> BackupReport {
        let statistics = try await statistics()
        let counter = try await read { try $0.head().journal.counter }
        return BackupReport(
            path: path, bytes: bytes, replica: statistics.replica, counter: counter,
            articles: statistics.articles, comments: statistics.comments,
            pending: statistics.pending, held: statistics.refused)
    }

    /// Checks all that a copy can have lost: structure, the store's own row, the journal.
    ///
    /// - Throws: ``StoreError`` `store.corrupt`, which says what is wrong; `store.io`.
    func checkCopy(
        _ progress: (@Sendable (LifecycleProgress) -> Void)?
    ) async throws {
        var verifier = Verifier(store: self, repairs: false) { state in
            progress?(LifecycleProgress(step: .checking, done: state.done, total: state.total))
        }
        try await verifier.runForCopy()
        guard let failed = verifier.checks.first(where: { !$0.ok }) else { return }
        throw StoreError(finding: failed.detail)
            ?? StoreError(.corrupt, "the copy is damaged: \(failed.detail)")
    }
}
