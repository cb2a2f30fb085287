internal import VNModel
internal import VNText

/// What a page says about its article, apart from the text.
struct HTMLMetadata {
    var url: String?
    var headline: String?
    var summary: String?
    var language: String?
    var published: HTMLDate.Moment?
    var modified: HTMLDate.Moment?
    var publisher: Agent?
    var authors: [Agent] = []
    var section: String?
    var topics: [String] = []
    var image: Image?
    /// The text, where a page says it apart from what is shown.
    var text: String?
    var copyright: String?

    /// What is missing here, taken from another.
    mutating func fill(from other: HTMLMetadata) {
        url = url ?? other.url
        headline = headline ?? other.headline
        summary = summary ?? other.summary
        language = language ?? other.language
        published = published ?? other.published
        modified = modified ?? other.modified
        publisher = publisher ?? other.publisher
        if authors.isEmpty { authors = other.authors }
        section = section ?? other.section
        if topics.isEmpty { topics = other.topics }
        image = image ?? other.image
        text = text ?? other.text
        copyright = copyright ?? other.copyright
    }

    /// A text of the head of a page in one line: references and tags in it are not meant.
    static func line(_ text: String?, limit: Int) -> String? {
        guard let text else { return nil }
        let isPlain = !text.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }
        let plain = isPlain ? text : HTMLTree(parsing: Array(text.utf8)).line(of: 0)
        return FittedText.line(plain, limit: limit).unlessEmpty
    }

    /// The slug of a name; `nil` if it has no letter for one.
    static func slug(_ text: String) -> String? {
        Slug.make(TextNormalization.nfc(text)).unlessEmpty
    }

    /// The slugs of key words, without repetition.
    static func topics(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.compactMap { slug($0) }.filter { seen.insert($0).inserted }
            .prefix(Limits.topics).map { $0 }
    }
}
