internal import VNModel

/// Decides what belongs to a scope, in one transaction.
final class ScopeFilter {
    let scope: Scope
    private let reading: any EndpointReading
    private let sections: Set<String>?
    private let publishers: Set<String>?
    private let articles: Set<DocumentID>?
    private var remembered: [DocumentID: Bool] = [:]

    init(_ scope: Scope, _ reading: any EndpointReading) {
        self.scope = scope
        self.reading = reading
        sections = scope.sections.map { Set($0) }
        publishers = scope.publishers.map { Set($0) }
        articles = scope.articles.map { Set($0) }
    }

    /// Whether a document belongs to the scope as it stands now.
    func admits(_ id: DocumentID) throws -> Bool {
        if let comment = try reading.comment(id) { return try admits(comment) }
        return try admitsArticle(id)
    }

    /// Whether a document belongs to the scope.
    func admits(_ document: Document) throws -> Bool {
        switch document.kind {
        case .article: admits(document.id, ArticleFacts(document))
        case .comment: try admits(CommentFacts(document))
        }
    }

    /// Whether a register travels in this scope.
    func admits(path: String) -> Bool {
        scope.includesBodies || RegisterPath.family(path) != "body"
    }

    /// What of a document belongs to the scope, given that the document does.
    func part(_ held: HeldDocument) -> Document {
        guard !scope.includesBodies else { return held.document }
        var part = Document(id: held.document.id, kind: held.document.kind)
        for field in held.document.fields where admits(path: field.path) {
            part.set(field.path, field.register)
        }
        return part
    }

    private func admits(_ comment: CommentFacts) throws -> Bool {
        guard scope.includesComments else { return false }
        guard let article = comment.article else { return hasNoLimit }
        return try admitsArticle(article)
    }

    private var hasNoLimit: Bool {
        sections == nil && publishers == nil && articles == nil && scope.since == nil
    }

    private func admitsArticle(_ id: DocumentID) throws -> Bool {
        if let known = remembered[id] { return known }
        let result = admits(id, try reading.article(id))
        remembered[id] = result
        return result
    }

    /// An article that does not stand here belongs to a scope only if nothing but its id decides.
    private func admits(_ id: DocumentID, _ facts: ArticleFacts?) -> Bool {
        if let articles, !articles.contains(id) { return false }
        if let sections {
            guard let section = facts?.section, sections.contains(section) else { return false }
        }
        if let publishers {
            let names = [facts?.publisherID, facts?.publisherName].compactMap { $0 }
            guard names.contains(where: { publishers.contains($0) }) else { return false }
        }
        if let since = scope.since {
            guard let published = facts?.published, published >= since else { return false }
        }
        return true
    }
}
