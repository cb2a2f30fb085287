internal import GRDB
internal import VNModel
internal import VNSchema

extension StoreSession {
    /// Makes the tables and the one row of a new store.
    func createSchema(name: String?, token: String) throws {
        try StoreError.named {
            try database.execute(sql: VNSchema.storeSQL)
            try database.execute(
                sql: """
                    PRAGMA application_id = \(StoreFile.applicationID);
                    PRAGMA user_version = \(StoreFile.schemaVersion);
                    """)
        }
        let replica = try number(of: environment.newReplicaID())
        try run("UPDATE replica SET is_own = 1 WHERE number = ?", .integer(Int64(replica)))
        try run(
            """
            INSERT INTO store (id, replica, name, created_ms, token, hlc, seq, counter, head_hash,
                search_seq, generation)
            VALUES (1, ?, ?, ?, ?, 0, 0, 0, ?, 0, ?)
            """,
            .integer(Int64(replica)), .text(name), .integer(environment.milliseconds()),
            .text(token), .blob(ChangeHash.origin.bytes),
            .text(environment.newReplicaID().description))
    }
}
