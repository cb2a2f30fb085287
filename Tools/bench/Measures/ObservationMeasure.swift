import VNModel
import VNStore

/// O1: a hundred screens that follow the newest articles, while one of them changes.
enum ObservationMeasure: Measure {
    static let ids = ["O1"]

    private static let observers = 100
    private static let rounds = 51
    private static let idleSeconds = 5

    static func run(_ bench: Workbench, _ wanted: Set<String>) async throws -> [Finding] {
        let author = try await bench.author()
        try author.restore()
        let path = Workbench.store(in: author.path)
        let store = try await ContentStore.open(at: path)
        let other = try await ContentStore.open(at: path)
        guard let article = try await store.articles(ArticleQuery()).elements.first?.id else {
            throw BenchError("W1 has no article")
        }
        bench.say("O1: \(rounds) commits that nobody observes")
        let alone = try await commits(to: article, in: store, "alone", nil)
        let audience = Audience()
        let tasks = (0..<observers).map { _ in
            Task {
                for try await page in store.observe(ArticleQuery()) {
                    await audience.sees(page.elements.first?.headline ?? "")
                }
            }
        }
        bench.say("O1: \(rounds) commits that \(observers) observe")
        _ = try await commits(to: article, in: store, "warm", audience, count: 3)
        let observed = try await commits(to: article, in: store, "observed", audience)
        let foreign = try await commits(to: article, in: other, "foreign", audience)
        bench.say("O1: \(idleSeconds) s of silence")
        let before = Stopwatch.processorSeconds
        try await Task.sleep(for: .seconds(idleSeconds))
        let idle = Stopwatch.processorSeconds - before
        for task in tasks { task.cancel() }
        for task in tasks { try await task.value }
        try await other.close()
        try await store.close()
        try author.restore()
        return findings(alone, observed, foreign, idle)
    }

    private static func findings(
        _ alone: [Round], _ observed: [Round], _ foreign: [Round], _ idle: Double
    ) -> [Finding] {
        func milliseconds(_ times: [Double]) -> Double { Stopwatch.median(times) * 1000 }
        return [
            Finding(
                id: "O1", what: "commit to all \(observers) observers having it, median",
                value: milliseconds(observed.map(\.delay)), unit: "ms"),
            Finding(
                id: "O1", what: "the same, longest",
                value: (observed.map(\.delay).max() ?? 0) * 1000, unit: "ms"),
            Finding(
                id: "O1", what: "the same from another connection, median",
                value: milliseconds(foreign.map(\.delay)), unit: "ms"),
            Finding(
                id: "O1", what: "the commit itself with \(observers) observers, median",
                value: milliseconds(observed.map(\.commit)), unit: "ms",
                floor: milliseconds(alone.map(\.commit))),
            Finding(
                id: "O1", what: "\(observers) observers waiting: processor, a second",
                value: idle / Double(idleSeconds) * 1000, unit: "ms"),
        ]
    }

    /// One commit: how long it took, and how long after it everybody had seen it.
    private struct Round {
        var commit: Double
        var delay: Double
    }

    private static func commits(
        to article: DocumentID, in store: ContentStore, _ title: String, _ audience: Audience?,
        count: Int = rounds
    ) async throws -> [Round] {
        var result: [Round] = []
        for number in 0..<count {
            let headline = "\(title) \(number)"
            let commit = try await Stopwatch.seconds {
                try await store.edit(article) { $0.headline = headline }
            }
            let delay = await Stopwatch.seconds {
                await audience?.everybodySees(headline, of: observers)
            }
            result.append(Round(commit: commit, delay: delay))
        }
        return result
    }
}

/// Counts who has seen what.
private actor Audience {
    private var seen: [String: Int] = [:]
    private var waiting: (headline: String, count: Int, goOn: CheckedContinuation<Void, Never>)?

    func sees(_ headline: String) {
        seen[headline, default: 0] += 1
        guard let waiting, waiting.headline == headline, seen[headline, default: 0] >= waiting.count
        else { return }
        self.waiting = nil
        waiting.goOn.resume()
    }

    func everybodySees(_ headline: String, of count: Int) async {
        guard seen[headline, default: 0] < count else { return }
        await withCheckedContinuation { waiting = (headline, count, $0) }
    }
}
