internal import VNModel
internal import VNText

/// A page whose parts were found.
struct HTMLPage {
    private let tree: HTMLTree
    private let base: HTMLAddress?
    private let metadata: HTMLMetadata
    private let surroundings: HTMLSurroundings
    private let headline: String
    private let publisher: Agent
    /// Whether the page itself names its publisher and its day.
    private let isSelfContained: Bool
    private let language: String

    init(_ tree: HTMLTree, _ surroundings: HTMLSurroundings) throws(ImportError) {
        self.tree = tree
        self.surroundings = surroundings
        let tags = HTMLMetaTags(tree)
        base = tags.base
        let linked = HTMLLinkedData(tree, base: tags.base).metadata(address: tags.address)
        var metadata = linked ?? HTMLMetadata()
        // The address that the page itself prefers decides which article it is.
        metadata.url = tags.address ?? metadata.url
        metadata.fill(from: tags.metadata())
        metadata.published = metadata.published ?? HTMLPage.shownDate(tree)
        self.metadata = metadata
        language = HTMLPage.language(metadata.language)
        guard let headline = metadata.headline else {
            throw ImportError(ImportError.notAPage, line: 1, reason: "no title and no heading")
        }
        self.headline = TextNormalization.ingress(headline, language: language)
        let host = metadata.url.flatMap { HTMLAddress($0)?.host }
        let named =
            metadata.publisher?.name ?? tags.siteName ?? host?.unlessEmpty ?? tags.base?.host
        guard let name = named ?? surroundings.folder?.unlessEmpty else {
            throw ImportError(
                ImportError.notAPage, line: 1, reason: "nothing says who published it")
        }
        publisher =
            metadata.publisher
            ?? Agent(kind: .organization, name: FittedText.line(name, limit: 200))
        isSelfContained = named != nil && metadata.published != nil
    }

    /// The line of the headline, from 1.
    var headlineLine: Int { (tree.first("h1") ?? tree.first("title")).map { tree[$0].line } ?? 1 }

    /// `vi` for `vi-VN` and `vi_VN`; what is no tag is Vietnamese.
    private static func language(_ text: String?) -> String {
        let parts = (text ?? "").split { $0 == "-" || $0 == "_" }
        guard let first = parts.first?.lowercased(), (2...3).contains(first.utf8.count),
            first.utf8.allSatisfy({ HTMLBytes.isLetter($0) })
        else { return Article.defaultLanguage }
        let region = parts.dropFirst().first.map(String.init) ?? ""
        guard first != "vi", (2...8).contains(region.utf8.count),
            region.utf8.allSatisfy({ HTMLBytes.isLetter($0) || HTMLBytes.isDigit($0) })
        else { return first }
        return "\(first)-\(region)"
    }

    /// The first time that is marked as one, or stands in an element that is called so.
    private static func shownDate(_ tree: HTMLTree) -> HTMLDate.Moment? {
        for (index, node) in tree.nodes.enumerated() where node.name == "time" {
            let text = node.attribute("datetime") ?? tree.line(of: index, limit: 200)
            if let moment = HTMLDate.parse(text) { return moment }
        }
        for (index, node) in tree.nodes.enumerated()
        where !node.isText && node.end - index <= 12 && HTMLNames(node).has(dateNames) {
            if let moment = HTMLDate.parse(tree.line(of: index, limit: 200)) { return moment }
        }
        return nil
    }

    private static let dateNames: Set<String> = [
        "date", "time", "datetime", "published", "pubdate", "posted", "ngay", "ngaydang",
        "timestamp",
    ]

    // MARK: The article

    func article() throws(ImportError) -> Article {
        var text = try text()
        let summary = takeLead(&text)
        let image = takePicture(&text)
        let source = takeSource(&text)
        let body = text.blocks
        let published = try published()
        let identity = isSelfContained ? [] : text.map(\.plain)
        let id = ImportIdentity.articleID(
            url: metadata.url, publisher: isSelfContained ? publisher.name : "",
            day: metadata.published.map { String($0.time.prefix(10)) } ?? "",
            headline: ([headline] + identity).joined(separator: "\n"))
        var article = Article(
            id: id, headline: headline, datePublished: published.time, publisher: publisher,
            body: Array(body.prefix(Limits.blocks)))
        article.datePublishedPrecision = published.precision
        article.url = metadata.url
        article.language = language
        article.summary = summary
        article.dateModified = modified(published.time)
        article.authors = metadata.authors
        article.section = metadata.section.flatMap { HTMLMetadata.slug($0) }
        article.topics = metadata.topics
        article.image = image
        article.source = source
        article.related = HTMLRelated.links(tree, base: base, own: metadata.url)
        article.copyrightNotice = metadata.copyright
        return article
    }

    private func published() throws(ImportError) -> HTMLDate.Moment {
        if let moment = metadata.published { return moment }
        guard let day = surroundings.day else {
            throw ImportError(
                ImportError.notAPage, line: 1, reason: "nothing says when it was published")
        }
        return ("\(day)T00:00:00+07:00", .day)
    }

