internal import VNModel

/// Writes an array of news items in JSON.
///
/// The schema of ninjs admits no further members, so what it has no member for stands in a body of
/// a type of our own. Comments have no place in it.
///
/// - Source: IPTC ninjs 3.1.
struct NinjsEncoder: ExportEncoder {
    var passes: [ExportPass] {
        [ExportPass(opening: "[\n", separator: ",\n", closing: "\n]\n")]
    }

    func write(_ article: Article, pass: Int, to output: inout ExportOutput) {
        let html = HTMLText.blocks(article.body)
        var item = NinjsEncoder.item(article, html)
        let standard = try? NinjsItem.draft(item).article(withBody: false)
        let rest = EntryRemainder.json(of: article.json, standard: standard?.json, content: html)
        let bodies = [
            NinjsEncoder.text(html, role: "main", type: "text/html"),
            NinjsEncoder.text(
                rest.canonicalText, role: "vnsync", type: NinjsItem.remainderType),
        ]
        item["bodies"] = .array(bodies)
        output.element { $0.value(.object(item)) }
    }

    func write(_ comment: Comment, pass: Int, to output: inout ExportOutput) {
        output.omit("comment")
    }

    private static let standard = JSONValue.object([
        ("name", .string("ninjs")), ("version", .string("3.1")),
        ("schema", .string("http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#")),
    ])

    private static func item(_ article: Article, _ html: String) -> JSONObject {
        var item = JSONObject([
            ("standard", standard), ("type", .string("text")),
            ("uri", .string(article.url ?? EntryID.text(of: article.id))),
            ("headlines", .array([text(article.headline, role: "main", type: "text/plain")])),
            ("bodies", .array([text(html, role: "main", type: "text/html")])),
            ("firstCreated", .string(article.datePublished)),
            ("versionCreated", .string(article.dateModified ?? article.datePublished)),
            ("language", .string(article.language)), ("infoSources", sources(of: article)),
            ("altIds", ids(of: article)),
        ])
        if let summary = article.summary {
            item["descriptions"] = .array([text(summary, role: "summary", type: "text/plain")])
        }
        item.put("by", article.byline ?? names(of: article.authors))
        item.put("located", article.dateline)
        item.put("copyrightNotice", article.copyrightNotice)
        // A draft is not to be used either.
        let status = article.status == .draft ? ArticleStatus.withheld : article.status
        item["pubStatus"] = .string(status.rawValue)
        if !article.topics.isEmpty {
            item["subjects"] = .array(
                article.topics.map { .object([("name", .string($0)), ("rel", .string("about"))]) })
        }
        let associations = associations(of: article)
        if !associations.isEmpty { item["associations"] = .array(associations) }
        return item
    }

    private static func text(_ value: String, role: String, type: String) -> JSONValue {
        .object([
            ("contentType", .string(type)), ("role", .string(role)), ("value", .string(value)),
        ])
    }

    private static func names(of authors: [Agent]) -> String? {
        authors.map(\.name).joined(separator: ", ").unlessEmpty
    }

    private static func sources(of article: Article) -> JSONValue {
        var publisher = JSONObject([
            ("name", .string(article.publisher.name)), ("role", .string("publisher")),
        ])
        publisher.put("uri", article.publisher.url)
        var sources: [JSONValue] = [.object(publisher)]
        if let source = article.source {
            var members = JSONObject([
                ("name", .string(source.name)), ("role", .string("source")),
            ])
            members.put("uri", source.url)
            sources.append(.object(members))
        }
        return .array(sources)
    }

    private static func ids(of article: Article) -> JSONValue {
        let own = AlternateID(role: NinjsItem.ownRole, value: article.id.description)
        return .array(
            ([own] + article.alternateIDs).map {
                .object([("role", .string($0.role)), ("value", .string($0.value))])
            })
    }

    private static func associations(of article: Article) -> [JSONValue] {
        var result: [JSONValue] = []
        if let image = article.image, let url = image.url {
            var rendition = JSONObject([("href", .string(url)), ("name", .string("main"))])
            rendition.put("contentType", image.contentType)
            if let width = image.width { rendition["width"] = .integer(Int64(width)) }
            if let height = image.height { rendition["height"] = .integer(Int64(height)) }
            var picture = JSONObject([
                ("name", .string("mainpic")), ("uri", .string(url)), ("type", .string("picture")),
                ("renditions", .array([.object(rendition)])),
            ])
            if !image.alt.isEmpty {
                picture["headlines"] = .array([text(image.alt, role: "main", type: "text/plain")])
            }
            if let caption = image.caption {
                picture["descriptions"] = .array([
                    text(caption, role: "caption", type: "text/plain")
                ])
            }
            picture.put("by", image.credit)
            result.append(.object(picture))
        }
        for (index, link) in article.related.enumerated() {
            guard let uri = link.url ?? link.id.map({ EntryID.text(of: $0) }) else { continue }
            result.append(
                .object([
                    ("name", .string("related\(index + 1)")), ("uri", .string(uri)),
                    ("type", .string("text")), ("rel", .string(link.rel.rawValue)),
                    (
                        "headlines",
                        .array([text(link.headline, role: "main", type: "text/plain")])
                    ),
                ]))
        }
        return result
    }
}
