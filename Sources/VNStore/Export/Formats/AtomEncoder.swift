internal import VNModel

/// Writes an Atom feed of articles and comments; what the format has no element for stands in an
/// element of our own vocabulary.
///
/// - Source: RFC 4287 (Atom), RFC 4685 (threading), Media RSS.
struct AtomEncoder: ExportEncoder {
    var passes: [ExportPass] {
        [
            ExportPass(
                opening: """
                    <?xml version="1.0" encoding="utf-8"?>
                    <feed xmlns="\(XMLElement.Vocabulary.atom.rawValue)" \
                    xmlns:thr="\(XMLElement.Vocabulary.thread.rawValue)" \
                    xmlns:media="\(XMLElement.Vocabulary.media.rawValue)" \
                    xmlns:vn="\(XMLElement.Vocabulary.own.rawValue)">
                    <id>\(EntryID.text(of: DocumentID(importName: "atom export")))</id>
                    <title>VNSync</title>

                    """)
        ]
    }

    /// The time of the feed is that of its newest entry, which is known at its end.
    func closing(_ pass: Int, newest: Timestamp?) -> String {
        let time = newest ?? Timestamp(milliseconds: 0)
        return "<updated>\(time.rfc3339)</updated>\n</feed>\n"
    }

    func write(_ article: Article, pass: Int, to output: inout ExportOutput) {
        let html = HTMLText.blocks(article.body)
        output.note(time: article.dateModified ?? article.datePublished)
        let standard = AtomEncoder.standard(AtomEncoder.entry(article, html, rest: nil)).flatMap {
            try? $0.draft.article(withBody: false)
        }
        let rest = EntryRemainder.json(
            of: article.json, standard: standard?.json, content: XMLText.kept(html))
        output.element(AtomEncoder.entry(article, html, rest: rest))
    }

    func write(_ comment: Comment, pass: Int, to output: inout ExportOutput) {
        output.note(time: comment.dateModified ?? comment.dateCreated)
        let standard = AtomEncoder.standard(AtomEncoder.entry(comment, rest: nil))?.plainComment
        let rest = EntryRemainder.json(of: comment.json, standard: standard?.json)
        output.element(AtomEncoder.entry(comment, rest: rest))
    }

    /// What an import reads of an entry.
    private static func standard(_ entry: String) -> XMLEntry? {
        let atom = XMLElement.Vocabulary.atom.rawValue
        let media = XMLElement.Vocabulary.media.rawValue
        let thread = XMLElement.Vocabulary.thread.rawValue
        let text = """
            <feed xmlns="\(atom)" xmlns:media="\(media)" xmlns:thr="\(thread)">\(entry)</feed>
            """
        guard let stream = try? XMLStream(), (try? stream.read(Array(text.utf8))) != nil,
            case .element(let element)? = stream.takePieces().first
        else { return nil }
        var header = XMLHeader()
        header.publisher.name = "VNSync"
        return XMLEntry(element, header, ReplyIndex())
    }

    private static func entry(_ article: Article, _ html: String, rest: JSONValue?) -> String {
        var text = XMLText("entry", [("xml:lang", article.language)])
        text.element("id", EntryID.text(of: article.id))
        text.element("title", article.headline)
        if let url = article.url { text.empty("link", [("rel", "alternate"), ("href", url)]) }
        text.element("published", article.datePublished)
        text.element("updated", article.dateModified ?? article.datePublished)
        // Each entry has an author; where nobody is named, it is the paper.
        for author in article.authors.isEmpty ? [article.publisher] : article.authors {
            text.group("author") {
                $0.element("name", author.name)
                if let url = author.url { $0.element("uri", url) }
            }
        }
        text.group("source") {
            $0.element("title", article.publisher.name)
            if let url = article.publisher.url { $0.empty("link", [("href", url)]) }
        }
        for topic in article.topics { text.empty("category", [("term", topic)]) }
        if let notice = article.copyrightNotice { text.element("rights", notice) }
        if let image = article.image { text.picture(image) }
        if let summary = article.summary { text.element("summary", summary) }
        text.element("content", html, [("type", "html")])
        return text.closed(rest)
    }

    private static func entry(_ comment: Comment, rest: JSONValue?) -> String {
        var text = XMLText("entry", [("xml:lang", comment.language)])
        text.element("id", EntryID.text(of: comment.id))
        text.element("title", comment.author.name)
        text.element("published", comment.dateCreated)
        text.element("updated", comment.dateModified ?? comment.dateCreated)
        text.group("author") {
            $0.element("name", comment.author.name)
            if let url = comment.author.url { $0.element("uri", url) }
        }
        let answered = EntryID.text(of: comment.inReplyTo ?? comment.articleID)
        text.empty("thr:in-reply-to", [("ref", answered)])
        text.element("content", comment.text, [("type", "text")])
        return text.closed(rest)
    }
}

/// XML that is written.
struct XMLText {
    private var text: String
    private let name: String

    init(_ name: String, _ attributes: [(String, String)] = []) {
        self.name = name
        text = "<\(name)\(XMLText.attributes(attributes))>\n"
    }

    /// An element with a text in it.
    mutating func element(
        _ name: String, _ content: String, _ attributes: [(String, String)] = []
    ) {
        text += "<\(name)\(XMLText.attributes(attributes))>\(XMLText.escaped(content))</\(name)>\n"
    }

    /// An element with nothing in it.
    mutating func empty(_ name: String, _ attributes: [(String, String)]) {
        text += "<\(name)\(XMLText.attributes(attributes))/>\n"
    }

    /// An element with elements in it.
    mutating func group(
        _ name: String, _ attributes: [(String, String)] = [], _ fill: (inout XMLText) -> Void
    ) {
        var inner = XMLText(name, attributes)
        fill(&inner)
        text += inner.closed(nil)
    }

    /// A picture as Media RSS has it.
    mutating func picture(_ image: Image) {
        guard let url = image.url else { return }
        var attributes = [("url", url), ("medium", "image")]
        if let type = image.contentType { attributes.append(("type", type)) }
        if let width = image.width { attributes.append(("width", String(width))) }
        if let height = image.height { attributes.append(("height", String(height))) }
        group("media:content", attributes) {
            if !image.alt.isEmpty { $0.element("media:title", image.alt) }
            if let caption = image.caption { $0.element("media:description", caption) }
            if let credit = image.credit { $0.element("media:credit", credit) }
        }
    }

    /// The whole element, with what the format has no element for.
    func closed(_ rest: JSONValue?) -> String {
        guard let rest else { return text + "</\(name)>\n" }
        var json = ""
        for scalar in rest.canonicalText.unicodeScalars {
            // What XML cannot hold JSON can name.
            if XMLText.isAllowed(scalar) {
                json.unicodeScalars.append(scalar)
            } else {
                json += scalar == "\u{FFFE}" ? "\\ufffe" : "\\uffff"
            }
        }
        return text + "<vn:document>\(XMLText.escaped(json))</vn:document>\n</\(name)>\n"
    }

    /// The text without characters that XML cannot hold.
    static func kept(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(isAllowed) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(isAllowed)))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x20...0xFFFD, 0x10000...: true
        default: false
        }
    }

    private static func escaped(_ text: String) -> String { HTMLText.escaped(kept(text)) }

    private static func attributes(_ pairs: [(String, String)]) -> String {
        pairs.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }
}
