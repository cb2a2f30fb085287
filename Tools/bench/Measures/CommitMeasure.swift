import VNStore

/// P11: W3, single local comments, each its own durable transaction.
enum CommitMeasure: Measure {
    static let ids = ["P11"]

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let author = try await bench.author()
        try author.restore()
        bench.say("W3: \(bench.commitCount) single comments")
        let plain = try bench.work.folder("commits")
        var floor = try CommitFloor.commits(
            path: plain + "/before.db", count: bench.commitCount / 2)
        let ours = try await commits(in: author.path, bench)
        floor += try CommitFloor.commits(path: plain + "/after.db", count: bench.commitCount / 2)
        return [
            Finding(
                id: "P11", what: "one local comment committed, median",
                value: Stopwatch.median(ours) * 1000, unit: "ms",
                floor: Stopwatch.median(floor) * 1000, budget: .atMost(1.5))
        ]
    }

    private static func commits(in folder: String, _ bench: Workbench) async throws -> [Double] {
        let store = try await ContentStore.open(at: Workbench.store(in: folder))
        let corpus = bench.corpus
        var result: [Double] = []
        for number in 0..<bench.commitCount {
            let comment = corpus.furtherComment(number) { $0.number(below: corpus.articleCount) }
            result.append(try await Stopwatch.seconds { _ = try await store.post(comment) })
        }
        try await store.close()
        return result
    }
}
