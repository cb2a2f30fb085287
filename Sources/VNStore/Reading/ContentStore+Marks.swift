public import VNModel

extension ContentStore {
    /// Marks articles as read or unread, starred or not; local to this store, never synced.
    ///
    /// One transaction: all of them or none. It survives a crash of the process, not always one
    /// of the machine.
    ///
    /// - Parameters:
    ///   - ids: the articles.
    ///   - read: whether they are read; `nil` leaves it.
    ///   - starred: whether they are starred; `nil` leaves it.
    /// - Throws: ``StoreError`` `store.no-such-document`.
    public func mark(
        _ ids: [DocumentID], read: Bool? = nil, starred: Bool? = nil
    ) async throws {
        try await write(.repeatable) { session in
            let now = SQLValue.integer(session.environment.milliseconds())
            for id in ids {
                guard
                    try session.first(
                        "SELECT 1 FROM article WHERE id = ?", [.id(id)],
                        {
                            $0.integer(0)
                        }) != nil
                else { throw StoreError.noSuchDocument(id) }
                try session.run(
                    "INSERT OR IGNORE INTO reading (article) VALUES (?)", .id(id))
                for (column, value) in [("read_ms", read), ("starred_ms", starred)] {
                    guard let value else { continue }
                    // What is marked already keeps its first time.
                    try session.run(
                        """
                        UPDATE reading SET \(column) =
                            CASE WHEN ? THEN coalesce(\(column), ?) END
                        WHERE article = ?
                        """, .integer(value ? 1 : 0 as Int64), now, .id(id))
                }
                try session.run(
                    """
                    DELETE FROM reading
                    WHERE article = ? AND read_ms IS NULL AND starred_ms IS NULL
                    """, .id(id))
            }
        }
    }
}
