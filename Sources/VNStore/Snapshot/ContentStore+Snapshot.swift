internal import Foundation
internal import GRDB
internal import VNModel
internal import VNSchema

extension ContentStore {
    /// 64 random bits, for names of files.
    package func environmentRandom() -> UInt64 { environment.random() }

    /// Writes the content as a snapshot, from which others can make stores, while this one goes on
    /// reading and writing.
    ///
    /// All tables come from one state of the store. Only what a pull would bring goes in, row by
    /// row into new tables: no journal, no remotes, no ledgers, nothing that was deleted and not
    /// yet overwritten in the file. Memory is bounded. The file comes under another name in the
    /// same folder and is moved to its place when it is whole and on the disk.
    ///
    /// - Parameters:
    ///   - path: where the snapshot comes; what is there is replaced.
    ///   - cursor: the text of the cursor from which its stores pull on, for a generation and a
    ///     place in the feed.
    /// - Throws: `CancellationError`; ``StoreError``.
    @concurrent
    package func writeSnapshot(
        to path: String, cursor: @escaping @Sendable (_ generation: String, UInt64) -> String
    ) async throws -> SnapshotSummary {
        try StoreFile.prepareFolder(of: path)
        let file = try StagedFile(for: path, random: environment.random())
        do {
            let head = try await fill(file.path, cursor)
            let digest = try FileDigest.sha256(file.path)
            try file.move(replacing: true)
            return SnapshotSummary(
                bytes: DiskSpace.bytes(path), documents: Int(clamping: head.sum.count),
                seq: head.seq, generation: head.generation, digest: digest)
        } catch {
            file.remove()
            throw error
        }
    }

    fileprivate struct Head: Sendable {
        var seq: UInt64
        var generation: String
        var sum: DigestSum
    }

    private func fill(
        _ file: String, _ cursor: @escaping @Sendable (String, UInt64) -> String
    ) async throws -> Head {
        var settings = Configuration()
        settings.busyMode = .timeout(10)
        settings.foreignKeysEnabled = false
        let target = try StoreError.named {
            try DatabaseQueue(path: file, configuration: settings)
        }
        defer { try? target.close() }
        let (environment, source) = (environment, path)
        return try await StoreError.named {
            try await target.writeWithoutTransaction { database in
                // Nobody else has the file, and it is written to the disk as a whole.
                try database.execute(
                    sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
                try database.execute(sql: VNSchema.storeSQL)
                try database.execute(sql: "ATTACH DATABASE ? AS hub", arguments: [source])
                var head: Head?
                try database.inTransaction(.deferred) {
                    let session = try StoreSession(database, environment: environment)
                    head = try session.copyContent(cursor)
                    return .commit
                }
                try database.execute(sql: "DETACH DATABASE hub")
                guard let head else { preconditionFailure("the transaction ran") }
                return head
            }
        }
    }
}

extension StoreSession {
    /// Copies what a pull would bring from the attached database `hub`.
    fileprivate func copyContent(_ cursor: (String, UInt64) -> String) throws -> ContentStore.Head {
        let read = try first(
            "SELECT seq, generation, documents, digest_sum FROM hub.store"
        ) { row in
            DigestSum(count: row.unsigned(2), bytes: row.blob(3)).map {
                ContentStore.Head(seq: row.unsigned(0), generation: row.text(1) ?? "", sum: $0)
            }
        }
        guard let head = read ?? nil else {
            throw StoreError(.corrupt, "the store's own row is damaged")
        }
        // A replica that never wrote is known to nobody, and need not become so.
        try run(
            """
            INSERT INTO main.replica SELECT replica.number, replica.id, 0,
                CASE replica.number WHEN store.replica THEN max(replica.counter, store.counter)
                ELSE replica.counter END
            FROM hub.replica AS replica, hub.store AS store
            WHERE replica.number <> store.replica OR replica.counter > 0 OR store.counter > 0
            """)
        for table in ["article", "comment", "article_topic", "sibling"] {
            try Task.checkCancellation()
            try run("INSERT INTO main.\(table) SELECT * FROM hub.\(table)")
        }
        try run("INSERT INTO main.replica (id) VALUES (?)", .text(ReplicaID(bits: 0).description))
        let origin = SQLValue.blob(ChangeHash.origin.bytes)
        try run(
            """
            INSERT INTO main.store (id, replica, created_ms, token, hlc, seq, counter, head_hash,
                search_seq, generation, documents, digest_sum)
            SELECT 1, ?, 0, '', hlc, seq, 0, ?, 0, '', documents, digest_sum FROM hub.store
            """, .integer(lastInsertedNumber), origin)
        try run(
            """
            INSERT INTO main.remote (name, url, generation, cursor, acked_hash, is_complete)
            VALUES ('', '', ?, ?, ?, 1)
            """, .text(head.generation), .text(cursor(head.generation, head.seq)), origin)
        try run("PRAGMA main.application_id = \(SnapshotFormat.applicationID)")
        try run("PRAGMA main.user_version = \(StoreFile.schemaVersion)")
        return head
    }
}
