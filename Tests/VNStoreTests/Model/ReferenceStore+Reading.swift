import Foundation
import VNModel
import VNStore
import VNText

/// What readers of a store must be shown, found by looking at every document.
extension ReferenceStore {
    /// The articles that a query asks for, all pages together.
    func articles(_ query: ArticleQuery) -> [DocumentID] {
        let found = ids(.article).compactMap { documents[$0] }.filter { admits($0, query) }
        return found.map(\.id).sorted { first, second in
            switch query.sort {
            case .date:
                let (a, b) = (time(first), time(second))
                return a == b ? first > second : a > b
            case .title:
                let (a, b) = (titleKey(first), titleKey(second))
                return a == b ? first < second : a.lexicographicallyPrecedes(b)
            }
        }
    }

    private func admits(_ document: Document, _ query: ArticleQuery) -> Bool {
        let publisher = document.value("publisher")
        return [
            query.states.isEmpty || query.states.contains(Self.state(document)),
            query.section == nil || document.value("section")?.string == query.section,
            query.publisher == nil || publisher?["id"]?.string == query.publisher,
            query.since.map { time(document.id) >= $0 } ?? true,
            query.until.map { time(document.id) < $0 } ?? true,
            !query.isUnread || !read.contains(document.id),
            !query.isStarred || starred.contains(document.id),
            !query.hasConflicts || !document.conflicts.isEmpty,
        ].allSatisfy(\.self)
    }

    func titleKey(_ id: DocumentID) -> [UInt8] {
        VietnameseOrder.sortKey(documents[id]?.value("headline")?.string ?? "")
    }

    func comments(on article: DocumentID) -> [DocumentID] {
        ids(.comment).filter { documents[$0]?.value("articleId")?.string == article.description }
            .sorted { time($0) == time($1) ? $0 < $1 : time($0) < time($1) }
    }

    static func state(_ document: Document) -> String {
        if document.isDeleted || document.isErased { return "deleted" }
        switch document.kind {
        case .article: return document.value("status")?.string ?? "usable"
        case .comment: return document.value("moderation")?["status"]?.string ?? "pending"
        }
    }

    func time(_ id: DocumentID) -> Int64 {
        let path = documents[id]?.kind == .article ? "datePublished" : "dateCreated"
        let text = documents[id]?.value(path)?.string ?? ""
        return Timestamp(rfc3339: text)?.milliseconds ?? 0
    }

    // MARK: - Threads

    /// One line of a thread.
    struct ThreadLine: Equatable {
        let id: DocumentID
        let depth: Int
        let isPlaceholder: Bool
    }

    func thread(of article: DocumentID, depthLimit: Int) -> [ThreadLine] {
        let all = comments(on: article)
        func parent(_ id: DocumentID) -> DocumentID? {
            documents[id]?.value("inReplyTo")?.string.flatMap { DocumentID($0) }
        }
        func lines(_ id: DocumentID, _ depth: Int) -> [ThreadLine] {
            let below = all.filter { parent($0) == id }
                .flatMap { lines($0, min(depth + 1, depthLimit)) }
            let isShown =
                all.contains(id)
                && documents[id].map { ["approved", "pending"].contains(Self.state($0)) } == true
            guard isShown || !below.isEmpty else { return [] }
            return [ThreadLine(id: id, depth: depth, isPlaceholder: !isShown)] + below
        }
        var roots: [DocumentID] = []
        for id in all {
            let root = parent(id).flatMap { all.contains($0) ? nil : $0 }
            if parent(id) == nil { roots.append(id) }
            if let root, !roots.contains(root) { roots.append(root) }
        }
        return roots.flatMap { lines($0, 0) }
    }

    // MARK: - Search

    /// The documents that have all words of a text that is no syntax.
    func search(_ text: String, _ scope: SearchRequest.Scope) -> Set<DocumentID> {
        let words = Self.words(text)
        let kind = scope == .comments ? DocumentKind.comment : .article
        return Set(
            ids(kind).filter { id in
                guard let document = documents[id], isFound(document) else { return false }
                return words.isSubset(of: Self.words(Self.text(document, scope)))
            })
    }

    private func isFound(_ document: Document) -> Bool {
        guard document.kind == .comment else { return Self.state(document) == "usable" }
        let article = document.value("articleId")?.string.flatMap { DocumentID($0) }
        let isOpen = article.flatMap { documents[$0] }.map { Self.state($0) == "usable" } ?? true
        return isOpen && ["approved", "pending"].contains(Self.state(document))
    }

    private static func text(_ document: Document, _ scope: SearchRequest.Scope) -> String {
        guard document.kind == .article else { return document.value("text")?.string ?? "" }
        let article = Article(document: document)
        let rest = [article.summary ?? ""] + article.body.map { $0.text ?? "" }
        return ([article.headline] + (scope == .title ? [] : rest)).joined(separator: " ")
    }

    private static func words(_ text: String) -> Set<String> {
        let plain = text.lowercased().replacingOccurrences(of: "đ", with: "d")
            .folding(options: .diacriticInsensitive, locale: nil)
        return Set(plain.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
}
