import Foundation
import VNModel
import VNStore

/// A store and its reference, driven by the same operations.
final class ModelRun {
    /// The first difference.
    struct Difference: Error, CustomStringConvertible {
        let step: Int
        let operation: ModelOperation
        let description: String
    }

    private let folder: URL
    private let environment: TestEnvironment
    private var configuration = StoreConfiguration()
    private var store: ContentStore?
    private var reference: ReferenceStore
    private var posted: UInt64 = 0

    private init(seed: UInt64) async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("model-\(UUID().uuidString)")
        environment = TestEnvironment(seed: seed)
        configuration.environment = environment
        let store = try await ContentStore.create(
            at: folder.appendingPathComponent("store.db").path, configuration: configuration)
        try await store.addRemote("origin", url: "http://127.0.0.1:1")
        reference = ReferenceStore(
            try await store.journalState().replica, milliseconds: environment.milliseconds())
        self.store = store
    }

    /// Performs operations and compares after each.
    ///
    /// - Returns: the first difference; `nil` if there is none.
    static func difference(
        seed: UInt64, _ operations: [ModelOperation], deepEvery: Int = 40
    ) async throws -> Difference? {
        let run = try await ModelRun(seed: seed)
        defer { try? FileManager.default.removeItem(at: run.folder) }
        for (step, operation) in operations.enumerated() {
            do {
                if let text = try await run.perform(operation) {
                    return Difference(step: step, operation: operation, description: text)
                }
                let isDeep = step % deepEvery == deepEvery - 1 || step == operations.count - 1
                if let text = try await run.compare(isDeep: isDeep) {
                    return Difference(step: step, operation: operation, description: text)
                }
            } catch {
                return Difference(step: step, operation: operation, description: "\(error)")
            }
        }
        let report = try await run.opened.verify(deep: true)
        try await run.opened.close()
        guard !report.ok, let last = operations.last else { return nil }
        return Difference(
            step: operations.count, operation: last,
            description: "\(report.checks.filter { !$0.ok })")
    }

    /// Leaves operations out as long as a difference stays, for at most some runs.
    static func shrink(
        seed: UInt64, _ operations: [ModelOperation], runs: Int = 150
    ) async throws -> [ModelOperation] {
        var (best, left) = (operations, runs)
        var size = best.count / 2
        while size > 0, left > 0 {
            var start = 0
            var wasShortened = false
            while start < best.count, left > 0 {
                var shorter = best
                shorter.removeSubrange(start..<min(start + size, best.count))
                left -= 1
                if try await difference(seed: seed, shorter, deepEvery: 1) != nil {
                    (best, wasShortened) = (shorter, true)
                } else {
                    start += size
                }
            }
            if !wasShortened || size > 1 { size /= 2 }
        }
        return best
    }

    private var opened: ContentStore {
        get throws {
            guard let store else { throw CocoaError(.featureUnsupported) }
            return store
        }
    }
}

// MARK: - Operations

extension ModelRun {
    private func pick(_ number: Int, _ kind: DocumentKind) -> DocumentID {
        let ids = reference.ids(kind)
        // Without any, an id that nobody has.
        return ids.isEmpty ? DocumentID(high: 0x7000, low: 1 << 63) : ids[number % ids.count]
    }

    private func pickAny(_ number: Int) -> DocumentID {
        pick(number / 2, number % 2 == 0 ? .article : .comment)
    }

    private func newArticle() -> Article {
        posted += 1
        let hour = posted % 7 + 10
        return Article(
            id: DocumentID(high: 0x0190_0000_0000_7000, low: 1 << 63 | (posted &* 0x9E37) % 65_536),
            headline: "Tin số \(posted)", datePublished: "2026-03-01T\(hour):00:00+07:00",
            publisher: Agent(kind: .organization, id: "bao-thu", name: "Báo Thử"),
            body: (1...3).map { Block(id: "p\($0)", text: "Đoạn \($0) của tin \(posted)") })
    }

    private static func edit(_ article: inout Article, _ field: Int, _ text: Int) {
        switch field {
        case 0: article.headline = "Đầu đề \(text)"
        case 1: article.summary = text % 4 == 0 ? nil : "Tóm tắt \(text)"
        case 2: article.section = text % 3 == 0 ? nil : "muc-\(text)"
        case 3:
            article.body.insert(
                Block(id: "x\(text)-\(article.body.count)", text: "Thêm \(text)"),
                at: text % (article.body.count + 1))
        default: if !article.body.isEmpty { article.body.remove(at: text % article.body.count) }
        }
    }

