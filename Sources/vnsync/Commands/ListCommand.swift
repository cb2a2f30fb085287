internal import ArgumentParser
internal import VNModel
internal import VNStore

/// `vnsync list`
struct ListCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List articles, drafts, comments, sections or topics.",
        discussion: """
            Marks: • unread, ★ starred, ⚡ conflict, ↑ not yet pushed, 💬 approved comments.
            With --json the last line has the cursor of the next page under "next".
            """)
    var purpose: Purpose { .list }

    @Argument(help: "articles, comments, sections, topics or drafts.")
    var subject: ListSubject = .articles

    @OptionGroup var filter: ArticleFilterOptions
    @OptionGroup var page: PageOptions

    @Option(help: ArgumentHelp("date (newest first) or title.", valueName: "order"))
    var sort: SortChoice?

    @OptionGroup var common: CommonOptions

    func perform(_ context: Context) async throws {
        switch subject {
        case .articles, .drafts: try await articles(context)
        case .comments: try await comments(context)
        case .sections: try await facets(context, "section") { try await $0.sections() }
        case .topics: try await facets(context, "topic") { try await $0.topics() }
        }
    }

    private func articles(_ context: Context) async throws {
        var query = try filter.query(context)
        if subject == .drafts { query.states = [ArticleStatus.draft.rawValue] }
        query.sort = try context.settings.choice(.sort, sort) == .title ? .title : .date
        let result = try await context.withStore { store in
            try await page.collect(context) { limit, after in
                query.limit = limit
                query.after = after
                return try await store.articles(query)
            }
        }
        if context.isJSON {
            for (index, article) in result.elements.enumerated() {
                let isLast = index == result.elements.count - 1
                try context.output.json(Records.article(article, next: isLast ? result.next : nil))
            }
            return
        }
        try show(context, try context.list().lines(result.elements), result.next)
        if result.elements.isEmpty {
            context.noteLimits([.section: filter.section, .publisher: filter.publisher])
        }
    }

    private func comments(_ context: Context) async throws {
        var query = CommentQuery()
        let result = try await context.withStore { store in
            try await page.collect(context) { limit, after in
                query.limit = limit
                query.after = after
                return try await store.comments(query)
            }
        }
        if context.isJSON {
            for (index, entry) in result.elements.enumerated() {
                let isLast = index == result.elements.count - 1
                try context.output.json(Records.comment(entry, next: isLast ? result.next : nil))
            }
            return
        }
        try show(context, try context.list().lines(result.elements), result.next)
    }

    private func facets(
        _ context: Context, _ type: String,
        _ read: @Sendable (ContentStore) async throws -> [FacetCount]
    ) async throws {
        let facets = try await context.withStore { try await read($0) }
        if context.isJSON {
            for facet in facets { try context.output.json(Records.facet(facet, type: type)) }
            return
        }
        try show(context, try context.list().lines(facets), nil)
    }

    private func show(_ context: Context, _ lines: [String], _ next: String?) throws {
        if lines.isEmpty { context.note(context.messages(ReadingPhrase.nothingToList)) }
        try context.output.page(lines)
        if let next { context.note(context.messages(ReadingPhrase.more, next)) }
    }
}

extension Context {
    /// Lists as wide as the terminal, or as asked.
    func list() throws -> ListView {
        let asked = try settings.integer(.width, nil, in: 20...400)
        return ListView(
            messages: messages, style: style, dates: dates,
            width: asked ?? Terminal.columns ?? 100)
    }
}
