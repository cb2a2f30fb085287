internal import VNModel
internal import VNText

/// What an entry of a feed says of an article, before the article is made of it.
struct EntryDraft {
    /// The address of its page.
    var url: String?
    /// What the feed calls it.
    var guid: String?
    var title: String?
    /// The lead, plain text.
    var summary: String?
    /// The body as HTML.
    var html: String?
    /// The body as plain text, for want of HTML.
    var text: String?
    /// RFC 3339.
    var published: String?
    /// RFC 3339.
    var modified: String?
    var language: String?
    /// Who publishes the feed, or the paper that it took the entry from.
    var publisher: Agent
    var authors: [Agent] = []
    /// The authors in one line.
    var byline: String?
    var dateline: String?
    var section: String?
    /// Names of topics.
    var tags: [String] = []
    var image: Image?
    /// What is attached: pictures, videos.
    var attachments: [Block] = []
    var source: Source?
    var related: [Link] = []
    var copyright: String?
    var status = ArticleStatus.usable
    var otherIDs: [AlternateID] = []

    /// Characters of a headline that is made of the text.
    private static let madeHeadlineLimit = 120

    /// The article.
    ///
    /// Its id follows from the address; without one from the publisher and the feed's own id;
    /// without that from publisher, day and headline.
    ///
    /// - Parameter withBody: whether the body is read.
    /// - Throws: ``ImportError`` `content.…`.
    func article(withBody: Bool = true) throws(ImportError) -> Article {
        let language = EntryText.language(language)
        let body = withBody ? blocks(language) : []
        guard let published = published ?? modified else {
            throw ImportError("content.incomplete", reason: "no date of publication")
        }
        guard let headline = EntryText.line(title) ?? EntryDraft.headline(of: body, or: summary)
        else { throw ImportError("content.incomplete", reason: "no title and no text") }
        var publisher = publisher
        publisher.name = EntryText.line(publisher.name) ?? ""
        var article = Article(
            id: id(headline, published, publisher.name), headline: headline,
            datePublished: published, publisher: publisher, body: body)
        article.url = url
        article.language = language
        article.summary = summary.flatMap { $0.unlessEmpty }
        article.dateModified = modified == published ? nil : modified
        article.authors = authors
        article.byline = EntryText.line(byline)
        article.dateline = EntryText.line(dateline)
        article.section = section
        article.topics = EntryText.topics(tags)
        article.image = image
        article.source = source
        article.related = related
        article.copyrightNotice = EntryText.line(copyright)
        article.status = status
        article.alternateIDs = otherIDs
        if let guid = EntryText.line(guid), guid != url {
            article.alternateIDs.append(AlternateID(role: "guid", value: guid))
        }
        return try EntryDraft.checked(article)
    }

    /// The article as it enters the store.
    static func checked(_ article: Article) throws(ImportError) -> Article {
        do throws(ContentError) {
            return try Article(json: article.json)
        } catch {
            throw ImportError(error.code, reason: error.description)
        }
    }

    private func id(_ headline: String, _ published: String, _ publisher: String) -> DocumentID {
        let address = [url, guid].compactMap { $0 }.first {
            ImportIdentity.canonicalURL($0) != nil
        }
        if address == nil, let guid {
            return DocumentID(importName: "guid \(publisher)\n\(guid)")
        }
        return ImportIdentity.articleID(
            url: address, publisher: publisher, day: String(published.prefix(10)),
            headline: headline)
    }

    /// The body, without ids.
    func blocks(_ language: String) -> [Block] {
        var blocks: [Block] = []
        if let html, !html.isEmpty {
            blocks = HTMLFragment.blocks(html, language: language)
        } else if let text {
            blocks = EntryText.paragraphs(text)
        }
        let known = Set(blocks.compactMap { $0.url ?? $0.image?.url })
        blocks += attachments.filter { !known.contains($0.url ?? $0.image?.url ?? "") }
        for index in blocks.indices { blocks[index].id = "" }
        return blocks
    }

    /// The beginning of the text, up to the end of a word.
    private static func headline(of body: [Block], or summary: String?) -> String? {
        let texts = body.lazy.compactMap(\.text) + [summary].compactMap { $0 }
        guard let text = texts.lazy.compactMap({ EntryText.line($0) }).first else { return nil }
        return EntryText.cut(text, to: madeHeadlineLimit)
    }
}
