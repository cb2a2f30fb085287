import Foundation
import Synchronization
import Testing
import VNModel
import VNStore

@Suite("Exporting documents")
final class ExportDocumentsTests {
    private let folder: ImportFolder

    init() throws { folder = try ImportFolder() }

    private func export(_ store: ContentStore) async throws -> (ExportReport, [UInt8]) {
        let bytes = Mutex<[UInt8]>([])
        let report = try await store.exportDocuments { part in
            bytes.withLock { $0 += part }
        }
        return (report, bytes.withLock { $0 })
    }

    private func lines(_ bytes: [UInt8]) throws -> [JSONValue] {
        try bytes.split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
    }

    private func filled() async throws -> ContentStore {
        let store = try await folder.store("alice")
        for name in ["articles.jsonl", "comments.jsonl"] {
            let report = try await store.importDocuments(
                from: .bytes(try ImportFixtures.bytes(name), name: name))
            #expect(report.failed == [])
        }
        try await store.importDocuments(from: .directory(ImportFixtures.pages.path))
        return store
    }

    @Test("an export imported into a new store and exported again is the same, byte for byte")
    func roundTrip() async throws {
        let alice = try await filled()
        let (report, bytes) = try await export(alice)
        #expect(report.articles == 20 + ImportFixtures.pageNames.count)
        #expect(report.comments == 61)
        #expect(report.bytes == bytes.count)
        let bob = try await folder.store("bob")
        let imported = try await bob.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(imported.failed == [])
        #expect(imported.created == report.articles + report.comments)
        let (_, again) = try await export(bob)
        #expect(again == bytes)
        let unchanged = try await alice.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(unchanged.unchanged == report.articles + report.comments)
    }

