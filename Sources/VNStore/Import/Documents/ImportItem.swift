internal import VNModel

/// A document that was read and is to be written.
struct ImportItem: Sendable {
    /// What was read.
    enum Content: Sendable {
        /// An article that says everything about itself.
        case article(Article)
        /// A page, which says nothing about section, topics, status …
        case page(Article)
        /// An article as a feed tells it; what it leaves out says nothing.
        case entry(Article)
        case comment(Comment)
    }

    let content: Content
    /// Where it stood.
    let place: ImportPlace

    var id: DocumentID {
        switch content {
        case .article(let article), .page(let article), .entry(let article): article.id
        case .comment(let comment): comment.id
        }
    }

    var kind: DocumentKind {
        switch content {
        case .article, .page, .entry: .article
        case .comment: .comment
        }
    }
}

/// Where a document stood in what is imported.
struct ImportPlace: Sendable {
    /// The position of the source in the list of sources.
    let source: Int
    /// What reports call the source.
    let name: String
    let line: Int
    let offset: Int
    let count: Int
    /// The bytes of the line, or of the comment as a line, where the source cannot be read again.
    var bytes: [UInt8]?
    /// The number of an entry of a feed, from 1; 0 for a line.
    var entry = 0

    func failure(_ code: String, _ reason: String) -> ImportFailure {
        ImportFailure(source: name, line: line, code: code, reason: reason)
    }

    func failure(_ error: ImportError) -> ImportFailure {
        ImportFailure(
            source: name, line: error.line > 0 ? error.line : line, code: error.code,
            reason: error.reason)
    }
}

/// What became of a document.
enum ImportOutcome: Sendable {
    case created, changed, unchanged
    /// It is deleted here.
    case skipped(ImportFailure)
    /// A comment whose article or parent may still come.
    case deferred
    case failed(ImportFailure)

    var isFailure: Bool {
        if case .failed = self { true } else { false }
    }
}
