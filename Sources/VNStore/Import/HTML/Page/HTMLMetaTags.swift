internal import VNModel

/// What the head of a page says: OpenGraph, `meta` names, `link`, `title`.
struct HTMLMetaTags {
    private let tree: HTMLTree
    private var values: [String: [String]] = [:]
    private var canonical: String?
    /// What the page of which this is a part is called, in the links of its head.
    private var collection: String?
    /// The address that the page's links are relative to.
    let base: HTMLAddress?

    /// Values of one name that are kept.
    private static let valueLimit = 100

    init(_ tree: HTMLTree) {
        self.tree = tree
        var written: String?
        for node in tree.nodes {
            switch node.name {
            case "meta":
                guard let content = node.attribute("content") else { continue }
                for key in ["property", "name", "itemprop", "http-equiv"] {
                    guard let name = node.attribute(key)?.lowercased() else { continue }
                    if values[name, default: []].count < HTMLMetaTags.valueLimit {
                        values[name, default: []].append(content)
                    }
                    break
                }
            case "link":
                let relations = node.attribute("rel")?.lowercased()
                    .split(whereSeparator: \.isWhitespace)
                if canonical == nil, relations?.contains("canonical") == true {
                    canonical = node.attribute("href")
                }
                if collection == nil,
                    relations?.contains(where: { $0 == "home" || $0 == "start" }) == true
                {
                    collection = HTMLMetadata.line(node.attribute("title"), limit: 200)
                }
            case "base": written = written ?? node.attribute("href")
            default: break
            }
        }
        let addresses = [written, canonical, values["og:url"]?.first]
        base = addresses.lazy.compactMap { $0.flatMap { HTMLAddress($0) } }.first
    }

    private func first(_ names: String...) -> String? {
        names.lazy.compactMap { values[$0]?.first }.first
    }

    /// The address of the page, which is not that of a whole site.
    var address: String? {
        [canonical, first("og:url", "twitter:url")].lazy
            .compactMap { $0.flatMap { HTMLAddress.link($0, base: base) } }
            .first { HTMLAddress($0)?.isSite == false }
    }

    /// The name of the site, also where only its links and its title tell.
    var siteName: String? { site ?? siteOfTitle ?? collection }

    /// The name of the site.
    private var site: String? {
        HTMLMetadata.line(
            first(
                "og:site_name", "publisher", "dc.publisher", "dcterms.publisher",
                "application-name", "apple-mobile-web-app-title"),
            limit: 200)
    }

    /// What the head says.
    func metadata() -> HTMLMetadata {
        var result = HTMLMetadata()
        result.url = address
        result.summary = HTMLMetadata.line(
            first("og:description", "description", "twitter:description", "dc.description"),
            limit: 2000)
        result.language = language
        result.published = date(
            "article:published_time", "og:article:published_time", "datepublished", "pubdate",
            "publishdate", "publish_date", "publish-date", "date", "dc.date.issued", "dc.date",
            "dcterms.created", "dcterms.date", "dc.date.created", "article.published",
            "datecreated")
        result.modified = date(
            "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
            "dc.date.modified", "last-modified", "lastmod")
        result.publisher = site.map { Agent(kind: .organization, name: $0) }
        result.authors = authors
        result.section = first("article:section", "section", "og:article:section")
        let lists = [
            values["article:tag"], values["og:article:tag"], values["news_keywords"],
            values["keywords"],
        ]
        let words = lists.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? []
        result.topics = HTMLMetadata.topics(
            words.flatMap { $0.split { ",;".contains($0) }.map(String.init) })
        result.image = image
        result.copyright = HTMLMetadata.line(
            first("copyright", "dc.rights", "dcterms.rights"), limit: 500)
        result.headline = headline
        return result
    }

    private var language: String? {
        tree.first("html").flatMap {
            tree[$0].attribute("lang") ?? tree[$0].attribute("xml:lang")
        } ?? first("content-language", "og:locale", "dc.language", "inlanguage")
    }

    private func date(_ names: String...) -> HTMLDate.Moment? {
        names.lazy.compactMap { values[$0]?.first }.compactMap { HTMLDate.parse($0) }.first
    }

    private var authors: [Agent] {
        let names = values["article:author"] ?? values["author"] ?? values["dc.creator"] ?? []
        return names.prefix(20).compactMap { name in
            // Some put the address of a page of the author there.
            guard HTMLAddress(name) == nil, let line = HTMLMetadata.line(name, limit: 200)
            else { return nil }
            return Agent(kind: .person, name: line)
        }
    }

    private var image: Image? {
        let reference = first("og:image", "og:image:url", "og:image:secure_url", "twitter:image")
        guard let url = reference.flatMap({ HTMLAddress.link($0, base: base) }),
            url.hasPrefix("http")
        else { return nil }
        var image = Image(url: url)
        image.alt = HTMLMetadata.line(first("og:image:alt", "twitter:image:alt"), limit: 1000) ?? ""
        image.width = first("og:image:width").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        image.height = first("og:image:height").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        return image
    }

    // MARK: Titles

    private static let separators = [" - ", " | ", " – ", " — ", " :: ", " » ", " • "]

    private var title: String? {
        let place = tree.nodes.indices.first {
            tree[$0].name == "title"
                && ["head", "html", "#root"].contains(tree[tree[$0].parent].name)
        }
        guard let place else { return nil }
        let text = tree.inside(place).map { tree[$0].text }.joined()
        return FittedText.line(text, limit: 600).unlessEmpty
    }

    /// The first heading of the highest level that says something.
    private var heading: String? {
        for (index, node) in tree.nodes.enumerated() where node.name == "h1" {
            if let text = FittedText.line(tree.line(of: index), limit: 300).unlessEmpty {
                return text
            }
        }
        return nil
    }

    private var headline: String? {
        let title = first("og:title", "twitter:title", "dc.title", "headline")
        let named = HTMLMetadata.line(title, limit: 300).map { withoutSite($0) }
        return named ?? heading ?? self.title.map { FittedText.line(withoutSite($0), limit: 300) }
    }

    /// A title without the name of the site behind it.
    private func withoutSite(_ title: String) -> String {
        guard let name = site ?? siteOfTitle else { return title }
        for separator in HTMLMetaTags.separators where title.hasSuffix(separator + name) {
            return String(title.dropLast(separator.count + name.count)).unlessEmpty ?? title
        }
        return title
    }

    /// Characters of the name of a site behind a headline.
    private static let siteCharacters = 60

    /// What stands behind the headline in the title, if the headline stands there.
    private var siteOfTitle: String? {
        guard let title, let heading, title.hasPrefix(heading) else { return nil }
        let rest = title.dropFirst(heading.count)
        for separator in HTMLMetaTags.separators where rest.hasPrefix(separator) {
            let name = rest.dropFirst(separator.count).withoutOuterSpace
            return name.count <= HTMLMetaTags.siteCharacters ? name.unlessEmpty : nil
        }
        return nil
    }
}
