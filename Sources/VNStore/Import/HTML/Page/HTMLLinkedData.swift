internal import VNModel

/// The description of an article that a page carries as JSON-LD in the words of schema.org.
struct HTMLLinkedData {
    private var objects: [JSONObject] = []
    private var named: [String: JSONObject] = [:]
    private let base: HTMLAddress?

    /// Descriptions that are looked at; pages have some ten.
    private static let objectLimit = 2000

    init(_ tree: HTMLTree, base: HTMLAddress?) {
        self.base = base
        for (index, node) in tree.nodes.enumerated() where node.name == "script" {
            guard node.attribute("type")?.lowercased().contains("ld+json") == true else { continue }
            let text = tree.inside(index).map { tree[$0].text }.joined()
            if let json = HTMLLinkedData.parsed(text) { gather(json) }
        }
    }

    /// A script as JSON; line breaks within texts and what hides scripts from old browsers are
    /// forgiven.
    private static func parsed(_ text: String) -> JSONValue? {
        let scalars = text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }
        let line = String(String.UnicodeScalarView(scalars))
        guard let start = line.firstIndex(where: { $0 == "{" || $0 == "[" }),
            let end = line.lastIndex(where: { $0 == "}" || $0 == "]" }), start < end
        else { return nil }
        let hidden = line[start...].hasPrefix("[CDATA[")
        if hidden {
            let rest = line[start...].dropFirst("[CDATA[".count)
            return parsed(String(rest.prefix(upTo: rest.lastRange(of: "]]>") ?? rest.endIndex)))
        }
        return try? JSONValue(parsing: String(line[start...end]))
    }

    private mutating func gather(_ json: JSONValue) {
        guard objects.count < HTMLLinkedData.objectLimit else { return }
        if let array = json.array {
            for element in array { gather(element) }
        }
        guard let object = json.object else { return }
        objects.append(object)
        if let name = object["@id"]?.string, object.count > 1, named[name] == nil {
            named[name] = object
        }
        for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
            if let inner = object[key] { gather(inner) }
        }
    }

    // MARK: The article

    /// The article that is meant: the one of this address, else the first.
    func metadata(address: String?) -> HTMLMetadata? {
        let articles = objects.filter { HTMLLinkedData.isArticle($0) && $0["headline"] != nil }
        let page = address.flatMap { ImportIdentity.canonicalURL($0) }
        let own = articles.first { article in
            guard let page, let url = self.url(of: article) else { return false }
            return ImportIdentity.canonicalURL(url) == page
        }
        guard let article = own ?? articles.first else { return nil }
        var result = HTMLMetadata()
        result.url = url(of: article)
        result.headline = text(article["headline"], 300) ?? text(article["name"], 300)
        result.summary = text(article["description"], 2000)
        result.language = article["inLanguage"]?.string
        let dates = ["datePublished", "dateCreated"].compactMap { article[$0]?.string }
        result.published = dates.lazy.compactMap { HTMLDate.parse($0) }.first
        result.modified = article["dateModified"]?.string.flatMap { HTMLDate.parse($0) }
        result.publisher = agents(article["publisher"], .organization).first
        result.authors = agents(article["author"] ?? article["creator"], .person)
        result.section = texts(article["articleSection"]).first
        result.topics = HTMLMetadata.topics(
            texts(article["keywords"]).flatMap { $0.split(separator: ",").map(String.init) })
        result.image = image(article["image"]) ?? image(article["thumbnailUrl"])
        result.text = article["articleBody"]?.string
        result.copyright = text(article["copyrightNotice"], 500)
        return result
    }

    private static func isArticle(_ object: JSONObject) -> Bool {
        let types = object["@type"]?.array?.compactMap(\.string) ?? [object["@type"]?.string ?? ""]
        return types.contains { type in
            let name = type.split { $0 == "/" || $0 == "#" || $0 == ":" }.last ?? ""
            return name.hasSuffix("Article") || name.hasSuffix("Posting") || name == "Report"
        }
    }

    private func url(of article: JSONObject) -> String? {
        let page = article["mainEntityOfPage"]
        let candidates = [article["url"], page, page?["@id"], page?["url"], article["@id"]]
        return candidates.lazy.compactMap { $0?.string }
            .compactMap { HTMLAddress.link($0, base: base) }.first
    }

    // MARK: Values

    private func text(_ value: JSONValue?, _ limit: Int) -> String? {
        HTMLMetadata.line(value.flatMap { texts($0).first }, limit: limit)
    }

    /// The texts of a value that may be one, a list, or things with names.
    private func texts(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        if let text = value.string { return [text] }
        if let array = value.array { return array.prefix(200).flatMap { textsOfOne($0) } }
        return textsOfOne(value)
    }

    private func textsOfOne(_ value: JSONValue) -> [String] {
        if let text = value.string { return [text] }
        return (resolved(value)?["name"] ?? value["@value"])?.string.map { [$0] } ?? []
    }

    /// The thing itself, where only its name stands.
    private func resolved(_ value: JSONValue) -> JSONObject? {
        guard let object = value.object else { return nil }
        guard object.count == 1, let name = object["@id"]?.string else { return object }
        return named[name] ?? object
    }

    private func agents(_ value: JSONValue?, _ kind: Agent.Kind) -> [Agent] {
        guard let value else { return [] }
        if let array = value.array { return array.prefix(20).compactMap { agent($0, kind) } }
        return agent(value, kind).map { [$0] } ?? []
    }

    private func agent(_ value: JSONValue, _ kind: Agent.Kind) -> Agent? {
        if let name = value.string {
            return HTMLMetadata.line(name, limit: 200).map { Agent(kind: kind, name: $0) }
        }
        guard let object = resolved(value),
            let name = HTMLMetadata.line(texts(object["name"]).first, limit: 200)
        else { return nil }
        let type = object["@type"]?.string ?? ""
        let isOrganization = type.isEmpty ? kind == .organization : type != "Person"
        return Agent(
            kind: isOrganization ? .organization : .person, name: name,
            url: texts(object["url"]).first.flatMap { HTMLAddress.link($0, base: base) },
            logo: object["logo"].flatMap { image($0)?.url })
    }

    private func image(_ value: JSONValue?) -> Image? {
        guard let value else { return nil }
        if let array = value.array {
            return array.prefix(20).lazy.compactMap { self.image($0) }.first
        }
        if let text = value.string {
            return HTMLAddress.link(text, base: base).map { Image(url: $0) }
        }
        guard let object = resolved(value),
            let url = (object["url"] ?? object["contentUrl"] ?? object["@id"])?.string
                .flatMap({ HTMLAddress.link($0, base: base) })
        else { return nil }
        let caption = text(object["caption"], 1000).map { CreditText($0) }
        var image = Image(url: url, caption: caption?.text.unlessEmpty, credit: caption?.credit)
        image.credit = image.credit ?? text(object["creditText"], 200)
        image.width = pixels(object["width"])
        image.height = pixels(object["height"])
        return image
    }

    private func pixels(_ value: JSONValue?) -> Int? {
        let number = value?.integer.map { Int($0) } ?? value?.string.flatMap { Int($0) }
        return number.flatMap { $0 > 0 ? $0 : nil }
    }
}

extension Substring {
    fileprivate func lastRange(of text: String) -> Index? { ranges(of: text).last?.lowerBound }
}
