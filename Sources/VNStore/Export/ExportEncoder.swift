internal import VNModel

/// How documents are written in a format.
///
/// A format may need several passes over the documents, such as one for the articles and one for
/// the comments. What an encoder writes depends on the document only, so that the same documents
/// make the same bytes.
protocol ExportEncoder: Sendable {
    /// The passes, in their order.
    var passes: [ExportPass] { get }
    /// Whether the comments of an article must follow it at once.
    var keepsThreads: Bool { get }

    /// Writes an article.
    func write(_ article: Article, pass: Int, to output: inout ExportOutput)
    /// Writes a comment.
    func write(_ comment: Comment, pass: Int, to output: inout ExportOutput)
    /// What stands behind the last document of a pass.
    ///
    /// - Parameter newest: the latest time that was noted in the pass.
    func closing(_ pass: Int, newest: Timestamp?) -> String
}

extension ExportEncoder {
    var keepsThreads: Bool { false }

    func closing(_ pass: Int, newest: Timestamp?) -> String { passes[pass].closing }
}

/// One pass over the documents.
struct ExportPass: Sendable {
    /// What stands before the first document.
    var opening = ""
    /// What stands between two documents.
    var separator = ""
    /// What stands behind the last document.
    var closing = ""
    /// The kinds of documents that the pass writes.
    var writes: Set<DocumentKind> = [.article, .comment]
    /// The kinds of documents that the pass counts; each kind is counted in one pass.
    var counts: Set<DocumentKind> = [.article, .comment]
}

/// What was written of some documents.
struct ExportOutput: Sendable {
    /// The bytes of the elements, a separator before each.
    private(set) var writer = JSONWriter(capacity: 1 << 16)
    /// How often a field had a value that the format cannot carry.
    private(set) var omitted: [String: Int] = [:]
    /// The latest time that was noted.
    private(set) var newest: Timestamp?
    private let separator: [UInt8]

    init(separator: String) { self.separator = Array(separator.utf8) }

    var bytes: [UInt8] { writer.bytes }

    /// Writes one element.
    mutating func element(_ write: (inout JSONWriter) -> Void) {
        writer.raw(separator)
        write(&writer)
    }

    /// Writes one element.
    mutating func element(_ text: String) { element { $0.raw(Array(text.utf8)) } }

    /// Notes a time that the document bears.
    mutating func note(time text: String) {
        guard let time = Timestamp(rfc3339: text) else { return }
        newest = newest.map { max($0, time) } ?? time
    }

    /// Books a field that the format cannot carry.
    mutating func omit(_ field: String) { omitted[field, default: 0] += 1 }
}

extension ExportFormat {
    /// Writes the format.
    var encoder: any ExportEncoder {
        switch self {
        case .jsonl: LinesEncoder()
        case .ninjs: NinjsEncoder()
        case .jsonfeed: JSONFeedEncoder()
        case .wordpress: WordPressEncoder()
        case .atom: AtomEncoder()
        case .markdown: MarkdownEncoder()
        case .html: HTMLEncoder()
        }
    }
}
