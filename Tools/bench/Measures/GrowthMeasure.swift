/// P8: the same W2s on a small and on a large W1, so that what a sync costs is seen not to follow
/// what is stored.
enum GrowthMeasure: Measure {
    static let ids = ["P8"]

    /// The articles of the small W1.
    private static let small = 2_000

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let large = bench.corpus.articleCount
        guard large > small else {
            bench.say("P8 compares with \(small) articles; it needs more of them here")
            return []
        }
        let before = try await measure(try bench.sized(small))
        let after = try await measure(bench)
        let sizes = "\(small) to \(large) articles"
        return [
            Finding(
                id: "P8", what: "W2s, \(sizes), time", value: after.seconds, unit: "s",
                floor: before.seconds, budget: .atMost(1.2)),
            Finding(
                id: "P8", what: "W2s, \(sizes), on the wire", value: Double(after.bytes) / 1000,
                unit: "KB", floor: Double(before.bytes) / 1000, budget: .atMost(1.2)),
        ]
    }

    private static func measure(
        _ bench: Workbench
    ) async throws -> (seconds: Double, bytes: Int) {
        let scene = try await DeltaScene(bench, Delta(bench.corpus, divisor: 10))
        var times: [Double] = []
        try await bench.repeated("P8: W2s on \(bench.corpus.articleCount) articles") {
            times.append(try await scene.sync(compression: nil).seconds)
        }
        let bytes = try await scene.sync(compression: true).bytes
        return (Stopwatch.median(times), bytes)
    }
}
