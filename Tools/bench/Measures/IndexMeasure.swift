import VNStore

/// P2: the search index of a store that pulled W1.
enum IndexMeasure: Measure {
    static let ids = ["P2"]

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let reader = try await bench.reader()
        var ours: [Double] = []
        var floor: [Double] = []
        try await bench.repeated("P2: search index of W1") {
            let plain = try await bench.plainFile().path
            floor.append(try IndexFloor.build(path: plain))
            try reader.restore()
            let store = try await ContentStore.open(at: Workbench.store(in: reader.path))
            ours.append(try await Stopwatch.seconds { try await store.updateSearchIndex() })
            try await store.close()
        }
        // What was indexed is not what the other measures want to find.
        try reader.restore()
        return [
            Finding(
                id: "P2", what: "search index of W1, two keys", value: Stopwatch.median(ours),
                unit: "s", floor: Stopwatch.median(floor), budget: .atMost(1.6))
        ]
    }
}
