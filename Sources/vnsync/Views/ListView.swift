internal import VNModel
internal import VNStore
internal import VNText

/// One line an article or a comment.
struct ListView {
    let messages: Messages
    let style: Style
    let dates: DateText
    let width: Int

    private static let publisherLimit = 18

    /// Id, marks, date, publisher and as much of the headline as fits.
    func lines(_ articles: [ArticleSummary]) -> [String] {
        let ids = ShortID.texts(articles.map(\.id))
        let publishers = articles.map {
            TextWrapping.truncated($0.publisher, to: Self.publisherLimit)
        }
        let publisherWidth = publishers.map(TextWidth.columns).max() ?? 0
        return articles.indices.map { index in
            let article = articles[index]
            let count = article.comments > 0 ? " 💬\(article.comments)" : ""
            let state =
                StatePhrase(rawValue: article.state)
                .flatMap { $0 == .usable ? nil : " [\(messages($0))]" } ?? ""
            let prefix = [
                ids[index], marks(article), dates.day(article.datePublished),
                TextWrapping.padded(publishers[index], to: publisherWidth),
            ].joined(separator: " ")
            let room = width - TextWidth.columns(prefix) - 1 - TextWidth.columns(count + state)
            let headline = TextWrapping.truncated(
                article.headline.nonBlank ?? messages(ReadingPhrase.unnamed), to: max(20, room))
            let title = article.isUnread ? style.bold(headline) : headline
            return style.dim(prefix) + " " + title + style.cyan(count) + style.yellow(state)
        }
    }

    /// Four columns: unread, starred, conflict, pending.
    private func marks(_ article: ArticleSummary) -> String {
        let marks = [
            (article.isUnread, "•"), (article.isStarred, "★"), (article.conflicts > 0, "⚡"),
            (article.hasPending, "↑"),
        ]
        return marks.map { isSet, mark in
            // The mark of a conflict takes two columns.
            isSet ? mark : String(repeating: " ", count: TextWidth.columns(mark))
        }.joined()
    }

    /// Id, state, date, author and the beginning of the text.
    func lines(_ comments: [CommentEntry]) -> [String] {
        let ids = ShortID.texts(comments.map(\.comment.id))
        return comments.indices.map { index in
            let entry = comments[index]
            let state = StatePhrase(entry.comment.status).map { messages($0) } ?? ""
            let prefix = [
                ids[index], entry.hasPending ? "↑" : " ", dates.day(entry.comment.dateCreated),
                "[\(state)]",
            ].joined(separator: " ")
            let text = "\(entry.comment.author.name): \(entry.comment.text)"
            let room = max(20, width - TextWidth.columns(prefix) - 1)
            return style.dim(prefix) + " " + TextWrapping.truncated(text, to: room)
        }
    }

    /// Names with the number of their articles.
    func lines(_ facets: [FacetCount]) -> [String] {
        var table = Table()
        for facet in facets {
            table.add(.init(messages.number(facet.articles), isRight: true), .init(facet.name))
        }
        return table.lines
    }
}
