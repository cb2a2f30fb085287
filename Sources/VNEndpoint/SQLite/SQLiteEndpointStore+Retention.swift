internal import VNModel
internal import VNStore

extension SQLiteEndpointStore {
    /// Drops what was said of journal rows so long ago that nobody asks for it any more.
    ///
    /// Rows go from the beginning of a journal, so that no hole comes, and its newest row stays:
    /// with that the next one is compared. It works in short transactions. A store that was away
    /// for longer and never got the answers to what it had pushed is taken for a copy, and takes a
    /// new id.
    ///
    /// - Parameter days: how long rows are kept.
    /// - Returns: how many rows went.
    /// - Source: VN-WIRE-034
    @discardableResult
    package func forgetOldVerdicts(
        keeping days: UInt64 = EndpointLimits.changeLogDays
    ) async throws -> Int {
        let replicas = try await content.read { session in
            try session.all("SELECT replica, counter FROM ledger ORDER BY replica") {
                (number: $0.integer(0), newest: $0.unsigned(1))
            }
        }
        var count = 0
        for replica in replicas {
            while true {
                try Task.checkCancellation()
                let gone = try await content.write(.repeatable) { session in
                    try session.forgetVerdicts(
                        of: replica.number, before: replica.newest, days: days)
                }
                count += gone
                guard gone >= EndpointLimits.changeLogBatch else { break }
            }
        }
        return count
    }
}

extension StoreSession {
    /// One batch.
    fileprivate func forgetVerdicts(
        of replica: Int64, before newest: UInt64, days: UInt64
    ) throws -> Int {
        let (now, kept) = (milliseconds(), days * 86_400_000)
        let oldest = now > kept ? now - kept : 0
        let rows = try all(
            "SELECT counter, at_ms FROM change_log WHERE replica = ? ORDER BY counter LIMIT ?",
            [.integer(replica), .integer(EndpointLimits.changeLogBatch)]
        ) { (counter: $0.unsigned(0), time: $0.unsigned(1)) }
        let old = rows.prefix { $0.time < oldest && $0.counter < newest }
        guard let last = old.last else { return 0 }
        return try run(
            "DELETE FROM change_log WHERE replica = ? AND counter <= ?", .integer(replica),
            .integer(last.counter))
    }
}
