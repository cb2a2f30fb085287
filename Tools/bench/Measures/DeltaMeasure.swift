import VNCompression

/// P5 and P6: two replicas that worked apart sync through the hub until they are equal.
enum DeltaMeasure: Measure {
    static let ids = ["P5", "P6"]

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let isWhole = bench.corpus.articleCount >= Delta.articlesNeeded
        guard bench.corpus.articleCount * 10 >= Delta.articlesNeeded else {
            throw BenchError("W2 needs at least \(Delta.articlesNeeded / 10) articles")
        }
        let delta = Delta(bench.corpus, divisor: isWhole ? 1 : 10)
        let name = isWhole ? "W2" : "W2s"
        let scene = try await DeltaScene(bench, delta)
        var findings: [Finding] = []
        if wanted.contains("P5") { findings.append(try await bytes(scene, name)) }
        if wanted.contains("P6") { findings.append(try await time(scene, name)) }
        return findings
    }

    private static func bytes(_ scene: DeltaScene, _ name: String) async throws -> Finding {
        scene.bench.say("P5: \(name) with compression")
        let (_, bytes) = try await scene.sync(compression: true)
        let bare = scene.delta.bareOperations
        // Every operation travels twice: from its author to the hub, from the hub to the other.
        let floor = 2 * (try Gzip.compress(bare.a).count + Gzip.compress(bare.b).count)
        return Finding(
            id: "P5", what: "\(name) both ways, on the wire", value: Double(bytes) / 1000,
            unit: "KB", floor: Double(floor) / 1000, budget: .atMost(1.5))
    }

    private static func time(_ scene: DeltaScene, _ name: String) async throws -> Finding {
        var ours: [Double] = []
        var floor: [Double] = []
        try await scene.bench.repeated("P6: \(name)") {
            let plain = try await scene.bench.plainFile().path
            floor.append(try DeltaFloor(path: plain).write(scene.delta))
            ours.append(try await scene.sync(compression: nil).seconds)
        }
        return Finding(
            id: "P6", what: "\(name) both ways, time", value: Stopwatch.median(ours), unit: "s",
            floor: Stopwatch.median(floor), budget: .atMost(4))
    }
}
