/// P9: bytes of the pulled store, its search index aside, against a plain file of the same rows.
enum SizeMeasure: Measure {
    static let ids = ["P9"]

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let reader = try await bench.reader()
        try reader.restore()
        let plain = try await bench.plainFile().path
        let ours = try bytes(Workbench.store(in: reader.path), except: "%\\_search%")
        let floor = try bytes(plain, except: "")
        return [
            Finding(
                id: "P9", what: "stored bytes of W1 without search index",
                value: ours / 1e6, unit: "MB", floor: floor / 1e6, budget: .atMost(1.15))
        ]
    }

    /// The bytes of all pages that belong to tables and indexes, but for those of a pattern.
    private static func bytes(_ path: String, except pattern: String) throws -> Double {
        let file = try SQLiteFile(path)
        try file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Double(
            try file.integer(
                """
                SELECT sum(pgsize) FROM dbstat
                WHERE aggregate = TRUE AND name NOT LIKE '\(pattern)' ESCAPE '\\'
                """))
    }
}
