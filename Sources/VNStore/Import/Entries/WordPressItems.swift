internal import VNModel

/// What posts and comments of WordPress refer to by numbers: a few bytes for each post, a
/// description of each picture.
struct WordPressIndex: Sendable {
    /// A number in a site.
    struct Key: Hashable, Sendable {
        let site: String
        let number: Int64
    }

    private(set) var posts: [Key: DocumentID] = [:]
    private(set) var media: [Key: Image] = [:]
    private(set) var terms: [Key: WordPressItems.Term] = [:]
    private(set) var users: [Key: Agent] = [:]

    /// Takes what an element of a dump is known by.
    mutating func take(_ value: JSONValue, in name: String?) {
        guard let item = value.object, let number = item["id"]?.integer else { return }
        let key = Key(site: WordPressItems.site(of: item), number: number)
        switch WordPressItems.Kind(item, in: name) {
        case .post:
            if let id = try? WordPressItems(index: self).article(item, withBody: false).id {
                posts[key] = id
            }
        case .media: media[key] = WordPressItems.image(item)
        case .term: terms[key] = WordPressItems.Term(item)
        case .user: users[key] = WordPressItems.user(item)
        case .comment, nil: break
        }
    }
}

/// Posts and comments as WordPress answers them.
///
/// - Source: the REST API of WordPress, `/wp/v2/posts`, `/comments`, `/media`, `/categories`,
///   `/tags` and `/users`.
struct WordPressItems: JSONItems {
    static let streamed: Set<String> = [
        "posts", "pages", "comments", "media", "categories", "tags", "users",
    ]
    static let takesObjects = false

    /// What an element is.
    enum Kind {
        case post, comment, media, term, user

        /// Told by the array it stands in, else by its members.
        init?(_ item: JSONObject, in name: String?) {
            switch name ?? item["type"]?.string {
            case "posts", "pages", "post", "page": self = .post
            case "comments", "comment": self = .comment
            case "media", "attachment": self = .media
            case "categories", "tags": self = .term
            case "users": self = .user
            default:
                if item["author_name"] != nil {
                    self = .comment
                } else if item["source_url"] != nil {
                    self = .media
                } else if item["taxonomy"] != nil {
                    self = .term
                } else if item["title"] != nil, item["content"] != nil {
                    self = .post
                } else if item["avatar_urls"] != nil {
                    self = .user
                } else {
                    return nil
                }
            }
        }
    }

    /// A category or a tag.
    struct Term: Sendable {
        let isCategory: Bool
        let name: String
        let slug: String

        init?(_ item: JSONObject) {
            guard let slug = item["slug"]?.string, let taxonomy = item["taxonomy"]?.string,
                taxonomy == "category" || taxonomy == "post_tag"
            else { return nil }
            isCategory = taxonomy == "category"
            self.slug = slug
            name = EntryText.plain(item["name"]?.string, nil) ?? slug
        }
    }

    let index: WordPressIndex

    mutating func take(header key: String, _ value: JSONValue) {}

    func content(
        of value: JSONValue, in key: String?
    ) throws(ImportError) -> ImportItem.Content? {
        guard let item = value.object else { return nil }
        switch Kind(item, in: key) {
        case .post:
            guard let rest = item[EntryRemainder.name] else { return .entry(try article(item)) }
            return .article(
                try EntryRemainder.article(
                    draft(item), rest, content: WordPressItems.rendered(item["content"])))
        case .comment:
            guard let rest = item[EntryRemainder.name] else {
                return .comment(try WordPressItems.checked(try comment(item)))
            }
            return .comment(try EntryRemainder.comment(plainComment(item), rest))
        case .media, .term, .user: return nil
        case nil:
            throw ImportError(
                ImportError.unknownType, reason: "neither post nor comment nor media")
        }
    }

    /// The host of the site that an element comes from.
    static func site(of item: JSONObject) -> String {
        EntryText.host(item["link"]?.string) ?? EntryText.host(rendered(item["guid"])) ?? ""
    }

