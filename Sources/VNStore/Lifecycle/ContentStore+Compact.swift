internal import GRDB
internal import VNModel

extension ContentStore {
    /// Frees what is no longer needed, in short transactions between which others write.
    ///
    /// 1. Journal rows go that every remote has answered for and has in its last backup and that
    ///    are older than what is kept; without a remote none goes. Rows of former replica ids go
    ///    by the same rules, once every remote has a change of the present id in its backup,
    ///    which came after them. The last row of each id stays. Arrivals of that age go.
    /// 2. The payloads of purged documents go from journal rows that stay; what is held for its
    ///    author is never touched.
    /// 3. The search index is merged, so that nothing deleted is left in it.
    /// 4. The file is packed if more than a tenth of it is free and the disk has room for a copy;
    ///    meanwhile nobody else can write.
    /// 5. The write-ahead log is emptied. What was deleted is then nowhere in the files.
    ///
    /// Of a ``rehearsing`` store it is only found out what would be done.
    ///
    /// If it is cancelled or the process dies, what was done stays; the next call does the rest.
    ///
    /// - Parameters:
    ///   - options: how much is kept.
    ///   - progress: called after each transaction.
    /// - Throws: `CancellationError`; ``StoreError`` `store.invalid-request` for negative days.
    @concurrent
    public func compact(
        _ options: CompactOptions = .init(),
        progress: (@Sendable (LifecycleProgress) -> Void)? = nil
    ) async throws -> CompactReport {
        guard (0...StoreLimits.keepDays).contains(options.keepDays) else {
            throw StoreError(
                .invalidRequest, "a store keeps 0 to \(StoreLimits.keepDays) days of its journal")
        }
        let age = UInt64(options.keepDays) * 86_400_000
        let now = environment.milliseconds()
        var run = Compaction(
            store: self, cutoff: now > age ? now - age : 0, isDryRun: isRehearsing,
            progress: progress)
        run.report.bytesBefore = bytesOnDisk
        try await run.dropJournal()
        try await run.erasePayloads()
        try await run.dropArrivals()
        try await run.mergeSearch()
        try await run.pack()
        if !isRehearsing { run.report.isLogEmpty = try await emptyLog() }
        run.report.bytesAfter = bytesOnDisk
        return run.report
    }

    /// The bytes of the file and its write-ahead log.
    var bytesOnDisk: Int { DiskSpace.bytes(path) + DiskSpace.bytes(path + "-wal") }

    /// Moves everything into the main file and empties the write-ahead log.
    ///
    /// - Returns: whether it is empty; not while somebody goes on reading what it holds.
    func emptyLog() async throws -> Bool {
        do {
            return try await StoreError.named {
                try await pool.writeWithoutTransaction { database in
                    try database.moveLog(.truncate) == 0
                }
            }
        } catch let error as StoreError where error.code == .locked {
            return false
        }
    }
}

/// One run of a compaction. Each part finds by itself what is left to do.
private struct Compaction {
    let store: ContentStore
    /// Milliseconds since 1970: what is older goes.
    let cutoff: UInt64
    let isDryRun: Bool
    let progress: (@Sendable (LifecycleProgress) -> Void)?
    var report = CompactReport()

    private func tell(_ step: LifecycleProgress.Step, _ done: Int, of total: Int = 0) throws {
        try Task.checkCancellation()
        progress?(LifecycleProgress(step: step, done: done, total: total))
    }

    mutating func dropJournal() async throws {
        let cutoff = cutoff
        let part = try await store.read { try $0.expendableJournal(before: cutoff) }
        report.journalRows = part.rows
        report.contentBytes += part.bytes
        guard !isDryRun else { return }
        var done = 0
        while done < part.rows {
            try tell(.deleting, done, of: part.rows)
            let count = try await store.write(.repeatable) { session in
                // Asked again each time: a remote that was just added may need what is left.
                try session.dropJournal(before: cutoff)
            }
            guard count > 0 else { return }
            done += count
        }
    }

    mutating func erasePayloads() async throws {
        var position: Int64 = 0
        var done = 0
        while true {
            try tell(.deleting, done)
            let (start, writes) = (position, !isDryRun)
            let part =
                writes
                ? try await store.write(.durable) { try $0.erasePayloads(after: start, true) }
                : try await store.read { try $0.erasePayloads(after: start, false) }
            report.erasedPayloads += part.rows
            report.contentBytes += part.bytes
            done += part.rows
            guard let last = part.last else { return }
            position = last
        }
    }

    mutating func dropArrivals() async throws {
        var place: ArrivalPlace?
        var done = 0
        while true {
            try tell(.deleting, done)
            let (start, cutoff, writes) = (place, cutoff, !isDryRun)
            let part =
                writes
                ? try await store.write(.repeatable) {
                    try $0.dropArrivals(after: start, before: cutoff, true)
                }
                : try await store.read { try $0.dropArrivals(after: start, before: cutoff, false) }
            report.arrivals += part.rows
            report.contentBytes += part.bytes
            done += part.rows
            guard let last = part.last else { return }
            place = last
        }
    }

    mutating func mergeSearch() async throws {
        for kind in DocumentKind.allCases {
            let parts = try await store.read { try $0.searchParts(kind) }
            // What stands in one part has no deleted words in it.
            guard parts > 1 else { continue }
            report.searchParts += parts
            guard !isDryRun else { continue }
            var pages = -StoreLimits.mergePages
            var done = 0
            while true {
                try tell(.merging, done)
                let amount = pages
                let goesOn = try await store.write(.repeatable) {
                    try $0.mergeSearch(kind, pages: amount)
                }
                guard goesOn else { break }
                pages = StoreLimits.mergePages
                done += pages
            }
        }
    }

    mutating func pack() async throws {
        let space = try await store.read { try $0.pageCounts() }
        let pages = space.free * 100 > space.all * StoreLimits.packPercent
        guard pages else { return }
        let used = (space.all - space.free) * space.size
        let missing = DiskSpace.missingToPack(store.path, bytes: used)
        guard missing == 0 else {
            (report.packing, report.missingBytes) = (.noRoom, missing)
            return
        }
        report.packing = .packed
        guard !isDryRun else { return }
        try tell(.packing, 0, of: space.all - space.free)
        let pool = store.pool
        try await StoreError.named {
            try await pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
        }
        try tell(.packing, space.all - space.free, of: space.all - space.free)
    }
}

extension DiskSpace {
    /// The bytes that lack for packing a store: a copy of what it holds in SQLite's folder for
    /// temporary files, and once more in its write-ahead log.
    fileprivate static func missingToPack(_ path: String, bytes: Int) -> Int {
        let here = free(folder(of: path)) ?? .max
        let there = free(temporaryFolder) ?? .max
        // Both may be one disk.
        return max(0, 2 * bytes - here, bytes - there)
    }
}
