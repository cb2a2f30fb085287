internal import VNModel
internal import VNStore

extension SQLiteEndpointStore {
    /// Checks a hub's store without changing anything.
    ///
    /// Looks at all that `ContentStore.verify(deep:)` does, at the ledgers (each replica's log
    /// must be without a hole and end where its ledger does), and at the dots of applied changes.
    ///
    /// - Throws: `StoreError` if the store cannot be opened.
    package static func check(at path: String) async throws -> HubReport {
        try await ContentStore.open(at: path).use { try await check($0) }
    }

    /// The same of a store that is open.
    static func check(_ store: ContentStore) async throws -> HubReport {
        let checks = try await store.verify(deep: true).checks.map {
            HubReport.Check(name: $0.name, isOK: $0.ok, detail: $0.detail)
        }
        return HubReport(
            checks: checks
                + (try await store.read { session in
                    [try ledgers(session), try changes(session), try backup(session)]
                }))
    }

    /// What the last backup holds can never be more than what was judged.
    private static func backup(_ session: StoreSession) throws -> HubReport.Check {
        let ahead = try count("SELECT COUNT(*) FROM ledger WHERE durable > counter", session)
        let time = try session.first("SELECT backup_ms FROM store") { $0.optionalInteger(0) } ?? nil
        let behind = try count(
            "SELECT coalesce(sum(counter - coalesce(durable, 0)), 0) FROM ledger", session)
        let detail =
            time.map { "verified \(Timestamp(milliseconds: $0).rfc3339), \(behind) changes since" }
            ?? "none was made by `vnsyncd backup`"
        return HubReport.Check(
            name: "backup", isOK: ahead == 0,
            detail: ahead == 0 ? detail : "it is said to hold more than the hub")
    }

    private static func ledgers(_ session: StoreSession) throws -> HubReport.Check {
        let broken = try session.all(
            """
            SELECT replica.id FROM ledger
            JOIN replica ON replica.number = ledger.replica
            LEFT JOIN (
                SELECT replica, COUNT(*) AS rows, MIN(counter) AS first, MAX(counter) AS last
                FROM change_log GROUP BY replica
            ) AS log ON log.replica = ledger.replica
            LEFT JOIN change_log AS newest
                ON newest.replica = ledger.replica AND newest.counter = ledger.counter
            WHERE log.rows IS NULL OR log.last - log.first + 1 <> log.rows
                OR log.last <> ledger.counter OR newest.hash <> ledger.hash
            UNION
            SELECT replica.id FROM change_log
            JOIN replica ON replica.number = change_log.replica
            WHERE change_log.replica NOT IN (SELECT replica FROM ledger)
            """
        ) { $0.text(0) ?? "" }
        let count = try count("SELECT COUNT(*) FROM ledger", session)
        return HubReport.Check(
            name: "ledgers", isOK: broken.isEmpty,
            detail: broken.isEmpty
                ? "journals without a hole: \(count)"
                : "log and ledger differ for \(broken.joined(separator: ", "))")
    }

    private static func changes(_ session: StoreSession) throws -> HubReport.Check {
        let lost = try count(
            """
            SELECT COUNT(*) FROM change_id
            JOIN (SELECT replica, MIN(counter) AS first FROM change_log GROUP BY replica) AS log
                USING (replica)
            WHERE counter >= log.first AND NOT EXISTS (
                SELECT 1 FROM change_log WHERE change_log.replica = change_id.replica
                AND change_log.counter = change_id.counter)
            """, session)
        let count = try count("SELECT COUNT(*) FROM change_id", session)
        return HubReport.Check(
            name: "changes", isOK: lost == 0,
            detail: lost == 0
                ? "\(count) applied changes, each with its verdict"
                : "\(lost) of \(count) applied changes have no verdict")
    }

    private static func count(_ sql: String, _ session: StoreSession) throws -> Int64 {
        try session.first(sql) { $0.integer(0) } ?? 0
    }
}
