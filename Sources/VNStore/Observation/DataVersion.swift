internal import GRDB

/// Tells whether anyone committed to a file since one last asked.
///
/// SQLite's `data_version` is the connection's own: it changes when another connection commits,
/// in this process or another. So it needs a connection that nothing else uses.
final class DataVersion: Sendable {
    private let queue: DatabaseQueue

    init(path: String) throws {
        var settings = Configuration()
        settings.readonly = true
        queue = try StoreError.named { try DatabaseQueue(path: path, configuration: settings) }
    }

    /// A number that differs after each commit.
    func current() async throws -> Int64 {
        try await StoreError.named {
            try await queue.read { database in
                try Int64.fetchOne(database, sql: "PRAGMA data_version") ?? 0
            }
        }
    }
}
