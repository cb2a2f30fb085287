internal import VNModel

/// An item of RSS or an entry of Atom.
///
/// - Source: RSS 2.0, RSS 1.0, Media RSS, RFC 4287 (Atom), RFC 4685 (its threading extension).
struct XMLEntry {
    private let element: XMLElement
    private let header: XMLHeader
    private let replies: ReplyIndex

    init(_ element: XMLElement, _ header: XMLHeader, _ replies: ReplyIndex) {
        self.element = element
        self.header = header
        self.replies = replies
    }

    static func isEntry(_ element: XMLElement) -> Bool {
        switch (element.vocabulary, element.name) {
        case (.rss, "item"), (.rss1, "item"), (.atom, "entry"): true
        default: false
        }
    }

    /// The id that the feed gave to an entry.
    static func id(of element: XMLElement) -> String? {
        EntryText.line((element.first("id", .atom) ?? element.first("guid", .rss))?.text)
            ?? element.attributes["rdf:about"]
    }

    /// What an entry answers; `nil` for one that is no comment.
    static func reply(of element: XMLElement) -> (id: String, page: String?)? {
        guard let reply = element.first("in-reply-to", .thread) else { return nil }
        let page = reply.attributes["href"]
        guard let id = reply.attributes["ref"] ?? page else { return nil }
        return (id, page)
    }

    /// The document that the entry is.
    var content: ImportItem.Content {
        get throws(ImportError) {
            guard let text = element.first("document", .own)?.text else {
                if let reply = XMLEntry.reply(of: element) {
                    return .comment(try comment(reply))
                }
                return .entry(try draft.article())
            }
            let rest = try DocumentLine.json(Array(text.utf8), isLast: false)
            switch try EntryRemainder.members(rest)["type"]?.string {
            case "article":
                let draft = draft
                return .article(
                    try EntryRemainder.article(draft, rest, content: draft.html))
            case "comment":
                return .comment(try EntryRemainder.comment(plainComment, rest))
            default:
                throw ImportError(
                    ImportError.unknownType, reason: "neither article nor comment")
            }
        }
    }

    private func comment(_ reply: (id: String, page: String?)) throws(ImportError) -> Comment {
        guard let id = XMLEntry.id(of: element) else {
            throw ImportError("content.incomplete", reason: "no id")
        }
        guard let place = replies.resolve(reply.id, page: reply.page) else {
            throw ImportError(ImportError.noArticle, reason: "what it answers is not here")
        }
        var comment = plainComment
        comment.id = ReplyIndex.commentID(id)
        comment.articleID = place.article
        comment.inReplyTo = place.parent
        do throws(ContentError) {
            return try Comment(json: comment.json)
        } catch {
            throw ImportError(error.code, reason: error.description)
        }
    }

    /// A comment without its ids.
    var plainComment: Comment {
        let none = DocumentID(high: 0, low: 0)
        let author = authors.first
        let body = body
        var comment = Comment(
            id: none, articleID: none,
            author: CommentAuthor(
                name: author?.name ?? "", url: author?.url, avatar: nil),
            text: body.text ?? EntryText.plain(body.html, language) ?? "",
            dateCreated: published ?? modified ?? "")
        comment.language = EntryText.language(language)
        comment.dateModified = modified == comment.dateCreated ? nil : modified
        comment.isDeleted = comment.text.isEmpty
        return comment
    }

    static func person(_ element: XMLElement) -> Agent? {
        guard let name = EntryText.line(element.first("name", .atom)?.text) else { return nil }
        return Agent(
            kind: .person, name: name, url: EntryText.link(element.first("uri", .atom)?.text))
    }
}

extension XMLEntry {
    /// What the entry says of an article.
    var draft: EntryDraft {
        let url = url
        var draft = EntryDraft(publisher: header.publisher)
        draft.url = url
        draft.guid = XMLEntry.id(of: element)
        draft.title = title
        draft.language = language
        let body = body
        (draft.html, draft.text) = (body.html, body.text)
        draft.summary = EntryText.lead(summary)
        draft.published = published
        draft.modified = modified
        draft.authors = authors
        draft.tags =
            element.all("category", .rss, .rss1).map(\.text)
            + element.all("category", .atom).compactMap {
                $0.attributes["label"] ?? $0.attributes["term"]
            } + element.all("subject", .dublinCore).map(\.text)
        draft.copyright = element.first("rights", .atom)?.text ?? header.copyright
        takeSource(into: &draft)
        takeMedia(into: &draft)
        if EntryText.line(draft.publisher.name) == nil {
            draft.publisher.name = EntryText.host(url) ?? ""
        }
        return draft
    }

    private var isAtom: Bool { element.vocabulary == .atom }

    private var title: String? {
        if let title = element.first("title", .atom) { return XMLEntry.plain(title) }
        let title = element.all("title", .rss, .rss1).first ?? element.first("title", .media)
        return EntryText.plain(title?.text, language)
    }

    private var language: String? {
        element.attributes["xml:lang"] ?? element.first("language", .dublinCore)?.text
            ?? header.language
    }

    private var url: String? {
        let links = element.all("link", .atom)
        if let link = links.first(where: { ($0.attributes["rel"] ?? "alternate") == "alternate" }) {
            return EntryText.link(link.attributes["href"])
        }
        if let link = EntryText.link(element.all("link", .rss, .rss1).first?.text) { return link }
        guard let guid = element.first("guid", .rss),
            guid.attributes["isPermaLink"]?.lowercased() != "false"
        else { return nil }
        return EntryText.link(guid.text)
    }

