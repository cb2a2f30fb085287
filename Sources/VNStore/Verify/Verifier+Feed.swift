internal import VNModel

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

extension Verifier {
    /// The sum of all digests, which hubs are compared with, against the rows.
    mutating func checkDigests() async throws {
        let name = "digests"
        try report(name, 0)
        // A store of an older schema that is only read has no sum.
        let (kept, sum) = try await store.read { session -> (DigestSum?, DigestSum) in
            let isKept = try session.schemaVersion() >= DigestSum.firstSchema
            return (isKept ? try? session.digestSum() : nil, try session.digestSums([.all])[0])
        }
        var findings = Findings(name)
        findings.expect(kept == sum, "the sum of all documents' digests is not the one noted")
        if kept == nil, store.isReadOnly { findings = Findings(name) }
        checks.append(findings.check("\(sum.count) documents, as their sum says"))
        guard repairs, findings.count > 0 else { return }
        repaired += try await store.write(.durable) { try $0.recountDigests() ? 1 : 0 }
    }
}

extension DigestSum {
    /// The schema from which on stores keep a sum.
    fileprivate static let firstSchema: Int32 = 2
}
