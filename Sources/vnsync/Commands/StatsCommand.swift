internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync stats`
struct StatsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Count what is in the store.")
    var purpose: Purpose { .showStatistics }

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let (statistics, storage, facets) = try await context.withStore { store in
            let facets = [
                ("sections", try await store.sections()), ("topics", try await store.topics()),
                ("publishers", try await store.publishers()),
            ]
            return (try await store.statistics(), try await store.storage(), facets)
        }
        if context.isJSON {
            let counts: [(String, JSONValue?)] = [
                ("articles", .count(statistics.articles)),
                ("comments", .count(statistics.comments)), ("bytes", .count(statistics.bytes)),
                ("pending", .count(statistics.pending)), ("refused", .count(statistics.refused)),
                ("conflicts", .count(statistics.conflicts)),
                ("schema", .count(statistics.schema)), ("replica", .text(statistics.replica)),
                ("storage", LifecycleView.record(storage)),
            ]
            return try context.output.json(
                counts + facets.map { name, counts in (name, StatsCommand.record(counts)) })
        }
        let messages = context.messages
        try context.output.line(messages(StatusPhrase.articles, count: statistics.articles))
        try context.output.line(messages(StatusPhrase.comments, count: statistics.comments))
        try context.output.line(messages.bytes(statistics.bytes))
        let view = try context.list()
        let titles: [StatusPhrase] = [.sections, .topics, .publishers]
        for (title, facet) in zip(titles, facets) where !facet.1.isEmpty {
            try context.output.line("")
            try context.output.line(context.style.bold(messages(title)))
            for line in view.lines(facet.1) { try context.output.line(line) }
        }
        try context.output.line("")
        for line in LifecycleView.lines(storage, context) { try context.output.line(line) }
    }

    private static func record(_ counts: [FacetCount]) -> JSONValue {
        .array(
            counts.map {
                .members([("name", .string($0.name)), ("articles", .count($0.articles))])
            })
    }
}
