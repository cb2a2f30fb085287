internal import VNModel

extension ContentStore {
    /// Takes away media files that are no longer of use.
    ///
    /// These are: files that no article has referred to since a collection that is longer ago
    /// than `unusedGrace`; beyond `totalLimit` those used longest ago, unless nobody could fetch
    /// them again; files without a row, and drafts whose writer is gone, which interruptions
    /// leave. Rows whose file is gone are forgotten. A deleted article refers to its pictures
    /// until it is purged; so do values in conflict and held changes.
    ///
    /// It may run beside everything else, in other processes too, and be interrupted at any
    /// point: the next one goes on.
    ///
    /// - Returns: what was done; of a ``rehearsing`` store what would be done.
    /// - Throws: ``StoreError``, `CancellationError`.
    /// - Complexity: O(*n*) in the number of files, and what changed in articles since the last.
    @concurrent
    @discardableResult
    public func collectMedia() async throws -> MediaCollectionReport {
        try await readWithMediaIndex { _ in }
        var run = MediaCollectionRun(self)
        try await run.removeUnused()
        try await run.keepToLimit()
        try await run.removeRemains()
        try await run.count()
        return run.report
    }
}

/// One collection.
private struct MediaCollectionRun {
    private let store: ContentStore
    private let folder: MediaFolder
    /// Files without use since then may go.
    private let deadline: UInt64
    private(set) var report = MediaCollectionReport()

    init(_ store: ContentStore) {
        self.store = store
        folder = store.mediaFolder
        let now = store.environment.milliseconds()
        let grace = store.configuration.media.unusedGrace.components.seconds
        deadline = now - min(now, UInt64(max(0, grace)) * 1000)
    }

    /// Notes which files are without use now, and forgets those that have been for long, and those
    /// that are not there.
    mutating func removeUnused() async throws {
        let (folder, deadline) = (folder, deadline)
        var last = MediaDigest.lowest
        while true {
            try Task.checkCancellation()
            let start = last
            let batch = try await store.write(.repeatable) { session in
                try session.markUnused(after: start, deadline: deadline, in: folder)
            }
            try await remove(batch.removed)
            report.forgottenRows += batch.forgotten
            guard let reached = batch.last else { return }
            last = reached
        }
    }

    /// Forgets files that were used longest ago until the rest is within the limit.
    mutating func keepToLimit() async throws {
        guard let limit = store.configuration.media.totalLimit else { return }
        let gone = store.isRehearsing ? report.removedBytes : 0
        while true {
            try Task.checkCancellation()
            let removed = try await store.write(.repeatable) { session in
                let excess = try session.mediaTotal().bytes - gone - limit
                return try session.evictMedia(bytes: excess, for: nil)
            }
            try await remove(removed)
            if store.isRehearsing || removed.isEmpty { return }
        }
    }

    /// Takes the bytes of forgotten files away.
    private mutating func remove(_ files: [MediaRow]) async throws {
        report.removedFiles += files.count
        report.removedBytes += files.reduce(0) { $0 + $1.bytes }
        try await store.removeMediaFiles(files.map(\.digest))
    }

    /// Takes away what interruptions left.
    mutating func removeRemains() async throws {
        let (folder, isRehearsal) = (folder, store.isRehearsing)
        report.removedRemains += folder.removeDeadDrafts(isRehearsal: isRehearsal)
        for shelf in UInt8.min...UInt8.max {
            try Task.checkCancellation()
            let strangers = try await store.read { session in
                try folder.digests(on: shelf).filter { try session.media($0) == nil }
            }
            var rest = strangers[...]
            while !rest.isEmpty {
                let batch = Array(rest.prefix(MediaLimits.collectionBatch))
                rest = rest.dropFirst(batch.count)
                report.removedRemains += try await store.write(.repeatable) { session in
                    try session.removeFiles(without: batch, in: folder, isRehearsal: isRehearsal)
                }
            }
        }
    }

    mutating func count() async throws {
        let total = try await store.read { try $0.mediaTotal() }
        let isRehearsal = store.isRehearsing
        report.files = total.files - (isRehearsal ? report.removedFiles + report.forgottenRows : 0)
        report.bytes = total.bytes - (isRehearsal ? report.removedBytes : 0)
    }
}

extension ContentStore {
    /// Takes the bytes of files away that were forgotten and not noted again since.
    func removeMediaFiles(_ digests: [MediaDigest]) async throws {
        guard !digests.isEmpty, !isRehearsing else { return }
        let folder = mediaFolder
        _ = try await write(.repeatable) { session in
            try session.removeFiles(without: digests, in: folder, isRehearsal: false)
        }
    }
}

