import FaultDisk
import Foundation
import Synchronization
import VNModel
import VNStore

import struct VNModel.Comment

/// What is done to the store and to its reference alike.
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

    private func newComment(on article: DocumentID, parent: DocumentID?) -> Comment {
        posted += 1
        return Comment(
            id: DocumentID(high: 0x0190_1111_0000_7000, low: 1 << 63 | (posted &* 0x9E37) % 65_536),
            articleID: article, inReplyTo: parent, author: CommentAuthor(name: "An"),
            text: "Ý kiến \(posted)", dateCreated: "2026-03-02T0\(posted % 9):00:00+07:00")
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
    func perform(_ operation: ModelOperation) async throws -> String? {
        let store = try opened
        switch operation {
        case .post:
            let article = newArticle()
            return await same {
                try await store.post(article)
            } as: {
                $0.put(article)
            }
        case .edit(let number, let field, let text):
            return await edit(pick(number, .article)) { Self.edit(&$0, field, text) }
        case .status(let number, let value):
            let status = [ArticleStatus.usable, .draft, .withheld, .canceled][value]
            return await edit(pick(number, .article)) { $0.status = status }
        case .comment(let number, let parent):
            let comment = newComment(
                on: pick(number, .article), parent: parent.map { pick($0, .comment) })
            return await same {
                try await store.post(comment)
            } as: {
                try $0.put(comment)
            }
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
        case .moderate(let number, let value): return await moderate(pickAny(number), value)
        case .mark(let number, let read, let starred):
            let id = pick(number, .article)
            return await same {
                try await store.mark([id], read: read, starred: starred)
            } as: {
                try $0.mark(id, read: read, starred: starred)
            }
        case .group(let number, let text, let fails):
            return await group(pick(number, .article), text, fails: fails)
        case .resolve(let number, let take): return await resolve(number, take)
        case .importLines(let count, let again): return try await importLines(count, again)
        default: return try await performOutside(operation, store)
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

    private func moderate(_ id: DocumentID, _ value: Int) async -> String? {
        let moderation = Moderation(
            status: [CommentStatus.approved, .rejected, .spam, .pending][value], by: "Bình")
        return await same {
            try await self.opened.moderate(id, moderation)
        } as: { reference in
            _ = try reference.alive(id, .comment)
            reference.write(id, .comment, [("moderation", .object(moderation.members()))])
        }
    }

    private func group(_ id: DocumentID, _ text: Int, fails: Bool) async -> String? {
        let article = newArticle()
        let headline = [(path: "headline", value: JSONValue.string("Đầu đề \(text)"))]
        let before = reference
        return await same {
            try await self.opened.write { transaction in
                try transaction.put(article)
                _ = try transaction.requireDocument(id, .article)
                try transaction.write(id, .article, headline)
                if fails {
                    _ = try transaction.requireDocument(
                        DocumentID(high: 0x7000, low: 1 << 63), .comment)
                }
            }
        } as: { reference in
            reference.put(article)
            let first = reference.counter
            guard reference.documents[id]?.kind == .article else {
                throw ReferenceStore.Refusal(code: .noSuchDocument)
            }
            reference.write(id, .article, headline, group: first)
            // That a document is not complete is found where it is written.
            if fails, reference.isComplete(since: before) {
                throw ReferenceStore.Refusal(code: .noSuchDocument)
            }
        }
    }

    private func resolve(_ number: Int, _ take: Int) async -> String? {
        let conflicts = reference.conflicts
        guard !conflicts.isEmpty else { return nil }
        ModelRun.tally.withLock { $0.conflicts += 1 }
        let conflict = conflicts[number % conflicts.count]
        let resolution = [Resolution.local, .remote, .index(1), .index(2), .index(3)][take]
        let own = reference.former.union([reference.replica])
        return await same {
            try await self.opened.resolve(
                conflict.document, path: conflict.path, take: resolution)
        } as: {
            try $0.resolve(conflict, resolution, own: own)
        }
    }

    private func importLines(_ count: Int, _ again: Int) async throws -> String? {
        var documents: [JSONValue] = []
        if let old = reference.documents[pick(again, .article)], !old.isDeleted,
            (try? ContentRules.validate(old)) != nil
        {
            documents.append(Article(document: old).json)
        }
        var next = reference
        for number in 0..<count {
            if number % 2 == 0 {
                let article = newArticle()
                documents.append(article.json)
                next.put(article)
            } else {
                let comment = newComment(on: newArticleID(in: next, number), parent: nil)
                documents.append(comment.json)
                try next.put(comment)
            }
        }
        let text = documents.map(\.canonicalText).joined(separator: "\n") + "\n"
        reference = next
        let report = try await opened.importDocuments(
            from: .bytes(Array(text.utf8), name: "thử"), format: .jsonl)
        return report.failed.isEmpty && report.articles + report.comments >= count
            ? nil : "import: \(report)"
    }

    /// The article that was put last.
    private func newArticleID(in reference: ReferenceStore, _ number: Int) -> DocumentID {
        reference.feed.last { reference.documents[$0]?.kind == .article }
            ?? DocumentID(high: 0x7000, low: 1 << 63)
    }

    /// Whether both succeed, or both refuse with the same code.
    private func same<T>(
        _ real: () async throws -> T, as expected: (inout ReferenceStore) throws -> Void
    ) async -> String? {
        var code: StoreError.Code?
        var next = reference
        do {
            try expected(&next)
            // Of an article whose post was refused, edits may stand alone until they are, too.
            if !next.isComplete(since: reference) { return await isIncomplete(real) }
            reference = next
        } catch let error as ReferenceStore.Refusal {
            code = error.code
        } catch { return "the reference failed: \(error)" }
        do {
            _ = try await real()
            return code.map { "succeeded, expected \($0.rawValue)" }
        } catch let error as StoreError where error.code == code {
            ModelRun.tally.withLock { $0.refusals += 1 }
            return nil
        } catch {
            return "\(error), expected \(code?.rawValue ?? "success")"
        }
    }

    /// Whether the store refuses a write to a document that is not complete.
    private func isIncomplete<T>(_ real: () async throws -> T) async -> String? {
        do {
            _ = try await real()
            return "succeeded, expected content.incomplete"
        } catch let error as ContentError where error.code == "content.incomplete" {
            return nil
        } catch { return "\(error), expected content.incomplete" }
    }

    // MARK: - What others do, and what changes nothing that is seen

    private func performOutside(
        _ operation: ModelOperation, _ store: ContentStore
    ) async throws -> String? {
        let start = environment.milliseconds() - 200_000
        switch operation {
        case .foreignPost(let stamp):
            let article = newArticle()
            reference.foreignWrite(article.id, .article, sees: true, stamp: start + stamp) {
                $0.isEmpty ? article.operations() : article.changes(to: $0)
            }
        case .foreignEdit(let number, let field, let text, let sees, let stamp):
            let id = pick(number, .article)
            guard reference.documents[id] != nil else { return nil }
            reference.foreignWrite(id, .article, sees: sees, stamp: start + stamp) { document in
                var article = Article(document: document)
                Self.edit(&article, field, text)
                return article.changes(to: document)
            }
        case .foreignDelete(let number, let sees, let stamp):
            reference.foreignDelete(pickAny(number), sees: sees, stamp: start + stamp)
        case .leaveScope(let number): reference.leaveScope(pickAny(number))
        case .purge(let number):
            let deleted = reference.hub.documents.values.filter(\.isDeleted).map(\.id).sorted()
            if !deleted.isEmpty { reference.purgeAtHub(deleted[number % deleted.count]) }
        case .page, .verdicts, .reread: return try await exchange(operation, store)
        case .advance(let milliseconds):
            environment.advance(by: milliseconds)
            reference.milliseconds += milliseconds
        case .search(let text, let number): return try await search(text, number)
        default: return try await care(operation, store)
        }
        return nil
    }

    private func exchange(
        _ operation: ModelOperation, _ store: ContentStore
    ) async throws -> String? {
        switch operation {
        case .page:
            let page = reference.pull()
            _ = try await store.applyPage(
                page, remote: "origin", cursor: "g:\(page.count):1", isComplete: true)
        case .verdicts(let count, let refusing):
            _ = try await store.recordVerdicts(
                reference.verdicts(count: count, refusing: refusing), remote: "origin")
        case .reread(let limit):
            let expected = Array(reference.reread.sorted().prefix(limit))
            let marked = try await store.documentsToReread(remote: "origin", limit: limit)
            guard marked == expected else { return "to reread \(marked), expected \(expected)" }
            if !marked.isEmpty {
                try await store.replace(reference.reread(marked), remote: "origin")
            }
        default: preconditionFailure("performed elsewhere")
        }
        return nil
    }

    private func care(_ operation: ModelOperation, _ store: ContentStore) async throws -> String? {
        switch operation {
        case .checkpoint: try await store.checkpoint()
        case .reopen, .drop:
            observer = nil
            if operation == .reopen { try await store.close() }
            let path = store.path
            self.store = nil
            let next = try await ContentStore.open(at: path, configuration: configuration)
            self.store = next
            observer = Observer(next)
        case .compact(let days):
            try await store.recordContact(
                remote: "origin", error: nil, durableThrough: reference.counter)
            var options = CompactOptions()
            options.keepDays = days
            _ = try await store.compact(options)
            try await noteKeptRows(store)
        case .backup:
            _ = try await store.backup(
                to: backups.appendingPathComponent("backup.db").path, replacing: true)
            saved = reference
        case .restore: return try await restore(store)
        case .cutPower(let after, let keep): disk.cutPower(at: after, seed: keep)
        default: preconditionFailure("performed elsewhere")
        }
        return nil
    }
}