    /// Does the same here and there.
    ///
    /// - Returns: what differs in the answers.
    private func perform(_ operation: ModelOperation) async throws -> String? {
        let store = try opened
        switch operation {
        case .post:
            let article = newArticle()
            return await same {
                try await store.post(article)
            } as: { reference in
                let old = reference.documents[article.id]
                reference.write(
                    article.id, .article,
                    old.map { article.changes(to: $0) } ?? article.operations())
            }
        case .edit(let number, let field, let text):
            return await edit(pick(number, .article)) { Self.edit(&$0, field, text) }
        case .status(let number, let value):
            let status = [ArticleStatus.usable, .draft, .withheld, .canceled][value]
            return await edit(pick(number, .article)) { $0.status = status }
        case .comment(let number, let parent):
            return await comment(
                on: pick(number, .article), parent: parent.map { pick($0, .comment) })
        case .delete(let number):
            let id = pickAny(number)
            return await same {
                try await store.delete(id)
            } as: {
                try $0.delete(id)
            }
        case .undelete(let number):
            let id = pickAny(number)
            return await same {
                try await store.undelete(id)
            } as: {
                try $0.undelete(id)
            }
        case .moderate(let number, let value):
            let id = pickAny(number)
            let moderation = Moderation(
                status: [CommentStatus.approved, .rejected, .spam, .pending][value], by: "Bình")
            return await same {
                try await store.moderate(id, moderation)
            } as: { reference in
                _ = try reference.alive(id, .comment)
                reference.write(id, .comment, [("moderation", .object(moderation.members()))])
            }
        case .mark(let number, let read, let starred):
            let id = pick(number, .article)
            return await same {
                try await store.mark([id], read: read, starred: starred)
            } as: {
                guard $0.documents[id] != nil else {
                    throw ReferenceStore.Refusal(code: .noSuchDocument)
                }
                $0.mark(id, read: read, starred: starred)
            }
        default:
            try await performOutside(operation, store)
            return nil
        }
    }

    /// What others do, and what changes nothing that is seen.
    private func performOutside(_ operation: ModelOperation, _ store: ContentStore) async throws {
        let start = environment.milliseconds() - 200_000
        switch operation {
        case .foreignPost(let stamp):
            let article = newArticle()
            reference.foreignWrite(article.id, .article, sees: true, stamp: start + stamp) {
                $0.isEmpty ? article.operations() : article.changes(to: $0)
            }
        case .foreignEdit(let number, let field, let text, let sees, let stamp):
            let id = pick(number, .article)
            guard reference.documents[id] != nil else { return }
            reference.foreignWrite(id, .article, sees: sees, stamp: start + stamp) { document in
                var article = Article(document: document)
                Self.edit(&article, field, text)
                return article.changes(to: document)
            }
        case .foreignDelete(let number, let sees, let stamp):
            reference.foreignDelete(pickAny(number), sees: sees, stamp: start + stamp)
        case .page:
            let page = reference.pull()
            _ = try await store.applyPage(
                page.enumerated().map { .document($1, seq: UInt64($0 + 1)) }, remote: "origin",
                cursor: "g:\(page.count):1", isComplete: true)
        case .verdicts(let count, let refusing):
            _ = try await store.recordVerdicts(
                reference.verdicts(count: count, refusing: refusing), remote: "origin")
        case .search: _ = try await store.search(SearchRequest("tin"))
        case .advance(let milliseconds):
            environment.advance(by: milliseconds)
            reference.milliseconds += milliseconds
        case .checkpoint: try await store.checkpoint()
        case .reopen:
            try await store.close()
            self.store = try await ContentStore.open(at: store.path, configuration: configuration)
        case .drop:
            self.store = nil
            self.store = try await ContentStore.open(at: store.path, configuration: configuration)
        default: preconditionFailure("performed elsewhere")
        }
    }