    /// When it was changed, unless that is when it was published.
    private func modified(_ published: String) -> String? {
        guard let moment = metadata.modified, moment.precision != .day, moment.time != published
        else { return nil }
        return moment.time
    }

    private func text() throws(ImportError) -> [HTMLSegment] {
        let furniture = HTMLFurniture(tree, scope: .page)
        var reader = HTMLBlockReader(
            tree, base: base, language: language, skips: furniture.roots)
        let found = reader.segments(in: tree.first("body") ?? 0)
        let main = HTMLMainText(tree, found, headline: headline)
        let shown = main.segments.reduce(0) { $0 + $1.count }
        if let told = told(), told.reduce(0, { $0 + $1.count }) > 2 * shown { return told }
        guard
            main.segments.contains(where: {
                $0.isText || $0.block.url != nil || $0.block.image != nil
            })
        else {
            throw ImportError(
                ImportError.notAPage, line: headlineLine, reason: "no text of an article in it")
        }
        return main.segments
    }

    /// The text as the JSON-LD has it, for pages that show little of it.
    private func told() -> [HTMLSegment]? {
        guard let text = metadata.text else { return nil }
        let paragraphs = text.plainLines.compactMap { HTMLMetadata.line($0, limit: 18_000) }
        return paragraphs.map {
            let plain = TextNormalization.ingress($0, language: language)
            return HTMLSegment(
                block: Block(text: plain), plain: plain, node: 0,
                count: plain.unicodeScalars.count, linkCount: 0)
        }
    }

    // MARK: Parts of the text

    private static let leadNames: Set<String> = [
        "sapo", "lead", "lede", "standfirst", "chapeau", "excerpt", "description", "singlesapo",
        "detailsapo", "articlesapo",
    ]

    /// The lead: the first paragraph, if the page calls it so or describes itself by it. It does
    /// not stand in the body again.
    private func takeLead(_ text: inout [HTMLSegment]) -> String? {
        let told = metadata.summary.map { TextNormalization.ingress($0, language: language) }
        guard let place = text.firstIndex(where: { $0.block.text != nil }),
            text[place].block.role != .heading, text[place].plain.unicodeScalars.count <= 2000,
            text.count(where: \.isText) > 1
        else { return told }
        let plain = text[place].plain
        let names = HTMLNames(tree[text[place].node])
        let isLead = text[place].node > 0 && names.has(HTMLPage.leadNames)
        guard isLead || told.map({ HTMLPage.describes($0, plain) }) == true else { return told }
        text.remove(at: place)
        return plain
    }

    /// Whether a description is a paragraph or its beginning.
    private static func describes(_ description: String, _ paragraph: String) -> Bool {
        var start = HTMLMainText.key(description)
        for ending in ["...", "…"] where start.hasSuffix(ending) {
            start = String(start.dropLast(ending.count)).withoutOuterSpace
        }
        return start.unicodeScalars.count >= 20 && HTMLMainText.key(paragraph).hasPrefix(start)
    }

    /// The leading picture, with what stands beneath it; one above the text does not stand in the
    /// body again.
    private func takePicture(_ text: inout [HTMLSegment]) -> Image? {
        let first = text.firstIndex { $0.isText } ?? text.count
        let above = text[..<first].firstIndex { $0.block.image != nil }
        guard var image = metadata.image else {
            guard let above else { return nil }
            return text.remove(at: above).block.image
        }
        let same = text.firstIndex {
            $0.block.image?.url.map(HTMLPage.address) == image.url.map(HTMLPage.address)
        }
        guard let place = same ?? above, let shown = text[place].block.image else { return image }
        image.alt = image.alt.unlessEmpty ?? shown.alt
        if same != nil || shown.caption != nil {
            image.caption = shown.caption ?? image.caption
            image.credit = shown.credit ?? image.credit
        }
        if place < first { text.remove(at: place) }
        return image
    }

    /// An address without what only says how large the picture shall be.
    private static func address(_ url: String) -> String { String(url.prefix { $0 != "?" }) }

    /// The name behind `Nguồn:` or `Theo` at the end.
    private func takeSource(_ text: inout [HTMLSegment]) -> Source? {
        guard let last = text.last, last.block.role == .paragraph, text.count > 1,
            last.count <= 60
        else { return nil }
        let name = PageFurniture.source(last.plain)?.unlessEmpty ?? HTMLPage.quoted(last.plain)
        guard let name else { return nil }
        text.removeLast()
        return Source(name: FittedText.line(name, limit: 200))
    }

    /// The name of `(Theo Báo Sông Xanh)`.
    private static func quoted(_ line: String) -> String? {
        var text = line
        if text.hasPrefix("("), text.hasSuffix(")") { text = String(text.dropFirst().dropLast()) }
        guard text.hasPrefix("Theo "), let last = text.last, !".,;:!?…".contains(last) else {
            return nil
        }
        let name = text.dropFirst("Theo ".count).withoutOuterSpace
        return name.first?.isUppercase == true && name.split(separator: " ").count <= 6 ? name : nil
    }
}