    private var published: String? {
        let texts = [
            element.first("published", .atom)?.text, element.first("pubDate", .rss)?.text,
            element.first("date", .dublinCore)?.text,
        ]
        return texts.lazy.compactMap { EntryText.time($0) }.first
    }

    private var modified: String? { EntryText.time(element.first("updated", .atom)?.text) }

    /// The richest text there is.
    private var body: (html: String?, text: String?) {
        if let content = element.first("content", .atom) ?? summaryAsBody {
            return XMLEntry.markup(content)
        }
        let rich = element.first("encoded", .content) ?? element.first("body", .html)
        let text = rich?.text ?? element.all("description", .rss, .rss1).first?.text
        return (text, nil)
    }

    /// An entry without content says all in its summary.
    private var summaryAsBody: XMLElement? {
        element.first("content", .atom) == nil ? element.first("summary", .atom) : nil
    }

    private var summary: String? {
        if isAtom {
            guard element.first("content", .atom) != nil else { return nil }
            return element.first("summary", .atom).flatMap { XMLEntry.plain($0) }
        }
        guard element.first("encoded", .content) != nil else { return nil }
        return EntryText.plain(
            element.all("description", .rss, .rss1).first?.text, language)
    }

    private var authors: [Agent] {
        let people = element.all("author", .atom).compactMap { XMLEntry.person($0) }
        let names =
            element.all("creator", .dublinCore).map(\.text)
            + element.all("author", .rss).map { XMLEntry.name(ofMail: $0.text) }
        let all =
            people + names.compactMap { EntryText.line($0) }.map { Agent(kind: .person, name: $0) }
        return all.isEmpty ? [header.author].compactMap { $0 } : all
    }

    /// The name in `an@bao.example (Nguyễn An)`.
    private static func name(ofMail text: String) -> String {
        guard text.contains("@"), let open = text.firstIndex(of: "("),
            let close = text.lastIndex(of: ")"), open < close
        else { return text }
        return String(text[text.index(after: open)..<close])
    }

    /// The text of an Atom construct as HTML or as plain text.
    private static func markup(_ element: XMLElement) -> (html: String?, text: String?) {
        switch element.attributes["type"] ?? "text" {
        case "html", "text/html": (element.text, nil)
        case "xhtml", "application/xhtml+xml": (element.innerHTML, nil)
        default: (nil, element.text)
        }
    }

    private static func plain(_ element: XMLElement) -> String? {
        let content = markup(element)
        return content.html.map { EntryText.plain($0, nil) } ?? EntryText.lines(content.text)
    }

    private func takeSource(into draft: inout EntryDraft) {
        if let source = element.first("source", .rss), let name = EntryText.line(source.text) {
            draft.source = Source(name: name, url: EntryText.link(source.attributes["url"]))
        }
        guard let source = element.first("source", .atom),
            let name = source.first("title", .atom).flatMap({ EntryText.line($0.text) })
        else { return }
        let link = source.all("link", .atom).first {
            ($0.attributes["rel"] ?? "alternate") == "alternate"
        }
        draft.publisher = Agent(
            kind: .organization, name: name, url: EntryText.link(link?.attributes["href"]))
    }
}

extension XMLEntry {
    /// Pictures, videos and other files.
    private func takeMedia(into draft: inout EntryDraft) {
        var pictures: [Image] = []
        for media in media {
            let type = media.attributes["type"] ?? ""
            guard let url = EntryText.link(media.attributes["url"] ?? media.attributes["href"])
            else { continue }
            let isPicture =
                media.name == "thumbnail" || type.hasPrefix("image/")
                || media.attributes["medium"] == "image"
            if isPicture {
                pictures.append(picture(media, url, type))
            } else {
                draft.attachments.append(XMLEntry.file(media, url, type))
            }
        }
        // The widest one leads; thumbnails are the same picture, smaller.
        guard let best = pictures.max(by: { ($0.width ?? 0) < ($1.width ?? 0) }) else { return }
        draft.image = pictures.first { $0.width == best.width }
    }

    /// The elements that name files, those in groups too.
    private var media: [XMLElement] {
        let holders = [element] + element.all("group", .media)
        let described = holders.flatMap { $0.all("content", .media) }
        let enclosures =
            element.all("enclosure", .rss)
            + element.all("link", .atom).filter { $0.attributes["rel"] == "enclosure" }
        let thumbnails = (holders + described).flatMap { $0.all("thumbnail", .media) }
        return described + enclosures + thumbnails
    }

    private func picture(_ media: XMLElement, _ url: String, _ type: String) -> Image {
        func text(_ name: String) -> String? {
            let holders = [media, element] + element.all("group", .media)
            return holders.lazy.compactMap { EntryText.line($0.first(name, .media)?.text) }.first
        }
        func size(_ name: String) -> Int? {
            media.attributes[name].flatMap { Int($0) }.flatMap { $0 >= 1 ? $0 : nil }
        }
        return Image(
            url: url, alt: text("title") ?? "", caption: text("description"),
            credit: text("credit"), contentType: type.hasPrefix("image/") ? type : nil,
            width: size("width"), height: size("height"))
    }

    private static func file(_ media: XMLElement, _ url: String, _ type: String) -> Block {
        let isVideo = type.hasPrefix("video/") || media.attributes["medium"] == "video"
        var block = Block(role: isVideo ? .video : .embed)
        block.url = url
        block.title = EntryText.line(
            media.first("title", .media)?.text ?? media.attributes["title"])
        block.contentType = EntryText.line(type)
        block.poster = EntryText.link(media.first("thumbnail", .media)?.attributes["url"])
        block.durationSeconds = media.attributes["duration"].flatMap { Double($0) }.flatMap {
            $0 >= 0 && $0.isFinite ? $0 : nil
        }
        return block
    }
}