    /// A text that stands alone or in `rendered`.
    static func rendered(_ value: JSONValue?) -> String? {
        value?["rendered"]?.string ?? value?.string
    }
}

extension WordPressItems {
    /// The article of a post.
    func article(_ item: JSONObject, withBody: Bool = true) throws(ImportError) -> Article {
        try draft(item).article(withBody: withBody)
    }

    /// What a post says of an article.
    func draft(_ item: JSONObject) -> EntryDraft {
        let site = WordPressItems.site(of: item)
        var draft = EntryDraft(publisher: Agent(kind: .organization, name: site))
        draft.url = EntryText.link(item["link"]?.string)
        draft.guid = WordPressItems.rendered(item["guid"])
        draft.title = EntryText.plain(WordPressItems.rendered(item["title"]), nil)
        draft.summary = EntryText.lead(
            EntryText.plain(WordPressItems.rendered(item["excerpt"]), nil))
        draft.html = WordPressItems.rendered(item["content"])
        draft.published = WordPressItems.time(item, "date")
        draft.modified = WordPressItems.time(item, "modified")
        if let site = EntryText.host(draft.url), let url = draft.url {
            draft.publisher.url = String(url.prefix { $0 != ":" }) + "://\(site)/"
        }
        if let modified = draft.modified.flatMap({ Timestamp(rfc3339: $0) }),
            let published = draft.published.flatMap({ Timestamp(rfc3339: $0) }),
            modified <= published
        {
            draft.modified = nil
        }
        switch item["status"]?.string {
        case nil, "publish", "inherit": draft.status = .usable
        case "draft", "auto-draft", "pending", "future": draft.status = .draft
        case "trash": draft.status = .canceled
        default: draft.status = .withheld
        }
        let embedded = item["_embedded"]?.object ?? JSONObject()
        takeTerms(item, embedded, site, into: &draft)
        if let author = embedded["author"]?.array?.first?.object.flatMap(WordPressItems.user)
            ?? item["author"]?.integer.flatMap({ index.users[.init(site: site, number: $0)] })
        {
            draft.authors = [author]
        }
        draft.image =
            embedded["wp:featuredmedia"]?.array?.first?.object.flatMap(WordPressItems.image)
            ?? item["featured_media"]?.integer.flatMap {
                index.media[.init(site: site, number: $0)]
            }
        return draft
    }

    /// The first category is the section, tags are topics, and so are further categories.
    private func takeTerms(
        _ item: JSONObject, _ embedded: JSONObject, _ site: String, into draft: inout EntryDraft
    ) {
        var terms = (embedded["wp:term"]?.array ?? []).flatMap { $0.array ?? [] }
            .compactMap { $0.object.flatMap(Term.init) }
        if terms.isEmpty {
            let numbers = ["categories", "tags"].flatMap { item[$0]?.array ?? [] }
            terms = numbers.compactMap {
                $0.integer.flatMap { index.terms[.init(site: site, number: $0)] }
            }
        }
        var categories = terms.filter(\.isCategory).map(\.slug)
        draft.tags = terms.filter { !$0.isCategory }.map(\.slug)
        if terms.isEmpty {
            let classes = (item["class_list"]?.array ?? []).compactMap(\.string)
            func slugs(_ prefix: String) -> [String] {
                classes.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            }
            categories = slugs("category-")
            draft.tags = slugs("tag-")
        }
        categories.removeAll { $0 == "uncategorized" }
        let sections = EntryText.topics(categories)
        draft.section = sections.first
        draft.tags = sections.dropFirst() + draft.tags
    }

    /// A comment; its id follows from the site and its number.
    func comment(_ item: JSONObject) throws(ImportError) -> Comment {
        let site = WordPressItems.site(of: item)
        guard let number = item["id"]?.integer, let post = item["post"]?.integer else {
            throw ImportError("content.incomplete", reason: "no id, or no post")
        }
        let known = index.posts[.init(site: site, number: post)]
        let page = EntryText.link(item["link"]?.string).map(WordPressItems.page)
        guard let articleID = known ?? page.map(WordPressItems.articleID) else {
            throw ImportError(ImportError.noArticle, reason: "post \(post) is not here")
        }
        let parent = item["parent"]?.integer.flatMap { $0 > 0 ? $0 : nil }
        var comment = plainComment(item)
        comment.id = WordPressItems.commentID(site, number)
        comment.articleID = articleID
        comment.inReplyTo = parent.map { WordPressItems.commentID(site, $0) }
        if let account = item["author"]?.integer, account > 0 {
            comment.author.id = "\(site)/\(account)"
        }
        return comment
    }

