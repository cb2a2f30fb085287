internal import VNStore

/// Ends a transaction that was only tried, with what it would have answered.
private struct Rehearsal<Result: Sendable>: Error {
    let result: Result
}

extension ContentStore {
    /// Writes in one transaction; in a dry run everything is checked and nothing is kept.
    func write<Result: Sendable>(
        dryRun: Bool, _ body: @escaping @Sendable (WriteTransaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await write { transaction in
                let result = try body(transaction)
                if dryRun { throw Rehearsal(result: result) }
                return result
            }
        } catch let rehearsal as Rehearsal<Result> {
            return rehearsal.result
        }
    }
}
