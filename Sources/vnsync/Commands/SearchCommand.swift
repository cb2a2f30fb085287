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
    static let purpose = Purpose.search

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

    @Option(help: ArgumentHelp("How many at most (default: 20).", valueName: "number"))
    var limit: Int?

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        let request = try request(context)
        let results = try await context.withStore { try await $0.search(request) }
        if context.isJSON {
            for hit in results.hits {
                try context.output.json(SearchView.record(hit, isRelaxed: results.isRelaxed))
            }
            return
        }
        let messages = context.messages
        if results.indexed < results.total {
            let part = "\(100 * results.indexed / max(1, results.total)) %"
            context.note(messages(ReadingPhrase.indexing, part))
        }
        if results.hits.isEmpty { return context.note(messages(ReadingPhrase.nothingFound)) }
        if results.isRelaxed { context.note(messages(ReadingPhrase.relaxed)) }
        let view = SearchView(style: context.style, width: try context.width())
        try context.output.page(view.lines(results.hits))
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
        if let limit = try settings.integer(.limit, limit, in: 1...200) { request.limit = limit }
        return request
    }
}
