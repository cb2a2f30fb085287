internal import VNModel
internal import VNStore

/// An article as it is read on a terminal.
struct ArticleView {
    let messages: Messages
    let style: Style
    let dates: DateText
    /// Columns; `nil`: every paragraph is one line.
    let width: Int?

    /// How far pictures, quotes and lists stand in.
    private static let indent = "  "

    /// The whole article without its comments.
    func lines(_ entry: ArticleEntry) -> [String] {
        let article = entry.article
        var lines = head(article)
        lines += notices(entry)
        if let image = article.image { lines += spaced(picture(image)) }
        for block in article.body { lines += spaced(blockLines(block)) }
        lines += foot(article)
        return lines
    }

    /// Headline, lead, and where it comes from.
    private func head(_ article: Article) -> [String] {
        let headline = article.headline.nonBlank ?? messages(ReadingPhrase.unnamed)
        var lines = wrapped(headline).map(style.bold)
        if let lead = article.summary { lines += spaced(wrapped(lead)) }
        let published = dates.published(article.datePublished, article.datePublishedPrecision)
        let updated = article.dateModified.map { messages(ReadingPhrase.updated, dates.minute($0)) }
        let origin = [article.publisher.name, published, updated ?? "", article.section ?? ""]
        lines += spaced(wrapped(origin.filter { !$0.isEmpty }.joined(separator: " · ")))
            .map(style.cyan)
        let authors = article.byline ?? article.authors.map(\.name).joined(separator: ", ")
        if !authors.isEmpty {
            lines += wrapped(messages(ReadingPhrase.by, authors)).map(style.dim)
        }
        if let dateline = article.dateline { lines += wrapped(dateline).map(style.dim) }
        return lines
    }

    /// What a reader should know before the text.
    private func notices(_ entry: ArticleEntry) -> [String] {
        let id = String(entry.article.id.description.prefix(18))
        var lines: [String] = []
        if entry.isDeleted { lines += wrapped(messages(ReadingPhrase.deletedArticle, id)) }
        if !entry.isDeleted, entry.article.status != .usable,
            let state = StatePhrase(entry.article.status)
        {
            lines += wrapped(messages(ReadingPhrase.articleState, messages(state)))
        }
        for conflict in entry.conflicts {
            let count = Set(conflict.values.map(\.value)).count
            let phrase = ReadingPhrase.conflict
            lines += wrapped("⚡ " + messages(phrase, count: count, conflict.path))
        }
        if !entry.conflicts.isEmpty {
            lines += wrapped(messages(ReadingPhrase.conflictsHere, id))
        }
        if entry.hasPending { lines += wrapped("↑ " + messages(ReadingPhrase.pendingHere)) }
        return lines.isEmpty ? [] : spaced(lines.map(style.yellow))
    }

    private func blockLines(_ block: Block) -> [String] {
        switch block.role {
        case .paragraph: return wrapped(block.text ?? "")
        case .heading: return wrapped(block.text ?? "").map(style.bold)
        case .quote: return wrapped(block.text ?? "", first: "│ ", rest: "│ ").map(style.italic)
        case .list:
            return block.items.enumerated().flatMap { index, item in
                wrapped(item, first: block.isOrdered ? "\(index + 1). " : "• ")
            }
        case .image: return picture(block.image ?? Image())
        case .video, .embed:
            let kind: ReadingPhrase = block.role == .video ? .video : .embedded
            let title = block.title.map { ": " + $0 } ?? ""
            return wrapped("▶ " + messages(kind) + title)
                + wrapped(block.url ?? "", first: Self.indent).map(style.dim)
        }
    }

    /// A placeholder with the alternative text; caption and credit beneath.
    private func picture(_ image: Image) -> [String] {
        let alt = image.alt.nonBlank ?? messages(ReadingPhrase.noAlt)
        var lines = wrapped(alt, first: Self.indent + "🖼  ").map(style.dim)
        if let caption = image.caption {
            lines += wrapped(caption, first: Self.indent).map(style.italic)
        }
        if let credit = image.credit { lines += wrapped(credit, first: Self.indent).map(style.dim) }
        return lines
    }

    /// Topics, source and related articles.
    private func foot(_ article: Article) -> [String] {
        var lines: [String] = []
        if let source = article.source {
            let text = [source.name, source.url ?? ""].filter { !$0.isEmpty }
            lines += wrapped(messages(ReadingPhrase.source, text.joined(separator: " — ")))
        }
        if let url = article.url, url != article.source?.url {
            lines += wrapped(messages(ReadingPhrase.moreOnline, url))
        }
        if !article.topics.isEmpty {
            let topics = article.topics.joined(separator: ", ")
            lines += wrapped(messages(ReadingPhrase.topics, topics))
        }
        if let notice = article.copyrightNotice { lines += wrapped(notice) }
        var result = lines.isEmpty ? [] : spaced(lines.map(style.dim))
        for relation in Link.Relation.allCases {
            let links = article.related.filter { $0.rel == relation }
            guard !links.isEmpty else { continue }
            result += spaced([style.bold(messages(heading(relation)))])
            for link in links {
                result += wrapped(link.headline, first: "• ")
                let target = link.id.map { String($0.description.prefix(18)) } ?? link.url
                if let target {
                    result += wrapped(target, first: Self.indent).map(style.dim)
                }
            }
        }
        return result
    }

    private func heading(_ relation: Link.Relation) -> ReadingPhrase {
        switch relation {
        case .sameTopic: .sameTopic
        case .sameSection: .sameSection
        case .sameAuthor: .sameAuthor
        case .mentions: .mentions
        }
    }

    private func wrapped(_ text: String, first: String = "", rest: String? = nil) -> [String] {
        TextWrapping.lines(text, width: width ?? .max, first: first, rest: rest)
    }

    private func spaced(_ lines: [String]) -> [String] { [""] + lines }
}
