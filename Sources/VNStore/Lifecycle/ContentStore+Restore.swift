internal import Foundation
internal import GRDB
internal import VNModel

extension ContentStore {
    /// Puts a backup in the place of a store, under a new replica id and with the unsent work of
    /// the store that stood there.
    ///
    /// The backup is copied beside the store and checked there; it is only read itself. The copy
    /// takes a new replica id, since counters were given out after the backup was made. Changes
    /// that wait in the present store and that the backup does not have are rewritten and taken
    /// over, and so is what is held there; what was answered for since comes along in the journal,
    /// for hubs that are put back, too. Where the backup has an unsent change of a document that
    /// the present store never had, because one of the two files is a copy that was written to
    /// apart, the present store's unsent changes of that document are held. Where the present store
    /// is damaged, the report says so. The present store is kept under a name that the report
    /// tells. At last the copy replaces the content of the file in one transaction: other processes
    /// may have the store open, lose nothing that they write meanwhile, and see the restored state
    /// afterwards. A crash leaves the state before or the state after. The next sync pulls
    /// everything again.
    ///
    /// It needs room on the disk for three times the backup for a while.
    ///
    /// - Parameters:
    ///   - backup: a file that ``backup(to:replacing:dryRun:progress:)`` made, or another store.
    ///   - path: the store. If no file is there, the backup becomes one.
    ///   - replacing: whether a file that is no readable store is replaced; it is kept aside too.
    ///   - dryRun: whether all is tried on the copy and then given up.
    ///   - configuration: how stores are opened.
    ///   - progress: called after each step.
    /// - Throws: `CancellationError`; ``StoreError`` `store.not-found`, `store.not-a-store`,
    ///   `store.newer-schema`, `store.corrupt` if the backup is damaged, `store.locked` if others
    ///   write to the store without end, `store.disk-full`, `store.io`. The store is as it was
    ///   then.
    @concurrent
    public static func restore(
        from backup: String, to path: String, replacing: Bool = false, dryRun: Bool = false,
        configuration: StoreConfiguration = .init(),
        progress: (@Sendable (LifecycleProgress) -> Void)? = nil
    ) async throws -> RestoreReport {
        guard FileManager.default.fileExists(atPath: backup) else {
            throw StoreError(
                .notFound, "there is no backup at \(backup); name a file that `backup` wrote")
        }
        try StoreFile.check(backup)
        let present = try PresentStore(path, replacing: replacing)
        if present != .nothing, try StoreFile.token(backup) == StoreFile.token(path) {
            throw StoreError(
                .invalidRequest, "\(backup) is the store itself; name a backup of it")
        }
        let restoration = Restoration(
            backup: backup, path: path, present: present, isDryRun: dryRun,
            configuration: configuration, progress: progress)
        for _ in 0..<StoreLimits.restoreAttempts {
            if let report = try await restoration.attempt() { return report }
        }
        throw StoreError(
            .locked, "others write to the store without end; stop them and restore again")
    }
}

/// What stands where a backup is to come.
enum PresentStore: Hashable, Sendable {
    case nothing
    case store
    /// A file that is no store, or none that this program can read.
    case otherFile

    /// - Throws: ``StoreError`` if a file stands there that must not be replaced.
    init(_ path: String, replacing: Bool) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            self = .nothing
            return
        }
        do {
            try StoreFile.check(path)
            self = .store
        } catch  where replacing {
            self = .otherFile
        }
    }
}

/// One restore, as often as it must be tried.
private struct Restoration {
    let backup: String
    let path: String
    let present: PresentStore
    let isDryRun: Bool
    let configuration: StoreConfiguration
    let progress: (@Sendable (LifecycleProgress) -> Void)?