    @Test("the fixtures come out as they went in")
    func fixtures() async throws {
        let store = try await filled()
        let (_, bytes) = try await export(store)
        var found: [String: JSONValue] = [:]
        for line in try lines(bytes) { found[line["id"]?.string ?? ""] = line }
        for name in ["articles.jsonl", "comments.jsonl"] {
            for line in try lines(ImportFixtures.bytes(name)) {
                let exported = try #require(found[line["id"]?.string ?? ""])
                for member in line.object?.members ?? [] where !member.value.isNull {
                    // Topics are a set: they come out sorted.
                    let isSet = member.key == "topics"
                    let value = exported[member.key]
                    #expect(
                        isSet
                            ? Set(value?.array ?? []) == Set(member.value.array ?? [])
                            : value == member.value, "\(member.key)")
                }
            }
        }
    }

    @Test("edited, moderated and deleted documents keep what is shown of them")
    func edited() async throws {
        let alice = try await filled()
        let all = try lines(try await export(alice).1)
        let ids = all.filter { $0["type"]?.string == "article" }
            .compactMap { $0["id"]?.string.flatMap { DocumentID($0) } }
        try await alice.edit(ids[0]) { $0.headline += " (sửa)" }
        try await alice.delete(ids[1])
        let comment = try #require(
            all.first {
                $0["type"]?.string == "comment" && $0["status"]?.string == "approved"
                    && $0["articleId"]?.string != ids[1].description
            }?["id"]?.string.flatMap { DocumentID($0) })
        try await alice.delete(comment)
        let (report, bytes) = try await export(alice)
        #expect(report.skipped == 1)
        let bob = try await folder.store("bob")
        let imported = try await bob.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(imported.failed == [])
        #expect(try await export(bob).1 == bytes)
        #expect(try await bob.importedArticle(ids[0])?.headline.hasSuffix("(sửa)") == true)
        #expect(try await bob.importedArticle(ids[0])?.dateModified != nil)
        #expect(try await bob.importedComment(comment)?.isDeleted == true)
        let other = try await alice.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(other.changed == 0)
    }

    @Test("articles come before their comments, each once")
    func order() async throws {
        let (_, bytes) = try await export(try await filled())
        var seen: Set<String> = []
        for line in try lines(bytes) {
            let id = try #require(line["id"]?.string)
            #expect(seen.insert(id).inserted)
            if let article = line["articleId"]?.string { #expect(seen.contains(article)) }
        }
    }

    @Test("some ids export those articles with their comments, and single comments")
    func byID() async throws {
        let store = try await filled()
        let all = try lines(try await export(store).1)
        let comment = try #require(all.first { $0["type"]?.string == "comment" })
        let article = try #require(comment["articleId"]?.string.flatMap { DocumentID($0) })
        let other = try #require(
            all.first {
                $0["type"]?.string == "comment" && $0["articleId"] != comment["articleId"]
            }?["id"]?.string.flatMap { DocumentID($0) })
        let mine = try #require(comment["id"]?.string.flatMap { DocumentID($0) })
        let unknown = DocumentID(high: 1, low: 2)
        let bytes = Mutex<[UInt8]>([])
        let report = try await store.exportDocuments(ids: [article, other, mine, unknown, article])
        {
            part in bytes.withLock { $0 += part }
        }
        let found = try lines(bytes.withLock { $0 }).compactMap { $0["id"]?.string }
        let replies = all.filter { $0["articleId"]?.string == article.description }
        #expect(report.missing == [unknown])
        #expect(report.articles == 1)
        #expect(
            Set(found)
                == Set(replies.compactMap { $0["id"]?.string })
                .union([article.description, other.description]))
        #expect(found.count == Set(found).count)
    }

    @Test("a query exports the articles it finds, beyond its own page, with their comments")
    func byQuery() async throws {
        let store = try await filled()
        let all = try lines(try await export(store).1)
        let section = "kinh-te"
        let wanted = Set(
            all.filter { $0["section"]?.string == section && $0["status"]?.string == "usable" }
                .compactMap { $0["id"]?.string })
        let comments = all.filter { wanted.contains($0["articleId"]?.string ?? "") }
        #expect(wanted.count > 1)
        var query = ArticleQuery()
        query.section = section
        query.limit = 1
        let bytes = Mutex<[UInt8]>([])
        let report = try await store.exportDocuments(query: query) { part in
            bytes.withLock { $0 += part }
        }
        let found = try lines(bytes.withLock { $0 })
        #expect(report.articles == wanted.count)
        #expect(report.comments == comments.count)
        #expect(
            Set(found.compactMap { $0["id"]?.string })
                == wanted.union(comments.compactMap { $0["id"]?.string }))
    }

    @Test("more documents than one transaction reads come out complete")
    func large() async throws {
        let store = try await folder.store()
        var text = ""
        for number in 0..<1200 {
            let id = DocumentID(high: 0x7000, low: 0x8000_0000_0000_0000 + UInt64(number))
            text += """
                {"id":"\(id)","type":"article","headline":"Tin \(number)","language":"vi",\
                "datePublished":"2025-01-02T03:04:05Z","body":[],\
                "publisher":{"type":"Organization","name":"Báo"}}\n
                """
        }
        let article = DocumentID(high: 0x7000, low: 0x8000_0000_0000_0000)
        for number in 0..<1100 {
            let id = DocumentID(high: 0x7001, low: 0x8000_0000_0000_0000 + UInt64(number))
            text += """
                {"id":"\(id)","type":"comment","articleId":"\(article)","status":"pending",\
                "author":{"name":"An"},"text":"\(number)",\
                "dateCreated":"2025-01-02T03:04:05Z"}\n
                """
        }
        let imported = try await store.importDocuments(from: .bytes(Array(text.utf8), name: "a"))
        #expect(imported.created == 2300)
        let (report, bytes) = try await export(store)
        #expect(report.articles == 1200)
        #expect(report.comments == 1100)
        let found = Set(try lines(bytes).compactMap { $0["id"]?.string })
        #expect(found.count == 2300)
    }

    @Test("an error of the receiver ends the export")
    func sinkFails() async throws {
        struct Full: Error {}
        let store = try await filled()
        await #expect(throws: Full.self) {
            try await store.exportDocuments { _ in throw Full() }
        }
    }
}
