internal import VNStore

extension ContentStore {
    /// How many conflicts the store lists, one for each field of a document.
    func conflictCount() async throws -> Int {
        try await read { session in
            try session.first(
                """
                SELECT (SELECT total(conflicts) FROM article WHERE conflicts > 0)
                    + (SELECT total(conflicts) FROM comment WHERE conflicts > 0)
                """
            ) { Int($0.integer(0)) } ?? 0
        }
    }
}