    /// - Returns: `nil` if others wrote to the store meanwhile.
    func attempt() async throws -> RestoreReport? {
        try StoreFile.prepareFolder(of: path)
        let file = try StagedFile(for: path, random: configuration.environment.random())
        let place = StagedFile.asidePath(path, configuration.environment.milliseconds())
        var aside: StagedFile?
        var mayBeDone = false
        do {
            let live = try present == .store ? LiveFile(path) : nil
            let source = try StoreError.named {
                try DatabaseQueue(path: backup, configuration: LiveFile.settings(readonly: true))
            }
            try await ContentStore.copyPages(from: source, to: file.path, progress)
            if let live { aside = try await keepAside(live, place) }
            let report = try await prepare(file, aside, place)
            mayBeDone = !isDryRun
            let isDone = isDryRun ? true : try await put(file, live, place)
            file.remove()
            if isDryRun || !isDone { aside?.removeFromPlace() }
            return isDone ? report : nil
        } catch {
            file.remove()
            if !mayBeDone { aside?.removeFromPlace() }
            throw error
        }
    }

    /// Copies the present store to where it is kept.
    private func keepAside(_ live: LiveFile, _ place: String) async throws -> StagedFile {
        let file = try StagedFile(for: place, random: configuration.environment.random())
        do {
            try await ContentStore.copyPages(from: live.queue, to: file.path, progress)
            try file.move(replacing: false)
            return file
        } catch {
            file.remove()
            throw error
        }
    }

    /// Checks the copy of the backup and makes it ready for use.
    private func prepare(
        _ file: StagedFile, _ aside: StagedFile?, _ place: String
    ) async throws -> RestoreReport {
        let store = try await ContentStore.open(at: file.path, configuration: configuration)
        return try await store.use { store in
            try await store.checkCopy(progress)
            progress?(LifecycleProgress(step: .rewriting, done: 0, total: 0))
            var failure: String?
            var result: (change: ReplicaChange, work: CarriedWork)?
            if let aside {
                do {
                    result = try await store.takeOver(aside.place)
                } catch let error as StoreError where error.isDamage {
                    failure = error.code.rawValue
                }
            }
            let change: ReplicaChange
            if let result {
                change = result.change
            } else {
                change = try await store.takeNewReplica()
            }
            let token = present == .store ? try StoreFile.token(path) : nil
            try await store.write(.durable) { session in
                try session.run("UPDATE remote SET lock_owner = NULL, lock_until_ms = NULL")
                if let token { try session.run("UPDATE store SET token = ?", .text(token)) }
            }
            let statistics = try await store.statistics()
            let isKept = !isDryRun && present != .nothing
            return RestoreReport(
                path: path, backup: backup,
                keptAside: isKept ? place : nil, replica: change.replica,
                former: change.former, articles: statistics.articles,
                comments: statistics.comments, pending: statistics.pending,
                carried: result?.work.changes ?? 0, carriedHeld: result?.work.held ?? 0,
                carryFailure: failure)
        }
    }

    /// Puts the ready copy in place.
    ///
    /// - Returns: `false` if others wrote to the store since it was copied aside.
    private func put(
        _ file: StagedFile, _ live: LiveFile?, _ place: String
    ) async throws -> Bool {
        let source = try StoreError.named { try DatabaseQueue(path: file.path) }
        try await StoreError.named {
            try await source.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA journal_mode = DELETE")
            }
        }
        guard let live else {
            try source.close()
            if present == .otherFile { try StagedFile.keep(path, as: place) }
            StagedFile.removeSideFiles(path)
            try file.move(replacing: present == .otherFile)
            return true
        }
        return try await live.replace(from: source, progress)
    }
}

extension ContentStore {
    /// Takes a new replica id and the unsent work of another file; one transaction.
    fileprivate func takeOver(
        _ other: String
    ) async throws -> (change: ReplicaChange, work: CarriedWork) {
        // It is a copy; opening brings it up to date.
        if try StoreFile.isOlder(other) {
            try await ContentStore.open(at: other, configuration: configuration).close()
        }
        let store = try await ContentStore.openReadOnly(at: other, configuration: configuration)
        defer { try? store.pool.close() }
        let (pool, environment) = (store.pool, store.environment)
        return try await write(.durable) { to in
            try StoreError.named {
                try pool.read { database in
                    let from = try StoreSession(database, environment: environment)
                    let carryOver = CarryOver(from: from, to: to)
                    let journals = try carryOver.carryJournals()
                    let change = try to.takeNewReplica(acknowledged: journals.acknowledged)
                    return (change, try carryOver.run(journals))
                }
            }
        }
    }
}