/// What one batch of a collection came to.
private struct MediaBatch: Sendable {
    var removed: [MediaRow] = []
    var forgotten = 0
    /// The last row that was looked at; `nil` if there was none.
    var last: MediaDigest?
}

extension StoreSession {
    /// Files and bytes that are noted.
    func mediaTotal() throws -> (files: Int, bytes: Int) {
        try first("SELECT count(*), ifnull(sum(bytes), 0) FROM media") {
            (Int($0.integer(0)), Int($0.integer(1)))
        } ?? (0, 0)
    }

    /// One batch of media rows, in the order of their digests.
    fileprivate func markUnused(
        after start: MediaDigest, deadline: UInt64, in folder: MediaFolder
    ) throws -> MediaBatch {
        let rows: [(row: MediaRow, unused: UInt64?, isReferred: Bool)] = try all(
            """
            SELECT \(MediaRow.columns), unused_ms, \(StoreSession.isReferred)
            FROM media AS m WHERE sha256 > ? ORDER BY sha256 LIMIT ?
            """, [.digest(start), .integer(Int64(MediaLimits.collectionBatch))]
        ) { row in
            let unused = row.optionalInteger(5).map { UInt64(bitPattern: $0) }
            return (row: try MediaRow(row), unused: unused, isReferred: row.integer(6) == 1)
        }
        var batch = MediaBatch()
        for (row, unused, isReferred) in rows {
            batch.last = row.digest
            let since = unused ?? environment.milliseconds()
            if folder.size(row.digest) != row.bytes {
                try forget(row.digest)
                batch.forgotten += 1
            } else if !isReferred, since <= deadline {
                try forget(row.digest)
                batch.removed.append(row)
            } else if isReferred != (unused == nil) {
                try run(
                    "UPDATE media SET unused_ms = ? WHERE sha256 = ?",
                    isReferred ? .null : .integer(since), .digest(row.digest))
            }
        }
        return batch
    }

    /// Forgets files that can be fetched again, those used longest ago first.
    ///
    /// - Parameters:
    ///   - bytes: how much room to make.
    ///   - wanted: only files that no article refers to that was published at the same time or
    ///     later, and that were not used since; `nil`: any files.
    /// - Returns: what was forgotten, perhaps not enough; its bytes are taken away after the
    ///   commit.
    func evictMedia(
        bytes: Int, for wanted: (published: Int64, since: UInt64)?
    ) throws -> [MediaRow] {
        guard bytes > 0 else { return [] }
        var condition = "EXISTS (SELECT 1 FROM media_source AS s WHERE s.sha256 = m.sha256)"
        var values: [SQLValue] = []
        if let wanted {
            condition += " AND m.last_used_ms < ? AND NOT \(StoreSession.isReferredSince)"
            values = [
                .integer(wanted.since), .integer(wanted.published), .integer(wanted.published),
            ]
        }
        var missing = bytes
        let candidates = try all(
            """
            SELECT \(MediaRow.columns) FROM media AS m WHERE \(condition)
            ORDER BY last_used_ms, sha256 LIMIT ?
            """, values + [.integer(Int64(MediaLimits.evictionBatch))]
        ) { try MediaRow($0) }
        let chosen = candidates.prefix { row in
            defer { missing -= row.bytes }
            return missing > 0
        }
        for row in chosen { try forget(row.digest) }
        return Array(chosen)
    }

    /// Whether an article or a held change refers to the media file `m`.
    private static let isReferred = """
        (EXISTS (SELECT 1 FROM media_reference AS r JOIN article AS a ON a.number = r.article
            WHERE r.sha256 = m.sha256)
        OR EXISTS (SELECT 1 FROM media_source AS s JOIN media_reference AS r ON r.url = s.url
            JOIN article AS a ON a.number = r.article WHERE s.sha256 = m.sha256)
        OR EXISTS (SELECT 1 FROM held WHERE instr(ops, lower(hex(m.sha256))) > 0))
        """

    /// Whether an article published at a time or later refers to the media file `m`.
    private static let isReferredSince = """
        (EXISTS (SELECT 1 FROM media_reference AS r JOIN article AS a ON a.number = r.article
            WHERE r.sha256 = m.sha256 AND a.published_ms >= ?)
        OR EXISTS (SELECT 1 FROM media_source AS s JOIN media_reference AS r ON r.url = s.url
            JOIN article AS a ON a.number = r.article
            WHERE s.sha256 = m.sha256 AND a.published_ms >= ?))
        """
}
