internal import VNModel

/// An item of a JSON Feed.
///
/// - Source: JSON Feed version 1.1.
enum JSONFeedItem {
    /// What the feed says of itself.
    struct Feed {
        var publisher = Agent(kind: .organization, name: "")
        var language: String?
        var authors: [Agent] = []

        /// The publisher; named by the host of an address if the feed has no title.
        func publisher(of url: String?) -> Agent {
            guard EntryText.line(publisher.name) == nil else { return publisher }
            var result = publisher
            result.name = EntryText.host(publisher.url) ?? EntryText.host(url) ?? ""
            return result
        }
    }

    /// The items of a feed.
    struct List: JSONItems {
        static let streamed: Set<String> = ["items"]
        static let takesObjects = false
        private var feed = Feed()

        mutating func take(header key: String, _ value: JSONValue) {
            switch key {
            case "title": feed.publisher.name = value.string ?? ""
            case "home_page_url": feed.publisher.url = EntryText.link(value.string)
            case "icon": feed.publisher.logo = EntryText.link(value.string)
            case "language": feed.language = value.string
            case "authors": feed.authors = JSONFeedItem.authors(value)
            case "author" where feed.authors.isEmpty:
                feed.authors = JSONFeedItem.authors(.array([value]))
            default: break
            }
        }

        func content(
            of value: JSONValue, in key: String?
        ) throws(ImportError) -> ImportItem.Content? {
            guard let item = value.object else { return nil }
            guard let rest = item[EntryRemainder.name] else {
                return .entry(try JSONFeedItem.draft(item, in: feed).article())
            }
            switch try EntryRemainder.members(rest)["type"]?.string {
            case "article":
                return .article(
                    try EntryRemainder.article(
                        JSONFeedItem.draft(item, in: feed), rest,
                        content: item["content_html"]?.string))
            case "comment":
                return .comment(
                    try EntryRemainder.comment(try JSONFeedItem.comment(item), rest))
            default:
                throw ImportError(
                    ImportError.unknownType,
                    reason: "neither article nor comment at /\(EntryRemainder.name)/set/type")
            }
        }
    }

    /// What an item says of an article.
    static func draft(_ item: JSONObject, in feed: Feed) -> EntryDraft {
        let url = EntryText.link(item["url"]?.string)
        var draft = EntryDraft(publisher: feed.publisher(of: url))
        draft.url = url
        draft.guid = item["id"]?.string ?? item["id"]?.integer.map { String($0) }
        draft.title = item["title"]?.string
        draft.summary = EntryText.lead(EntryText.lines(item["summary"]?.string))
        draft.html = item["content_html"]?.string
        draft.text = item["content_text"]?.string
        draft.published = EntryText.time(item["date_published"]?.string)
        draft.modified = EntryText.time(item["date_modified"]?.string)
        draft.language = item["language"]?.string ?? feed.language
        draft.authors = authors(item["authors"] ?? item["author"].map { .array([$0]) } ?? .null)
        if draft.authors.isEmpty { draft.authors = feed.authors }
        draft.tags = (item["tags"]?.array ?? []).compactMap(\.string)
        if let picture = EntryText.link(item["image"]?.string ?? item["banner_image"]?.string) {
            draft.image = Image(url: picture)
        }
        if let other = EntryText.link(item["external_url"]?.string), other != url {
            draft.source = Source(name: EntryText.host(other) ?? other, url: other)
        }
        draft.attachments = (item["attachments"]?.array ?? []).compactMap(attachment)
        return draft
    }

    /// What an item says of a comment; the ids stand in the remainder.
    static func comment(_ item: JSONObject) throws(ImportError) -> Comment {
        let none = DocumentID(high: 0, low: 0)
        let author = item["authors"]?.array?.first?.object ?? JSONObject()
        var comment = Comment(
            id: none, articleID: none,
            author: CommentAuthor(
                name: author["name"]?.string ?? "", url: EntryText.link(author["url"]?.string),
                avatar: EntryText.link(author["avatar"]?.string)),
            text: item["content_text"]?.string ?? "",
            dateCreated: item["date_published"]?.string ?? "")
        comment.dateModified = item["date_modified"]?.string
        comment.language = EntryText.language(item["language"]?.string)
        comment.isDeleted = comment.text.isEmpty
        return comment
    }

    private static func authors(_ value: JSONValue) -> [Agent] {
        (value.array ?? []).compactMap { author in
            guard let name = EntryText.line(author["name"]?.string) else { return nil }
            return Agent(
                kind: .person, name: name, url: EntryText.link(author["url"]?.string),
                logo: EntryText.link(author["avatar"]?.string))
        }
    }

    private static func attachment(_ value: JSONValue) -> Block? {
        guard let url = EntryText.link(value["url"]?.string) else { return nil }
        let type = EntryText.line(value["mime_type"]?.string) ?? ""
        let title = EntryText.line(value["title"]?.string)
        if type.hasPrefix("image/") {
            return Block(image: Image(url: url, alt: title ?? "", contentType: type))
        }
        var block = Block(role: type.hasPrefix("video/") ? .video : .embed)
        (block.url, block.title) = (url, title)
        block.contentType = type.unlessEmpty
        block.durationSeconds = value["duration_in_seconds"]?.double.flatMap { $0 >= 0 ? $0 : nil }
        return block
    }
}
