extension Verifier {
    /// Every place of the feed taken once, none ahead of its head.
    mutating func checkFeed() async throws {
        let name = "feed"
        try report(name, 0)
        let (repeated, ahead, count) = try await store.read { session in
            let places = """
                SELECT seq FROM article UNION ALL SELECT seq FROM comment
                UNION ALL SELECT seq FROM purged
                """
            let limit = SQLValue.integer(Int64(StoreLimits.verifyDetails))
            let repeated = try session.all(
                "SELECT seq FROM (\(places)) GROUP BY seq HAVING count(*) > 1 LIMIT ?", [limit]
            ) { $0.unsigned(0) }
            let ahead = try session.all(
                "SELECT seq FROM (\(places)) WHERE seq > ? LIMIT ?",
                [.integer(try session.head().seq), limit]
            ) { $0.unsigned(0) }
            let count = try session.first("SELECT count(*) FROM (\(places))") {
                Int($0.integer(0))
            }
            return (repeated, ahead, count ?? 0)
        }
        var findings = Findings(name)
        for seq in repeated { findings.add("place \(seq) is taken more than once") }
        for seq in ahead { findings.add("place \(seq) is ahead of the feed's head") }
        checks.append(findings.check("\(count) places, each taken once"))
    }
}
