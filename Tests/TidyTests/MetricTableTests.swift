import Testing

/// The pages about metrics say what the enumerations say.
@Suite("Tables of metrics")
struct MetricTableTests {
    @Test(
        "the page lists each label once, with its kind, in the order of the enumeration",
        arguments: [
            ("Sources/VNStore/Metrics/StoreMetric.swift", "VNStore/VNStore.docc/MetricsAndLogs.md"),
            ("Sources/VNSync/Metrics/SyncMetric.swift", "VNSync/VNSync.docc/SyncMetrics.md"),
        ])
    func table(path: String, page: String) throws {
        let source = SwiftSource(
            path: path, text: try #require(Repository.current.text(of: path)))
        let text = try #require(Repository.current.text(of: "Sources/" + page))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { $0.filter { $0 != "`" && $0 != " " } }
        }
        #expect(rows.map(\.[0]) == source.literals)
        var finder = DeclarationFinder(source)
        let cases = finder.declarations(from: .public).filter { $0.keyword == "case" }
        let kinds = cases.map { one in
            one.documentation[0].drop { $0 == " " }.prefix { $0.isLetter }.lowercased()
        }
        #expect(rows.map(\.[1]) == kinds)
        #expect(!kinds.isEmpty)
    }
}
