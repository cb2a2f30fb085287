/// P4: W1 pushed to an empty hub over HTTP.
enum PushMeasure: Measure {
    static let ids = ["P4"]

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        var ours: [Double] = []
        var floor: [Double] = []
        var hub = ""
        try await bench.repeated("P4: push of W1") {
            floor.append(try await bench.plainFile().seconds)
            let (folder, seconds) = try await bench.push()
            ours.append(seconds)
            hub = folder
        }
        try bench.keepHub(hub)
        let rows = Double(bench.corpus.rowCount)
        return [
            Finding(
                id: "P4", what: "push of W1 to an empty hub",
                value: rows / Stopwatch.median(ours), unit: "rows/s",
                floor: rows / Stopwatch.median(floor), budget: .atLeast(0.35))
        ]
    }
}
