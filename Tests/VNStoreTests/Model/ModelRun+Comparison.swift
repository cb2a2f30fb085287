import Foundation
import VNModel
import VNStore

/// What can be seen of the store, against the reference.
extension ModelRun {
    /// - Returns: what differs of the journal.
    func compareHead(_ reference: ReferenceStore) async throws -> String? {
        let store = try opened
        let state = try await store.journalState()
        guard state.replica == reference.replica, state.head.counter == reference.counter else {
            return "journal ends at \(state.head.counter), expected \(reference.counter)"
        }
        let pending = try await store.pendingCount()
        return pending == reference.pending.count
            ? nil : "\(pending) pending, expected \(reference.pending.count)"
    }

    /// - Returns: what differs of all that is kept.
    func compareContent(_ reference: ReferenceStore) async throws -> String? {
        let store = try opened
        if let text = try await compareHead(reference) { return text }
        let documents = try await documents(of: store)
        guard documents.map(\.id) == reference.feed else {
            return "feed \(documents.map(\.id)), expected \(reference.feed)"
        }
        for document in documents {
            guard let expected = reference.documents[document.id],
                document.hasSameRegisters(as: expected)
            else { return "registers of \(document.id) differ" }
        }
        let held = try await store.heldChanges().count
        guard held == reference.held.count else {
            return "\(held) held, expected \(reference.held.count)"
        }
        let marked = try await store.documentsToReread(remote: "origin", limit: 100_000)
        guard marked == reference.reread.sorted() else {
            return "to reread \(marked), expected \(reference.reread.sorted())"
        }
        let reading = try await store.read { session in
            try session.all(
                "SELECT article, read_ms IS NOT NULL, starred_ms IS NOT NULL FROM reading"
            ) { ($0.id(0), $0.integer(1) == 1, $0.integer(2) == 1) }
        }
        guard Set(reading.filter(\.1).compactMap(\.0)) == reference.read,
            Set(reading.filter(\.2).compactMap(\.0)) == reference.starred
        else { return "marks differ" }
        return nil
    }

    /// - Returns: what differs of all that is kept or shown.
    func compare() async throws -> String? {
        let store = try opened
        if let text = try await compareContent(reference) { return text }
        if let text = try await compareTail(store) { return text }
        for query in queries() {
            if let text = try await compareList(query, store) { return text }
        }
        for id in reference.ids(.article) {
            if let text = try await compareArticle(id, store) { return text }
        }
        let conflicts = try await store.conflicts()
        guard conflicts == reference.conflicts else {
            return "\(conflicts.count) conflicts, expected \(reference.conflicts.count)"
        }
        let newest = Array(reference.articles(ArticleQuery()).prefix(20))
        guard try await observer?.shows(newest) == true else {
            return "whoever observes does not see \(newest)"
        }
        return nil
    }

    /// The documents in the order of the feed.
    func documents(of store: ContentStore) async throws -> [Document] {
        try await store.read { try $0.feed(after: 0, limit: 100_000) }.compactMap { entry in
            if case .document(let stored) = entry { stored.document } else { nil }
        }
    }

    private func compareTail(_ store: ContentStore) async throws -> String? {
        let entries = try await store.read { try $0.feed(after: 0, limit: 100_000) }
        let half = entries.count / 2
        guard half > 0 else { return nil }
        let tail = try await store.read {
            try $0.feed(after: entries[half - 1].seq, limit: 100_000)
        }
        return tail.map(\.seq) == entries[half...].map(\.seq) ? nil : "the feed's tail differs"
    }

    /// Every state, and some of the filters that there are, others each time.
    private func queries() -> [ArticleQuery] {
        var queries = ["usable", "draft", "withheld", "canceled", "deleted"].map { state in
            var query = ArticleQuery()
            (query.states, query.limit) = ([state], 7)
            return query
        }
        looks += 1
        for number in looks..<looks + 4 {
            var query = ArticleQuery()
            query.limit = number % 5 + 2
            query.sort = number % 2 == 0 ? .title : .date
            if number % 3 == 0 { query.states = [] }
            if number % 4 == 1 { query.section = "muc-\(number % 29 + 1)" }
            if number % 5 == 2 { query.isUnread = true }
            if number % 5 == 3 { query.isStarred = true }
            if number % 7 == 4 { query.hasConflicts = true }
            if number % 6 == 5 { query.publisher = "bao-thu" }
            // Seven in the morning of the day, in UTC: half of the articles.
            if number % 7 == 1 { query.since = 1_772_323_200_000 + 6 * 3_600_000 }
            if number % 7 == 2 { query.until = 1_772_323_200_000 + 6 * 3_600_000 }
            queries.append(query)
        }
        return queries
    }

    private func compareList(_ query: ArticleQuery, _ store: ContentStore) async throws -> String? {
        let expected = reference.articles(query)
        var query = query
        var found: [ArticleSummary] = []
        repeat {
            let page = try await store.articles(query)
            found += page.elements
            query.after = page.next
        } while query.after != nil
        guard found.map(\.id) == expected else {
            return "\(query): \(found.map(\.id)), expected \(expected)"
        }
        for row in found {
            guard row.isUnread != reference.read.contains(row.id),
                row.isStarred == reference.starred.contains(row.id),
                row.hasPending == reference.hasPending(row.id)
            else { return "marks of \(row.id) differ" }
        }
        return nil
    }

    private func compareArticle(_ id: DocumentID, _ store: ContentStore) async throws -> String? {
        guard let document = reference.documents[id] else { return nil }
        if !document.isDeleted, !document.isErased {
            let entry = try await store.article(id)
            guard entry?.article == Article(document: document) else {
                return "article \(id) is shown otherwise"
            }
        }
        var query = CommentQuery(article: id)
        query.limit = 1_000
        let comments = try await store.comments(query).elements.map(\.comment.id)
        guard comments == reference.comments(on: id) else {
            return "comments on \(id): \(comments), expected \(reference.comments(on: id))"
        }
        let thread = try await store.thread(of: id, depthLimit: 3).map {
            ReferenceStore.ThreadLine(
                id: $0.comment.id, depth: $0.depth, isPlaceholder: $0.isPlaceholder)
        }
        let expected = reference.thread(of: id, depthLimit: 3)
        return thread == expected ? nil : "thread of \(id): \(thread), expected \(expected)"
    }

    /// Searches, and compares what is found if that is not more than one answer holds.
    func search(_ text: Int, _ number: Int) async throws -> String? {
        let texts = [
            "tin", "số \(number)", "đầu đề \(number)", "them \(number)", "doan 2 tin \(number)",
            "ý kiến \(number)",
        ]
        var request = SearchRequest(texts[text])
        request.scope = text == 5 ? .comments : number % 4 == 0 ? .title : .all
        request.limit = 200
        let results = try await opened.search(request)
        guard results.next == nil, results.indexed == results.total else { return nil }
        let found = Set(results.hits.map(\.id))
        let expected = reference.search(request.text, request.scope)
        return found == expected && found.count == results.hits.count
            ? nil : "\(request): \(found.sorted()), expected \(expected.sorted())"
    }
}
