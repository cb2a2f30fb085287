internal import VNModel

/// A news item in JSON.
///
/// - Source: IPTC ninjs 3.1. The names of ninjs 2, all in lower case, are read too.
enum NinjsItem {
    /// The role of the id and of the rest in an item of our own.
    static let remainderType = "application/vnd.vnsync+json"

    /// The items of a document.
    struct List: JSONItems {
        static let streamed: Set<String> = []
        static let takesObjects = true

        mutating func take(header key: String, _ value: JSONValue) {}

        func content(
            of value: JSONValue, in key: String?
        ) throws(ImportError) -> ImportItem.Content? {
            guard let item = value.object else { return nil }
            let draft = NinjsItem.draft(item)
            guard let text = NinjsItem.remainder(item) else {
                return .entry(try draft.article())
            }
            let rest = try DocumentLine.json(Array(text.utf8), isLast: false)
            return .article(try EntryRemainder.article(draft, rest, content: draft.html))
        }
    }

    /// What an item says of an article.
    static func draft(_ item: JSONObject) -> EntryDraft {
        var draft = EntryDraft(publisher: publisher(item))
        let uri = item["uri"]?.string
        draft.url = EntryText.link(uri)
        draft.guid = uri
        draft.title = text(item["headlines"], ["main", ""]) ?? item["title"]?.string
        draft.summary = EntryText.lead(
            plain(item["descriptions"], ["summary", "main", ""]))
        let body = body(item)
        (draft.html, draft.text) = (body.html, body.text)
        draft.published = time(item, "firstCreated") ?? time(item, "contentCreated")
        draft.modified = time(item, "versionCreated")
        draft.language = item["language"]?.string
        draft.byline = item["by"]?.string
        draft.dateline = item["located"]?.string
        draft.tags = objects(item["subjects"]).compactMap { $0["name"]?.string }
        draft.copyright = member(item, "copyrightNotice")?.string
        draft.status =
            member(item, "pubStatus")?.string.flatMap { ArticleStatus(rawValue: $0) } ?? .usable
        draft.otherIDs = objects(member(item, "altIds")).compactMap { other in
            guard let role = EntryText.line(other["role"]?.string),
                let value = EntryText.line(other["value"]?.string), role != ownRole
            else { return nil }
            return AlternateID(role: role, value: value)
        }
        takeAssociations(objects(item["associations"]), into: &draft)
        return draft
    }

    /// The role of our own id.
    static let ownRole = "vnsync"

    /// A member by its name of ninjs 3 or of ninjs 2.
    private static func member(_ item: JSONObject, _ name: String) -> JSONValue? {
        item[name] ?? item[name.lowercased()]
    }

    private static func objects(_ value: JSONValue?) -> [JSONObject] {
        (value?.array ?? []).compactMap(\.object)
    }

    private static func time(_ item: JSONObject, _ name: String) -> String? {
        EntryText.time(member(item, name)?.string)
    }

    /// The text with the first of some roles, else the first text.
    private static func text(_ value: JSONValue?, _ roles: [String]) -> String? {
        part(value, roles)?["value"]?.string
    }

    /// The same without markup.
    private static func plain(_ value: JSONValue?, _ roles: [String]) -> String? {
        guard let part = part(value, roles), let text = part["value"]?.string else { return nil }
        let type = member(part, "contentType")?.string?.lowercased() ?? ""
        return type.contains("html") ? EntryText.plain(text, nil) : EntryText.lines(text)
    }

    private static func part(_ value: JSONValue?, _ roles: [String]) -> JSONObject? {
        let all = objects(value)
        let found = roles.lazy.compactMap { role in
            all.first { ($0["role"]?.string ?? "") == role }
        }.first
        return found ?? all.first
    }

    /// The rest that an export put into a body of its own.
    private static func remainder(_ item: JSONObject) -> String? {
        objects(item["bodies"]).first { member($0, "contentType")?.string == remainderType }?[
            "value"]?.string
    }

    /// The richest of the bodies.
    private static func body(_ item: JSONObject) -> (html: String?, text: String?) {
        let bodies = objects(item["bodies"])
        func type(_ body: JSONObject) -> String {
            member(body, "contentType")?.string?.lowercased() ?? ""
        }
        let rich = bodies.first { type($0).contains("html") }
        if let rich { return (rich["value"]?.string, nil) }
        let plain = bodies.first { type($0).hasPrefix("text/plain") || type($0).isEmpty }
        guard let text = plain?["value"]?.string else { return (nil, nil) }
        // Without a type, what looks like markup is markup.
        let isMarkup = type(plain ?? JSONObject()).isEmpty && text.contains("</")
        return isMarkup ? (text, nil) : (nil, text)
    }

    /// The source in the role of a publisher, else the first source, else who holds the rights.
    private static func publisher(_ item: JSONObject) -> Agent {
        let sources = objects(member(item, "infoSources"))
        let found = sources.first { $0["role"]?.string == "publisher" } ?? sources.first
        let name =
            EntryText.line(found?["name"]?.string)
            ?? EntryText.line(member(item, "copyrightHolder")?.string)
            ?? EntryText.host(item["uri"]?.string) ?? ""
        return Agent(
            kind: .organization, name: name, url: EntryText.link(found?["uri"]?.string))
    }

    /// Pictures, videos and related texts.
    private static func takeAssociations(
        _ associations: [JSONObject], into draft: inout EntryDraft
    ) {
        for item in associations {
            let rendition = rendition(objects(item["renditions"]))
            let title = text(item["headlines"], ["main", ""]) ?? item["title"]?.string
            switch item["type"]?.string {
            case "picture", "graphic":
                guard let image = picture(item, rendition, title) else { continue }
                if draft.image == nil {
                    draft.image = image
                } else {
                    draft.attachments.append(Block(image: image))
                }
            case "video", "audio":
                guard let url = EntryText.link(rendition?["href"]?.string) else { continue }
                var block = Block(role: item["type"]?.string == "video" ? .video : .embed)
                (block.url, block.title) = (url, EntryText.line(title))
                block.contentType = rendition.flatMap {
                    EntryText.line(member($0, "contentType")?.string)
                }
                block.durationSeconds = rendition?["duration"]?.double.flatMap {
                    $0 >= 0 ? $0 : nil
                }
                draft.attachments.append(block)
            default:
                guard let headline = EntryText.line(title) else { continue }
                draft.related.append(
                    Link(
                        rel: .mentions, headline: headline, url: EntryText.link(item["uri"]?.string)
                    ))
            }
        }
    }

    /// The widest rendition; the first of those that are equally wide.
    private static func rendition(_ all: [JSONObject]) -> JSONObject? {
        var best: JSONObject?
        for item in all where item["href"]?.string != nil {
            if (item["width"]?.integer ?? 0) > (best?["width"]?.integer ?? -1) { best = item }
        }
        return best
    }

    private static func picture(
        _ item: JSONObject, _ rendition: JSONObject?, _ title: String?
    ) -> Image? {
        guard let url = EntryText.link(rendition?["href"]?.string) else { return nil }
        func size(_ key: String) -> Int? {
            rendition?[key]?.integer.flatMap { $0 >= 1 ? Int(exactly: $0) : nil }
        }
        let type = rendition.flatMap { member($0, "contentType")?.string }
        return Image(
            url: url, alt: EntryText.line(title) ?? "",
            caption: EntryText.line(plain(item["descriptions"], ["caption", "main", ""])),
            credit: EntryText.line(item["by"]?.string),
            contentType: type.flatMap { $0.hasPrefix("image/") ? $0 : nil }, width: size("width"),
            height: size("height"))
    }
}
