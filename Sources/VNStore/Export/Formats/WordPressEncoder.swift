internal import VNModel

/// Writes an object with the arrays that the REST interface of WordPress answers: `posts`,
/// `comments` and `media`. What it has no member for stands in the extension `_vnsync`.
struct WordPressEncoder: ExportEncoder {
    var passes: [ExportPass] {
        [
            ExportPass(
                opening: "{\"posts\":[\n", separator: ",\n", closing: "\n],\n",
                writes: [.article], counts: [.article]),
            ExportPass(
                opening: "\"comments\":[\n", separator: ",\n", closing: "\n],\n",
                writes: [.comment], counts: [.comment]),
            ExportPass(
                opening: "\"media\":[\n", separator: ",\n", closing: "\n]}\n",
                writes: [.article], counts: []),
        ]
    }

    func write(_ article: Article, pass: Int, to output: inout ExportOutput) {
        let media = WordPressEncoder.media(article)
        guard pass == 0 else {
            if let media { output.element { $0.value(.object(media)) } }
            return
        }
        let html = HTMLText.blocks(article.body)
        var post = WordPressEncoder.post(article, html)
        post["featured_media"] = media?["id"]
        var index = WordPressIndex()
        if let media { index.take(.object(media), in: "media") }
        let standard = try? WordPressItems(index: index).article(post, withBody: false)
        post[EntryRemainder.name] = EntryRemainder.json(
            of: article.json, standard: standard?.json, content: html)
        output.element { $0.value(.object(post)) }
    }

    func write(_ comment: Comment, pass: Int, to output: inout ExportOutput) {
        let rendered = "<p>\(HTMLText.lines(comment.text))</p>"
        var item = JSONObject([
            ("id", WordPressEncoder.number(comment.id)),
            ("post", WordPressEncoder.number(comment.articleID)),
            ("parent", comment.inReplyTo.map(WordPressEncoder.number) ?? .integer(0)),
            ("author_name", .string(comment.author.name)),
            ("author_url", .string(comment.author.url ?? "")),
            ("content", .object([("rendered", .string(rendered))])),
            ("status", .string(WordPressEncoder.status(of: comment))),
            ("type", .string("comment")),
        ])
        item.put(time: comment.dateCreated, "date")
        // The text is plain, and reading it from HTML may change it.
        var rest = EntryRemainder.json(
            of: comment.json,
            standard: WordPressItems(index: WordPressIndex()).plainComment(item).json)
        rest = EntryRemainder.setting("text", of: comment.json, in: rest)
        item[EntryRemainder.name] = rest
        output.element { $0.value(.object(item)) }
    }

    private static func post(_ article: Article, _ html: String) -> JSONObject {
        func rendered(_ text: String) -> JSONValue { .object([("rendered", .string(text))]) }
        let lead = article.summary.map { "<p>\(HTMLText.lines($0))</p>" } ?? ""
        var post = JSONObject([
            ("id", number(article.id)), ("type", .string("post")),
            ("guid", rendered(EntryID.text(of: article))),
            ("title", rendered(HTMLText.escaped(article.headline))),
            ("content", rendered(html)), ("excerpt", rendered(lead)),
            ("status", .string(status(of: article))),
            ("comment_status", .string(article.commentPolicy == .closed ? "closed" : "open")),
        ])
        post.put("link", article.url)
        post.put(time: article.datePublished, "date")
        post.put(time: article.dateModified ?? article.datePublished, "modified")
        let classes =
            [article.section].compactMap { $0 }.map { "category-\($0)" }
            + article.topics.map { "tag-\($0)" }
        post["class_list"] = .array(classes.map { .string($0) })
        return post
    }

    private static func media(_ article: Article) -> JSONObject? {
        guard let image = article.image, let url = image.url else { return nil }
        var details = JSONObject()
        if let width = image.width { details["width"] = .integer(Int64(width)) }
        if let height = image.height { details["height"] = .integer(Int64(height)) }
        if let credit = image.credit {
            details["image_meta"] = .object([("credit", .string(credit))])
        }
        let caption = image.caption.map(HTMLText.escaped) ?? ""
        var media = JSONObject([
            ("id", number(DocumentID(importName: "media \(article.id)"))),
            ("post", number(article.id)), ("type", .string("attachment")),
            ("media_type", .string("image")), ("source_url", .string(url)),
            ("alt_text", .string(image.alt)),
            ("caption", .object([("rendered", .string(caption))])),
            ("media_details", .object(details)),
        ])
        media.put("link", article.url)
        media.put("mime_type", image.contentType)
        return media
    }

    private static func status(of article: Article) -> String {
        switch article.status {
        case .usable: "publish"
        case .draft: "draft"
        case .withheld: "private"
        case .canceled: "trash"
        }
    }

    private static func status(of comment: Comment) -> String {
        switch comment.status {
        case .approved: "approved"
        case .spam: "spam"
        case .rejected, .deleted: "trash"
        case .pending, .withheld: "hold"
        }
    }

    /// WordPress counts; this number follows from the id, within what doubles hold exactly.
    private static func number(_ id: DocumentID) -> JSONValue {
        let mixed = (id.high ^ (id.low &* 0x9E37_79B9_7F4A_7C15)) >> 12
        return .integer(Int64(mixed | 1))
    }
}

extension JSONObject {
    /// Sets a time as WordPress has it: without offset, once at the writer's and once in UTC.
    fileprivate mutating func put(time text: String, _ name: String) {
        guard let time = Timestamp(rfc3339: text) else { return }
        let local = Timestamp(
            milliseconds: time.milliseconds + Int64(time.offsetMinutes) * 60_000)
        self[name] = .string(String(local.rfc3339.dropLast()))
        let utc = Timestamp(milliseconds: time.milliseconds)
        self["\(name)_gmt"] = .string(String(utc.rfc3339.dropLast()))
    }
}
