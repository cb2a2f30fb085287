public import VNModel

/// Reads the text of a news page as a Vietnamese portal lays it out.
///
/// The portal's title, the headline, publisher and day glued together, the lead, alt text and
/// caption of the picture, the paragraphs, the source, related headlines: each becomes the member
/// of the article that it is. What belongs to the portal only (counters, `No data`, its sections)
/// does not.
public enum PageImporter {
    /// The article of a page.
    ///
    /// Line ends, a byte order mark, decomposed letters and white space at the ends of lines make
    /// no difference. Picture, source and lists may be missing. The day is known, the hour not:
    /// `datePublished` is midnight in Vietnam with the precision `day`.
    ///
    /// The id depends on publisher, day and headline only and the blocks are numbered: wherever
    /// and however often a page is read, the same article with the same registers comes out.
    ///
    /// - Throws: ``ImportError`` `import.not-a-page` with what is missing and the line;
    ///   `import.nul`; `content.…` if the article would break a rule of the content.
    /// - Complexity: O(*n*) in the length of the text.
    public static func article(from text: String) throws(ImportError) -> Article {
        guard !text.utf8.contains(0) else {
            throw ImportError(ImportError.containsNUL, reason: "the character NUL")
        }
        let page = try PageLines(text)
        let name = page.publisher.name
        let id = ImportIdentity.articleID(
            url: nil, publisher: name, day: page.publisher.day, headline: page.headline)
        var article = Article(
            id: id, headline: page.headline,
            datePublished: "\(page.publisher.day)T00:00:00+07:00",
            publisher: Agent(kind: .organization, name: name), body: blocks(page.bodyLines))
        article.datePublishedPrecision = .day
        article.summary = page.lead
        article.image = image(page.pictureLines)
        article.source = page.sourceName.map(source)
        article.related = related(page.tailLines)
        do throws(ContentError) {
            return try Article(json: article.json)
        } catch {
            throw ImportError(
                error.code, line: page.headlineLine, reason: error.description)
        }
    }

    /// The first line is the alt text, the others the caption.
    private static func image(_ lines: ArraySlice<String>) -> Image? {
        guard let first = lines.first else { return nil }
        let alt = CreditText(first)
        let caption = CreditText(lines.dropFirst().joined(separator: " "))
        return Image(
            alt: alt.text, caption: caption.text.unlessEmpty, credit: caption.credit ?? alt.credit)
    }

    private static func blocks(_ lines: [String]) -> [Block] {
        lines.enumerated().map { index, line in
            Block(
                role: index < lines.count - 1 && isHeading(line) ? .heading : .paragraph,
                text: line)
        }
    }

    /// Characters of a line that may be a heading.
    private static let headingLimit = 100

    /// Short and without the end of a sentence.
    static func isHeading(_ line: String) -> Bool {
        guard let last = line.unicodeScalars.last,
            line.unicodeScalars.count <= headingLimit
        else { return false }
        return !".!…:;,\"”'’»)".unicodeScalars.contains(last)
    }

    private static func source(_ name: String) -> Source {
        for scheme in ["https://", "http://"]
        where name.lowercased().hasPrefix(scheme) && !name.contains(" ") {
            let host = name.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
            return Source(name: String(host), url: name)
        }
        return Source(name: name)
    }

    /// The headlines below the titles of lists. A line that a `;` follows is a section of the
    /// portal, with which the lists end.
    private static func related(_ lines: [String]) -> [Link] {
        var links: [Link] = []
        var relation: Link.Relation?
        for (index, line) in lines.enumerated() {
            switch PageFurniture(line) {
            case .list(let next): relation = next
            case .navigation: relation = nil
            case .filler: break
            case nil:
                if index + 1 < lines.count, lines[index + 1] == ";" { relation = nil }
                if let relation { links.append(Link(rel: relation, headline: line)) }
            }
        }
        return links
    }
}
