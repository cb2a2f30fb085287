internal import ArgumentParser
internal import VNModel
internal import VNStore
internal import VNText

/// `vnsync search`
struct SearchCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search articles and comments.",
        discussion: """
            Words with marks are found with exactly these marks, words without with any: "ha noi"
            finds Hà Nội. If marked words find nothing, they are searched without marks. Quotes
            make a phrase.
            """)
    var purpose: Purpose { .search }

    @Argument(help: "Words.")
    var query: [String]

    @Option(
        name: .customLong("in"), help: ArgumentHelp("title, all or comments.", valueName: "place"))
    var place: SearchPlace?

    @Option(help: ArgumentHelp("auto, exact or fold.", valueName: "way"))
    var match: MatchChoice?

    @Option(help: ArgumentHelp("Only this section.", valueName: "slug"))
    var section: String?

    @Option(help: ArgumentHelp("Published then or later.", valueName: "date"))
    var since: String?

    @OptionGroup var page: PageOptions
    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        var request = try request(context)
        let (results, hits) = try await context.withStore { store in
            var results: SearchResults?
            let hits = try await page.collect(context) { limit, after in
                request.limit = limit
                request.after = after
                let found = try await store.search(request)
                results = results ?? found
                return Page(elements: found.hits, next: found.next)
            }
            return (results, hits)
        }
        // At least one page was asked for.
        guard let results else { return }
        if context.isJSON {
            for (index, hit) in hits.elements.enumerated() {
                let next = index == hits.elements.count - 1 ? hits.next : nil
                try context.output.json(
                    SearchView.record(hit, isRelaxed: results.isRelaxed, next: next))
            }
            return
        }
        let messages = context.messages
        if results.indexed < results.total {
            let part = "\(100 * results.indexed / max(1, results.total)) %"
            context.note(messages(ReadingPhrase.indexing, part))
        }
        if hits.elements.isEmpty {
            context.note(messages(ReadingPhrase.nothingFound))
            return context.noteLimits([.section: section])
        }
        if results.isRelaxed { context.note(messages(ReadingPhrase.relaxed)) }
        let view = SearchView(style: context.style, width: try context.width())
        try context.output.page(view.lines(hits.elements))
        if let next = hits.next { context.note(messages(ReadingPhrase.more, next)) }
    }

    private func request(_ context: Context) throws -> SearchRequest {
        let settings = context.settings
        var request = SearchRequest(query.joined(separator: " "))
        switch try settings.choice(.place, place) ?? .all {
        case .title: request.scope = .title
        case .all: request.scope = .all
        case .comments: request.scope = .comments
        }
        switch try settings.choice(.match, match) ?? .auto {
        case .auto: request.match = .auto
        case .exact: request.match = .exact
        case .fold: request.match = .fold
        }
        request.section = settings.text(.section, section)
        request.since = try DateOption.milliseconds(
            settings.text(.since, since), "since", now: context.environment.milliseconds())
        return request
    }
}
