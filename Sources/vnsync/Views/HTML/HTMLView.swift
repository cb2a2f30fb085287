internal import VNModel
internal import VNStore

/// An article as one HTML page that stands alone: no scripts, and nothing is loaded but its
/// pictures, from this machine where they are here.
///
/// Its own words and dates are in the language of the article, as the page says it is.
struct HTMLView {
    let entry: ArticleEntry
    /// Depth-first; `nil`: without comments.
    let thread: [ThreadedComment]?
    /// The pictures that are here.
    let files: [MediaReference: MediaFile]
    private let messages: Messages
    private let dates: DateText

    init(
        _ entry: ArticleEntry, _ thread: [ThreadedComment]?,
        files: [MediaReference: MediaFile]
    ) {
        self.entry = entry
        self.thread = thread
        self.files = files
        let language = entry.article.language.lowercased().split(separator: "-").first
        messages = Messages(language == "vi" ? .vi : .en)
        dates = DateText(language: messages.language)
    }

    private var article: Article { entry.article }

    /// The page.
    var text: String {
        let title = HTMLText.escaped(
            article.headline.nonBlank ?? messages(ReadingPhrase.unnamed))
        var lines = [
            "<!DOCTYPE html>", "<html lang=\"\(HTMLText.escaped(article.language))\">", "<head>",
            "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"\(HTMLStyle.policy)\">",
            "<meta name=\"referrer\" content=\"no-referrer\">", "<title>\(title)</title>",
            "<style>", HTMLStyle.sheet, "</style>", "</head>", "<body>", "<main>", "<article>",
        ]
        lines += header(title)
        if let image = article.image { lines.append(figure(image)) }
        lines += article.body.map(block)
        lines += footer
        lines += related
        lines.append("</article>")
        if let thread {
            let view = HTMLThreadView(messages: messages, dates: dates)
            lines += view.lines(thread, of: article)
        }
        return (lines + ["</main>", "</body>", "</html>"]).joined(separator: "\n")
    }

    private func header(_ title: String) -> [String] {
        var lines = ["<header>", "<h1>\(title)</h1>"]
        if let lead = article.summary?.nonBlank {
            lines.append("<p class=\"lead\">\(HTMLText.lines(lead))</p>")
        }
        var origin = [
            HTMLText.escaped(article.publisher.name),
            time(
                article.datePublished,
                dates.published(article.datePublished, article.datePublishedPrecision)),
        ]
        if let changed = article.dateModified {
            // Our own phrases hold nothing that would need escaping.
            origin.append(
                messages(ReadingPhrase.updated, time(changed, dates.minute(changed))))
        }
        origin.append(HTMLText.escaped(article.section ?? ""))
        lines.append(
            "<p class=\"origin\">"
                + origin.filter { !$0.isEmpty }.joined(separator: " · ") + "</p>")
        let authors = article.byline ?? article.authors.map(\.name).joined(separator: ", ")
        for text in [authors.nonBlank.map { messages(ReadingPhrase.by, $0) }, article.dateline] {
            if let text { lines.append("<p class=\"origin\">\(HTMLText.escaped(text))</p>") }
        }
        for notice in notices {
            lines.append("<p class=\"notice\" role=\"note\">\(HTMLText.escaped(notice))</p>")
        }
        return lines + ["</header>"]
    }

    private var notices: [String] {
        if entry.isDeleted {
            return [messages(ReadingPhrase.articleState, messages(StatePhrase.deleted))]
        }
        guard article.status != .usable, let state = StatePhrase(article.status) else { return [] }
        return [messages(ReadingPhrase.articleState, messages(state))]
    }

    private func time(_ date: String, _ text: String) -> String {
        "<time datetime=\"\(HTMLText.escaped(date))\">\(HTMLText.escaped(text))</time>"
    }

    private func block(_ block: Block) -> String {
        let text = HTMLText.lines(block.text ?? "")
        switch block.role {
        case .paragraph: return "<p>\(text)</p>"
        case .heading: return "<h2>\(text)</h2>"
        case .quote: return "<blockquote><p>\(text)</p></blockquote>"
        case .list:
            let tag = block.isOrdered ? "ol" : "ul"
            let items = block.items.map { "<li>\(HTMLText.lines($0))</li>" }
            return (["<\(tag)>"] + items + ["</\(tag)>"]).joined(separator: "\n")
        case .image: return figure(block.image ?? Image())
        case .video, .embed:
            let kind: ReadingPhrase = block.role == .video ? .video : .embedded
            let title = block.title?.nonBlank ?? block.url ?? ""
            return "<p>\(HTMLText.escaped(messages(kind))): \(HTMLText.link(title, block.url))</p>"
        }
    }

    private func figure(_ image: Image) -> String {
        let file = MediaReference(image).flatMap { files[$0] }
        let source = file.map { HTMLText.file($0.path) } ?? HTMLText.picture(image.url)
        let alt = HTMLText.escaped(image.alt)
        var lines = ["<figure>"]
        if let source {
            var size = ""
            if let width = file?.width ?? image.width, let height = file?.height ?? image.height {
                size = " width=\"\(width)\" height=\"\(height)\""
            }
            lines.append("<img src=\"\(source)\" alt=\"\(alt)\"\(size) loading=\"lazy\">")
        } else {
            let text = image.alt.nonBlank ?? messages(ReadingPhrase.noAlt)
            lines.append("<p class=\"absent\">\(HTMLText.escaped(text))</p>")
        }
        var caption = image.caption?.nonBlank.map { [HTMLText.escaped($0)] } ?? []
        if let credit = image.credit?.nonBlank {
            caption.append("<small>\(HTMLText.escaped(credit))</small>")
        }
        if !caption.isEmpty {
            lines.append("<figcaption>\(caption.joined(separator: " "))</figcaption>")
        }
        return (lines + ["</figure>"]).joined(separator: "\n")
    }

    private var footer: [String] {
        var lines: [String] = []
        if let source = article.source {
            lines.append(labelled(ReadingPhrase.source, HTMLText.link(source.name, source.url)))
        }
        if let url = article.url, url != article.source?.url {
            lines.append(labelled(ReadingPhrase.moreOnline, HTMLText.link(url, url)))
        }
        if !article.topics.isEmpty {
            let topics = HTMLText.escaped(article.topics.joined(separator: ", "))
            lines.append(labelled(ReadingPhrase.topics, topics))
        }
        if let notice = article.copyrightNotice { lines.append(HTMLText.escaped(notice)) }
        guard !lines.isEmpty else { return [] }
        return ["<footer>"] + lines.map { "<p>\($0)</p>" } + ["</footer>"]
    }

    /// A phrase of ours, which needs no escaping, with HTML inserted.
    private func labelled(_ phrase: ReadingPhrase, _ html: String) -> String {
        messages(phrase, html)
    }

    private var related: [String] {
        Link.Relation.allCases.flatMap { relation -> [String] in
            let links = article.related.filter { $0.rel == relation }
            guard !links.isEmpty else { return [] }
            let title = HTMLText.escaped(messages(ReadingPhrase(relation)))
            return ["<nav aria-label=\"\(title)\">", "<h2>\(title)</h2>", "<ul>"]
                + links.map { "<li>\(HTMLText.link($0.headline, $0.url))</li>" }
                + ["</ul>", "</nav>"]
        }
    }
}

extension ReadingPhrase {
    fileprivate init(_ relation: Link.Relation) {
        self =
            switch relation {
            case .sameTopic: .sameTopic
            case .sameSection: .sameSection
            case .sameAuthor: .sameAuthor
            case .mentions: .mentions
            }
    }
}
