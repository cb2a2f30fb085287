internal import VNModel

/// Reads RSS and Atom.
struct XMLEntryReader: EntryReader {
    private let name: String
    private var reader: ByteReader
    private var stream: XMLStream
    private var header = XMLHeader()
    private var replies: ReplyIndex
    private var pieces: ArraySlice<XMLStream.Piece> = []
    private var failure: ImportError?
    /// Bytes that were read and not parsed.
    private var waiting: [UInt8] = []
    private var isAtEnd = false
    private var number = 0
    private(set) var bytesRead = 0

    /// Looks first which entries answer which, if the source can be read twice: a feed begins with
    /// what is newest, so that answers stand before what they answer.
    init(_ source: ByteSource) throws(ImportError) {
        try self.init(source, ReplyIndex())
        guard source.isRepeatable else { return }
        var index = ReplyIndex()
        // What is broken comes up again where it is read for good.
        while let element = try? nextElement() {
            if case .success(let entry) = element { index.take(entry, header) }
        }
        let header = header
        try self.init(source, index)
        self.header = header
    }

    private init(_ source: ByteSource, _ replies: ReplyIndex) throws(ImportError) {
        name = source.name
        reader = try source.open()
        stream = try XMLStream()
        self.replies = replies
    }

    mutating func next() throws(ImportError) -> ReadEntry? {
        guard let found = try nextElement() else { return nil }
        number += 1
        switch found {
        case .failure(let error):
            return ReadEntry(number: number, line: error.line, bytes: 0, content: .failure(error))
        case .success(let entry):
            replies.take(entry, header)
            let content = Result { () throws(ImportError) in
                do throws(ImportError) {
                    return try XMLEntry(entry, header, replies).content
                } catch {
                    throw ImportError(
                        error.code, line: entry.line, reason: "in entry \(number): \(error.reason)")
                }
            }
            return ReadEntry(
                number: number, line: entry.line, bytes: entry.text.utf8.count, content: content)
        }
    }

    /// The next bytes for the parser, always as many as there are up to a fixed size: what libxml2
    /// makes of encodings and where it finds errors depends on the size of its chunks, and that of
    /// a pipe is chance.
    private mutating func nextChunk() throws(ImportError) -> [UInt8] {
        while waiting.count < ImportLimits.chunkBytes {
            let count = try reader.read(into: &waiting, name: name)
            bytesRead += count
            if count == 0 { break }
        }
        let chunk = Array(waiting.prefix(ImportLimits.chunkBytes))
        waiting.removeFirst(chunk.count)
        return chunk
    }

    /// The next element that is an entry; what stands beside entries goes to the header.
    private mutating func nextElement() throws(ImportError)
        -> Result<XMLElement, ImportError>?
    {
        while true {
            while let piece = pieces.popFirst() {
                switch piece {
                case .tooLarge(let line):
                    return .failure(
                        ImportError(
                            ImportError.tooLarge, line: line,
                            reason: "an entry that is too long or nested too deep"))
                case .element(let element):
                    if XMLEntry.isEntry(element) { return .success(element) }
                    header.take(element)
                }
            }
            if let failure { throw failure }
            if isAtEnd { return nil }
            let bytes = try nextChunk()
            isAtEnd = bytes.isEmpty
            do throws(ImportError) { try stream.read(bytes) } catch { failure = error }
            pieces = stream.takePieces()[...]
            header.language = header.language ?? stream.language
            if let root = stream.root, !["rss", "feed", "RDF"].contains(root) {
                throw ImportError(
                    ImportError.invalidXML, line: 1, reason: "neither RSS nor Atom")
            }
        }
    }
}

/// What a feed says of itself.
struct XMLHeader {
    var publisher = Agent(kind: .organization, name: "")
    var language: String?
    var copyright: String?
    var author: Agent?

    /// Takes an element that stands beside entries.
    mutating func take(_ element: XMLElement) {
        switch (element.vocabulary, element.name) {
        case (.rss, "title"), (.rss1, "title"), (.atom, "title"):
            publisher.name = EntryText.line(element.text) ?? ""
        case (.rss, "link"), (.rss1, "link"): publisher.url = EntryText.link(element.text)
        case (.atom, "link"):
            guard (element.attributes["rel"] ?? "alternate") == "alternate" else { return }
            publisher.url = EntryText.link(element.attributes["href"]) ?? publisher.url
        case (.rss, "language"), (.dublinCore, "language"): language = element.text
        case (.rss, "copyright"), (.atom, "rights"), (.dublinCore, "rights"):
            copyright = EntryText.line(element.text)
        case (.atom, "author"): author = XMLEntry.person(element)
        case (.atom, "logo"), (.atom, "icon"): publisher.logo = EntryText.link(element.text)
        case (.rss, "image"):
            publisher.logo = EntryText.link(element.first("url", .rss)?.text)
        case (.rss1, "channel"): element.children.forEach { take($0) }
        default: break
        }
    }
}

/// Which entry answers which: for each, the id of what it answers, or of its article.
struct ReplyIndex {
    enum Place {
        case article(DocumentID)
        /// A comment, with what it answers.
        case comment(on: String, page: String?)
    }

    private var places: [String: Place] = [:]

    /// Takes an entry.
    mutating func take(_ element: XMLElement, _ header: XMLHeader) {
        guard let id = XMLEntry.id(of: element) else { return }
        if let reply = XMLEntry.reply(of: element) {
            places[id] = .comment(on: reply.id, page: reply.page)
        } else if let article = try? XMLEntry(element, header, self).draft
            .article(withBody: false)
        {
            places[id] = .article(article.id)
            if let url = article.url { places[url] = .article(article.id) }
        }
    }

    /// The article, and the comment that is answered, if it is one.
    func resolve(_ id: String, page: String?) -> (article: DocumentID, parent: DocumentID?)? {
        var parent: DocumentID?
        var (next, page) = (id, page)
        for depth in 0...Limits.replyDepth + 1 {
            switch places[next] {
            case .article(let article): return (article, parent)
            case .comment(let answered, let address):
                if depth == 0 { parent = ReplyIndex.commentID(next) }
                (next, page) = (answered, page ?? address)
            case nil:
                // What is answered stands elsewhere; its address tells the article.
                guard let address = EntryText.link(next) ?? EntryText.link(page) else {
                    return nil
                }
                if depth == 0, EntryText.link(next) == nil { parent = ReplyIndex.commentID(next) }
                return (
                    ImportIdentity.articleID(url: address, publisher: "", day: "", headline: ""),
                    parent
                )
            }
        }
        return nil
    }

    static func commentID(_ id: String) -> DocumentID {
        DocumentID(importName: "comment \(id)")
    }
}
