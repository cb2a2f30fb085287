internal import VNModel

/// What a dry run would have written so far, since the store does not hold it.
struct KnownDocuments: Sendable {
    private struct Entry {
        let kind: DocumentKind
        /// Of the document as it was read.
        let digest: Int
        /// The article of a comment.
        let article: DocumentID?
    }

    private var entries: [DocumentID: Entry] = [:]

    mutating func insert(_ item: ImportItem) {
        entries[item.id] = Entry(
            kind: item.kind, digest: KnownDocuments.digest(item), article: item.articleID)
    }

    /// Whether an article of this id was read.
    func hasArticle(_ id: DocumentID) -> Bool { entries[id]?.kind == .article }

    /// The article of a comment that was read.
    func article(ofComment id: DocumentID) -> DocumentID? { entries[id]?.article }

    /// What a second copy of a document would come to; `nil` if there was no first one.
    func outcome(of item: ImportItem) -> ImportOutcome? {
        entries[item.id].map { $0.digest == KnownDocuments.digest(item) ? .unchanged : .changed }
    }

    private static func digest(_ item: ImportItem) -> Int {
        switch item.content {
        case .article(let article), .page(let article), .entry(let article): article.hashValue
        case .comment(let comment): comment.hashValue
        }
    }
}

extension ImportItem {
    /// The article of a comment.
    var articleID: DocumentID? {
        if case .comment(let comment) = content { comment.articleID } else { nil }
    }
}
