/// An element of XML with what stands in it.
struct XMLElement {
    /// A part of what stands in an element.
    enum Part {
        case text(String)
        case element(XMLElement)
    }

    /// The name without its prefix.
    let name: String
    /// The name of its vocabulary.
    let vocabulary: Vocabulary
    /// Attributes by name; those of a vocabulary of their own as `vocabulary:name`.
    let attributes: [String: String]
    /// The line on which it begins.
    let line: Int
    var parts: [Part] = []

    /// The vocabularies of feeds.
    enum Vocabulary: String {
        /// RSS, which has none.
        case rss = ""
        case rss1 = "http://purl.org/rss/1.0/"
        case atom = "http://www.w3.org/2005/Atom"
        case content = "http://purl.org/rss/1.0/modules/content/"
        case dublinCore = "http://purl.org/dc/elements/1.1/"
        case media = "http://search.yahoo.com/mrss/"
        case thread = "http://purl.org/syndication/thread/1.0"
        case html = "http://www.w3.org/1999/xhtml"
        case own = "https://vnsync.example/ns/entry/1"
        case rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        /// One that says nothing here.
        case other = "-"

        init(address: String?) {
            // Some feeds leave out the slash at the end.
            self =
                Vocabulary(rawValue: address ?? "")
                ?? Vocabulary(rawValue: "\(address ?? "")/") ?? .other
        }
    }

    /// The elements that stand in it.
    var children: [XMLElement] {
        parts.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// The text in it and in all elements in it.
    var text: String {
        parts.map {
            switch $0 {
            case .text(let text): text
            case .element(let element): element.text
            }
        }.joined()
    }

    /// The elements of a name in one of some vocabularies.
    func all(_ name: String, _ vocabularies: Vocabulary...) -> [XMLElement] {
        children.filter { $0.name == name && vocabularies.contains($0.vocabulary) }
    }

    /// The first element of a name in a vocabulary.
    func first(_ name: String, _ vocabulary: Vocabulary) -> XMLElement? {
        children.first { $0.name == name && $0.vocabulary == vocabulary }
    }

    /// What stands in it, as HTML.
    var innerHTML: String {
        parts.map {
            switch $0 {
            case .text(let text): HTMLText.escaped(text)
            case .element(let element): element.html
            }
        }.joined()
    }

    private var html: String {
        let attributes = attributes.filter { !$0.key.contains(":") }
            .sorted { $0.key < $1.key }
            .map { " \($0.key)=\"\(HTMLText.escaped($0.value))\"" }.joined()
        let isVoid = ["br", "hr", "img", "source", "wbr"].contains(name)
        return isVoid
            ? "<\(name)\(attributes)>" : "<\(name)\(attributes)>\(innerHTML)</\(name)>"
    }
}