    /// A comment without its ids.
    func plainComment(_ item: JSONObject) -> Comment {
        let none = DocumentID(high: 0, low: 0)
        var comment = Comment(
            id: none, articleID: none,
            author: CommentAuthor(
                name: EntryText.line(EntryText.plain(item["author_name"]?.string, nil)) ?? "?",
                url: EntryText.link(item["author_url"]?.string),
                avatar: item["author_avatar_urls"]?.object?.members.lazy
                    .compactMap { EntryText.link($0.value.string) }.first),
            text: EntryText.plain(WordPressItems.rendered(item["content"]), nil) ?? "",
            dateCreated: WordPressItems.time(item, "date") ?? "")
        switch item["status"]?.string {
        case "approved", "approve", "1": comment.moderation = Moderation(status: .approved)
        case "spam": comment.moderation = Moderation(status: .spam)
        case "trash": comment.moderation = Moderation(status: .rejected)
        default: break
        }
        return comment
    }

    private static func checked(_ comment: Comment) throws(ImportError) -> Comment {
        do throws(ContentError) {
            return try Comment(json: comment.json)
        } catch {
            throw ImportError(error.code, reason: error.description)
        }
    }

    static func commentID(_ site: String, _ number: Int64) -> DocumentID {
        DocumentID(importName: "comment wordpress \(site) \(number)")
    }

    private static func articleID(_ page: String) -> DocumentID {
        ImportIdentity.articleID(url: page, publisher: "", day: "", headline: "")
    }

    /// The address of the page that a comment stands on.
    private static func page(_ link: String) -> String {
        let address = link.prefix { $0 != "#" }
        guard let part = address.firstRange(of: "/comment-page-") else { return String(address) }
        return String(address[..<part.lowerBound])
    }

    /// The time of two members, one in the site's time and one in UTC, with the site's offset.
    static func time(_ item: JSONObject, _ name: String) -> String? {
        let utc = item["\(name)_gmt"]?.string.flatMap { Timestamp(rfc3339: $0 + "Z") }
        let local = item[name]?.string
        guard let utc else { return EntryText.time(local) }
        let offset = local.flatMap { Timestamp(rfc3339: $0 + "Z") }.map {
            Int(($0.milliseconds - utc.milliseconds) / 60_000)
        }
        guard let offset, abs(offset) <= 14 * 60 else { return utc.rfc3339 }
        return Timestamp(milliseconds: utc.milliseconds, offsetMinutes: offset).rfc3339
    }

    /// The picture of an attachment; `nil` if it is none.
    static func image(_ item: JSONObject) -> Image? {
        guard let url = EntryText.link(item["source_url"]?.string) else { return nil }
        let type = item["mime_type"]?.string ?? "image/"
        guard type.hasPrefix("image/") else { return nil }
        func size(_ key: String) -> Int? {
            item["media_details"]?[key]?.integer.flatMap { $0 >= 1 ? Int(exactly: $0) : nil }
        }
        return Image(
            url: url, alt: EntryText.line(item["alt_text"]?.string) ?? "",
            caption: EntryText.line(EntryText.plain(rendered(item["caption"]), nil)),
            credit: EntryText.line(item["media_details"]?["image_meta"]?["credit"]?.string),
            contentType: type == "image/" ? nil : type, width: size("width"),
            height: size("height"))
    }

    static func user(_ item: JSONObject) -> Agent? {
        guard let name = EntryText.line(item["name"]?.string) else { return nil }
        return Agent(kind: .person, name: name, url: EntryText.link(item["link"]?.string))
    }
}
