import VNStore

/// What a store holds, row by row: everything but the search index and the identity of the file.
struct StoreFingerprint: Equatable, Sendable {
    private let tables: [String: [String]]

    private static let names = [
        "store", "replica", "article", "article_topic", "comment", "sibling", "journal", "pending",
        "arrival", "remote", "reread", "eviction", "held", "reading", "ledger", "change_log",
        "change_id", "alias", "purged",
    ]

    init(_ store: ContentStore) async throws {
        tables = try await store.read { session in
            var tables: [String: [String]] = [:]
            for name in Self.names {
                let columns = try session.all("PRAGMA table_info(\(name))") { $0.text(1) ?? "" }
                    .filter { !["token", "is_copied"].contains($0) }
                let row = columns.map { "quote(\($0))" }.joined(separator: "||'|'||")
                tables[name] = try session.all("SELECT \(row) FROM \(name) ORDER BY 1") {
                    $0.text(0) ?? ""
                }
            }
            return tables
        }
    }

    /// The tables in which two stores differ.
    func differences(from other: StoreFingerprint) -> [String] {
        Self.names.filter { tables[$0] != other.tables[$0] }
    }
}