    private func edit(
        _ id: DocumentID, _ change: @escaping @Sendable (inout Article) -> Void
    ) async -> String? {
        await same {
            try await self.opened.edit(id, change)
        } as: { reference in
            let document = try reference.alive(id, .article)
            var article = Article(document: document)
            change(&article)
            reference.write(id, .article, article.changes(to: document))
        }
    }

    private func comment(on article: DocumentID, parent: DocumentID?) async -> String? {
        posted += 1
        let comment = Comment(
            id: DocumentID(high: 0x0190_1111_0000_7000, low: 1 << 63 | (posted &* 0x9E37) % 65_536),
            articleID: article, inReplyTo: parent, author: CommentAuthor(name: "An"),
            text: "Ý kiến \(posted)", dateCreated: "2026-03-02T0\(posted % 9):00:00+07:00")
        return await same {
            try await self.opened.post(comment)
        } as: { reference in
            if let old = reference.documents[comment.id] {
                _ = try reference.alive(comment.id)
                return reference.write(comment.id, .comment, comment.changes(to: old))
            }
            _ = try reference.alive(article, .article)
            if let parent { try reference.checkParent(parent, on: article) }
            reference.write(comment.id, .comment, comment.operations())
        }
    }

    /// Whether both succeed, or both refuse with the same code.
    private func same<T>(
        _ real: () async throws -> T, as expected: (inout ReferenceStore) throws -> Void
    ) async -> String? {
        var code: StoreError.Code?
        do { try expected(&reference) } catch let error as ReferenceStore.Refusal {
            code = error.code
        } catch { return "the reference failed: \(error)" }
        do {
            _ = try await real()
            return code.map { "succeeded, expected \($0.rawValue)" }
        } catch let error as StoreError where error.code == code {
            return nil
        } catch {
            return "\(error), expected \(code?.rawValue ?? "success")"
        }
    }
}

// MARK: - Comparison

extension ModelRun {
    /// - Returns: what differs.
    private func compare(isDeep: Bool) async throws -> String? {
        let store = try opened
        let state = try await store.journalState()
        guard state.head.counter == reference.counter else {
            return "journal ends at \(state.head.counter), expected \(reference.counter)"
        }
        let pending = try await store.pendingCount()
        guard pending == reference.pending.count else {
            return "\(pending) pending, expected \(reference.pending.count)"
        }
        guard isDeep else { return nil }
        if let text = try await compareFeed(store) { return text }
        if let text = try await compareLists(store) { return text }
        let held = try await store.heldChanges().count
        return held == reference.refused ? nil : "\(held) held, expected \(reference.refused)"
    }

    private func compareFeed(_ store: ContentStore) async throws -> String? {
        let entries = try await store.read { try $0.feed(after: 0, limit: 100_000) }
        let documents = entries.compactMap { entry -> Document? in
            if case .document(let stored) = entry { stored.document } else { nil }
        }
        guard documents.map(\.id) == reference.feed else {
            return "feed \(documents.map(\.id)), expected \(reference.feed)"
        }
        for document in documents {
            guard let expected = reference.documents[document.id],
                document.hasSameRegisters(as: expected)
            else { return "registers of \(document.id) differ" }
        }
        let half = entries.count / 2
        guard half > 0 else { return nil }
        let tail = try await store.read {
            try $0.feed(after: entries[half - 1].seq, limit: 100_000)
        }
        return tail.map(\.seq) == entries[half...].map(\.seq) ? nil : "the feed's tail differs"
    }

    private func compareLists(_ store: ContentStore) async throws -> String? {
        for state in ["usable", "draft", "withheld", "canceled", "deleted"] {
            let expected = reference.articles(in: state)
            var query = ArticleQuery()
            query.states = [state]
            query.limit = 7
            var found: [ArticleSummary] = []
            repeat {
                let page = try await store.articles(query)
                found += page.elements
                query.after = page.next
            } while query.after != nil
            guard found.map(\.id) == expected else {
                return "\(state): \(found.map(\.id)), expected \(expected)"
            }
            for row in found {
                let hasPending = reference.pending.values.contains(row.id)
                guard row.isUnread != reference.read.contains(row.id),
                    row.isStarred == reference.starred.contains(row.id),
                    row.hasPending == hasPending
                else { return "marks of \(row.id) differ" }
            }
        }
        for id in reference.ids(.article) {
            guard let document = reference.documents[id] else { continue }
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
        }
        return nil
    }
}
