/// P1: W1 pulled over HTTP into an empty store, the search index left for later.
enum PullMeasure: Measure {
    static let ids = ["P1"]

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        _ = try await bench.hub()
        var ours: [Double] = []
        var floor: [Double] = []
        var reader = ""
        try await bench.repeated("P1: pull of W1") {
            floor.append(try await bench.plainFile().seconds)
            let (folder, seconds) = try await bench.pull(into: "reader")
            ours.append(seconds)
            reader = folder
        }
        try bench.keepReader(reader)
        let rows = Double(bench.corpus.rowCount)
        return [
            Finding(
                id: "P1", what: "pull of W1 into an empty store",
                value: rows / Stopwatch.median(ours), unit: "rows/s",
                floor: rows / Stopwatch.median(floor), budget: .atLeast(0.6))
        ]
    }
}
