internal import VNModel

/// Writes a JSON Feed of articles and comments; what the format has no member for stands in the
/// extension `_vnsync`.
///
/// - Source: JSON Feed version 1.1.
struct JSONFeedEncoder: ExportEncoder {
    var passes: [ExportPass] {
        [
            ExportPass(
                opening: """
                    {"version":"https://jsonfeed.org/version/1.1","title":"VNSync","items":[

                    """, separator: ",\n", closing: "\n]}\n")
        ]
    }

    func write(_ article: Article, pass: Int, to output: inout ExportOutput) {
        let html = HTMLText.blocks(article.body)
        var item = JSONObject([
            ("id", .string(EntryID.text(of: article))), ("title", .string(article.headline)),
            ("content_html", .string(html)), ("date_published", .string(article.datePublished)),
            ("language", .string(article.language)),
        ])
        item.put("url", article.url)
        item.put("summary", article.summary)
        item.put("image", article.image?.url)
        item.put("date_modified", article.dateModified)
        item.put("external_url", article.source?.url)
        if !article.authors.isEmpty {
            item["authors"] = .array(
                article.authors.map { author($0.name, url: $0.url, avatar: $0.logo) })
        }
        if !article.topics.isEmpty { item["tags"] = .array(article.topics.map { .string($0) }) }
        let standard = try? JSONFeedItem.draft(item, in: JSONFeedEncoder.feed)
            .article(withBody: false)
        item[EntryRemainder.name] = EntryRemainder.json(
            of: article.json, standard: standard?.json, content: html)
        output.element { $0.value(.object(item)) }
    }

    func write(_ comment: Comment, pass: Int, to output: inout ExportOutput) {
        var item = JSONObject([
            ("id", .string(EntryID.text(of: comment.id))), ("content_text", .string(comment.text)),
            (
                "authors",
                .array([
                    author(
                        comment.author.name, url: comment.author.url,
                        avatar: comment.author.avatar)
                ])
            ),
            ("date_published", .string(comment.dateCreated)),
            ("language", .string(comment.language)),
        ])
        item.put("date_modified", comment.dateModified)
        item[EntryRemainder.name] = EntryRemainder.json(
            of: comment.json, standard: (try? JSONFeedItem.comment(item))?.json)
        output.element { $0.value(.object(item)) }
    }

    /// What an import finds above the items.
    private static let feed = JSONFeedItem.Feed(
        publisher: Agent(kind: .organization, name: "VNSync"))

    private func author(_ name: String, url: String?, avatar: String?) -> JSONValue {
        var members = JSONObject([("name", .string(name))])
        members.put("url", url)
        members.put("avatar", avatar)
        return .object(members)
    }
}

/// What feeds call documents.
enum EntryID {
    /// The id that a feed gave to the article, else one made of its own.
    static func text(of article: Article) -> String {
        article.alternateIDs.first { $0.role == "guid" }?.value ?? text(of: article.id)
    }

    static func text(of id: DocumentID) -> String { "urn:uuid:\(id)" }
}

extension JSONObject {
    /// Sets a text; an absent one leaves the member out.
    mutating func put(_ key: String, _ text: String?) {
        if let text { self[key] = .string(text) }
    }
}
