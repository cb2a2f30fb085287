internal import GRDB

/// What makes a store of one schema version one of the next.
package struct Migration: Sendable {
    /// The version that it makes; it is run on stores of the version before.
    package let version: Int32
    /// Changes tables and rows, inside the transaction that also notes the new version.
    package let run: @Sendable (StoreSession) throws -> Void

    /// A migration to a version.
    package init(to version: Int32, _ run: @escaping @Sendable (StoreSession) throws -> Void) {
        (self.version, self.run) = (version, run)
    }

    /// The migrations of this program, in order. Version 1 is the first one released.
    package static let released = [
        Migration(to: 2) { session in
            // Sums of digests, kept from now on by whatever writes documents.
            try session.run("ALTER TABLE store ADD COLUMN documents INTEGER NOT NULL DEFAULT 0")
            try session.run(
                """
                ALTER TABLE store ADD COLUMN digest_sum BLOB NOT NULL
                DEFAULT x'00000000000000000000000000000000'
                """)
            // What an endpoint's backups hold.
            try session.run("ALTER TABLE store ADD COLUMN backup_ms INTEGER")
            try session.run("ALTER TABLE ledger ADD COLUMN durable INTEGER")
            try session.recountDigests()
        },
        Migration(to: 3) { session in
            // What hubs that replicate tell each other of judged rows, and how far they are.
            try session.run("ALTER TABLE change_log ADD COLUMN cid BLOB")
            try session.run("ALTER TABLE change_log ADD COLUMN paths TEXT")
            try session.run(
                """
                CREATE TABLE peer (
                    url TEXT PRIMARY KEY,
                    own_generation TEXT NOT NULL,
                    generation TEXT,
                    cursor TEXT,
                    since INTEGER NOT NULL,
                    position INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID
                """)
            try session.run("ALTER TABLE remote ADD COLUMN moved INTEGER NOT NULL DEFAULT 0")
            // What a store holds of the scope that it wanted before.
            try session.run("ALTER TABLE remote ADD COLUMN former_scope TEXT")
            try session.run("ALTER TABLE remote ADD COLUMN former_cursor TEXT")
            // The application's resolvers.
            try session.run(
                """
                CREATE TABLE view_rule (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    name TEXT NOT NULL
                ) STRICT
                """)
            try session.run(
                """
                CREATE TABLE stale_view (
                    kind INTEGER NOT NULL,
                    document INTEGER NOT NULL,
                    PRIMARY KEY (kind, document)
                ) STRICT, WITHOUT ROWID
                """)
        },
    ]
}

extension ContentStore {
    /// Brings a store of an older schema up to the newest, a transaction for each version.
    ///
    /// A crash leaves one version or the other, whole. Several processes may try at once.
    ///
    /// - Throws: ``StoreError`` `store.corrupt` if a migration lost unsent work; the store is as
    ///   it was then.
    func migrate(_ migrations: [Migration]) async throws {
        let present = try await read { try $0.schemaVersion() }
        let missing = migrations.filter { $0.version > present }
        guard !missing.isEmpty else { return }
        for migration in missing {
            try await write(.durable) { session in
                guard try session.schemaVersion() == migration.version - 1 else { return }
                // Tables may be made anew; what names their rows is looked at before the commit.
                try session.run("PRAGMA defer_foreign_keys = ON")
                let work = try session.unsentWork()
                try migration.run(session)
                guard try session.unsentWork() == work else {
                    throw StoreError(
                        .corrupt, "the store could not be brought to schema \(migration.version)")
                }
                try session.run("PRAGMA user_version = \(migration.version)")
            }
        }
        // What opens the file next looks at the version in its header first.
        try? await pool.writeWithoutTransaction { _ = try $0.moveLog(.passive) }
    }
}

extension StoreSession {
    func schemaVersion() throws -> Int32 {
        try first("PRAGMA user_version") { Int32($0.integer(0)) } ?? 0
    }

    /// What a migration must not change: the journal's head, and how much waits or is held.
    fileprivate func unsentWork() throws -> [Int64] {
        try [
            "SELECT counter FROM store", "SELECT count(*) FROM pending",
            "SELECT count(*) FROM pending JOIN journal USING (replica, counter)",
            "SELECT count(*) FROM held",
        ].map { sql in try first(sql) { $0.integer(0) } ?? -1 }
    }
}
