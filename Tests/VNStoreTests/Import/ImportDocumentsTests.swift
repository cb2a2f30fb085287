import Foundation
import Synchronization
import Testing
import VNModel
import VNRandom
import VNStore

@Suite("Importing documents")
final class ImportDocumentsTests {
    private let folder: ImportFolder

    init() throws { folder = try ImportFolder() }

    private func lines(_ texts: String...) -> [UInt8] {
        Array((texts.joined(separator: "\n") + "\n").utf8)
    }

    private func article(_ number: Int, headline: String = "Tin", more: String = "") -> String {
        """
        {"id":"\(id(number))","type":"article","headline":"\(headline) \(number)",\
        "language":"vi","datePublished":"2025-01-02T03:04:05+07:00",\
        "publisher":{"type":"Organization","name":"Báo"},\
        "body":[{"id":"a","role":"paragraph","text":"Một đoạn."}]\(more)}
        """
    }

    private func comment(_ number: Int, on article: Int, to parent: Int? = nil) -> String {
        let reply = parent.map { ",\"inReplyTo\":\"\(id($0))\"" } ?? ""
        return """
            {"id":"\(id(number))","type":"comment","articleId":"\(id(article))",\
            "author":{"name":"An"},"text":"Lời \(number)","status":"approved",\
            "dateCreated":"2025-01-02T03:04:05+07:00"\(reply)}
            """
    }

    private func id(_ number: Int) -> DocumentID {
        DocumentID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 + UInt64(number))
    }

    private func bytes(_ content: [UInt8]) -> ImportSource { .bytes(content, name: "test") }

    @Test("all fixtures are imported, each as a group of its own, and the second time unchanged")
    func fixtures() async throws {
        let store = try await folder.store()
        let all =
            try ImportFixtures.bytes("articles.jsonl")
            + ImportFixtures.bytes("comments.jsonl")
        let first = try await store.importDocuments(from: bytes(all))
        #expect(first.failed == [])
        #expect(first.articles == 20)
        #expect(first.comments == 61)
        #expect(first.created == 81)
        #expect(first.bytes == all.count)
        let size = try await store.journalSize()
        #expect(size.groups == 81)
        let second = try await store.importDocuments(from: bytes(all))
        #expect(second.unchanged == 81)
        #expect(second.created + second.changed == 0)
        #expect(try await store.journalSize() == size)
    }

    @Test("comments before their articles and replies before their parents are taken at the end")
    func order() async throws {
        let content = lines(
            comment(3, on: 1, to: 2), comment(2, on: 1), comment(5, on: 9), article(1),
            comment(6, on: 1, to: 77))
        for isFile in [true, false] {
            let store = try await folder.store(isFile ? "alice" : "bob")
            let source: ImportSource =
                isFile ? .file(try folder.file("a.jsonl", content)) : bytes(content)
            let report = try await store.importDocuments(from: source)
            #expect(report.articles == 1)
            #expect(report.comments == 3)
            #expect(report.failed.map(\.code) == [ImportError.noArticle])
            #expect(report.failed.map(\.line) == [3])
            #expect(try await store.importedComment(id(3))?.inReplyTo == id(2))
            // A reply whose parent is nowhere stands under a placeholder.
            #expect(try await store.importedComment(id(6)) != nil)
        }
    }

    @Test("replies in a circle, to another article and to themselves are refused")
    func parents() async throws {
        let store = try await folder.store()
        let report = try await store.importDocuments(
            from: bytes(
                lines(
                    article(1), article(2), comment(10, on: 1), comment(11, on: 2, to: 10),
                    comment(12, on: 1, to: 12), comment(13, on: 1, to: 14),
                    comment(14, on: 1, to: 13), comment(15, on: 1, to: 2))))
        #expect(
            report.failed.map(\.code)
                == Array(repeating: ImportError.invalidParent, count: 4))
        #expect(report.failed.map(\.line).sorted() == [4, 5, 7, 8])
        #expect(report.comments == 2)
    }

    @Test("each broken line is reported with its number and code and the others are taken")
    func failures() async throws {
        let store = try await folder.store()
        var content = lines(
            article(1), "{\"type\":\"article\"", "[1]", "{\"type\":\"note\"}", "", "  \r",
            article(2).replacingOccurrences(of: "\"Tin 2\"", with: "7"))
        content += [0x7B, 0x22, 0xFF, 0x22, 0x7D, 0x0A] + [0x7B, 0x00, 0x7D, 0x0A]
        content += lines(article(3, more: ",\"section\":\"Không\""))
        content += lines(article(4, more: ",\"image\":{\"alt\":\"x\",\"width\":0}"))
        content += Array(article(5).utf8.dropLast(20))
        let report = try await store.importDocuments(from: bytes(content))
        let found = report.failed.map { "\($0.line) \($0.code)" }
        #expect(
            found == [
                "2 import.invalid-json", "3 import.unknown-type", "4 import.unknown-type",
                "7 content.invalid", "8 import.invalid-utf8", "9 import.nul",
                "10 content.invalid", "11 content.invalid", "12 import.truncated",
            ])
        #expect(report.failed[3].reason.contains("/headline"))
        #expect(report.failed[7].reason.contains("/image/width"))
        #expect(report.failed.allSatisfy { $0.source == "test" })
        #expect(report.articles == 1)
    }

    @Test("a line beyond the limit is passed over and the next one is read")
    func longLine() async throws {
        let store = try await folder.store()
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: (8 << 20) + 1)
        let content = lines(article(1)) + long + lines("", article(2)) + long
        let file = try folder.file("long.jsonl", content)
        let report = try await store.importDocuments(from: .file(file))
        #expect(report.failed.map(\.code) == [ImportError.lineTooLong, ImportError.lineTooLong])
        #expect(report.failed.map(\.line) == [2, 4])
        #expect(report.articles == 2)
        #expect(report.bytes == content.count)
    }

    @Test("a line of exactly the limit is read as a line")
    func longestLine() async throws {
        let store = try await folder.store()
        let text = article(1)
        let padding = String(repeating: " ", count: (8 << 20) - text.utf8.count)
        let report = try await store.importDocuments(from: bytes(lines(text + padding, article(2))))
        #expect(report.articles == 2)
        #expect(report.failed == [])
    }

    @Test("a dry run reports the same and writes nothing")
    func dryRun() async throws {
        let content = lines(
            comment(3, on: 1, to: 2), article(1), comment(2, on: 1), article(1), "{",
            article(4, headline: "A"), article(4, headline: "B"), comment(5, on: 9))
        let dry = try await folder.store("alice")
        let wet = try await folder.store("bob")
        let expected = try await wet.importDocuments(from: bytes(content))
        let report = try await dry.importDocuments(
            from: bytes(content), options: ImportOptions(isDryRun: true))
        #expect(report == expected)
        #expect(expected.created == 4)
        #expect(expected.changed == 1)
        #expect(expected.unchanged == 1)
        #expect(try await dry.documentCount() == 0)
        #expect(try await dry.journalSize().changes == 0)
    }

    @Test("a strict import stops at the first failure and keeps what stood before it")
    func strict() async throws {
        let store = try await folder.store()
        let content = lines(article(1), article(2), "{", article(3))
        let report = try await store.importDocuments(
            from: bytes(content), options: ImportOptions(isStrict: true))
        #expect(report.isStopped)
        #expect(report.articles == 2)
        #expect(report.failed.map(\.line) == [3])
        #expect(try await store.documentCount() == 2)
        let other = try await folder.store("bob")
        let inner = try await other.importDocuments(
            from: bytes(lines(article(1), comment(2, on: 1, to: 1), article(3))),
            options: ImportOptions(isStrict: true))
        #expect(inner.isStopped)
        #expect(inner.failed.map(\.line) == [2])
        #expect(try await other.documentCount() == 1)
    }

    @Test("what is deleted here stays deleted and is reported as skipped")
    func deleted() async throws {
        let store = try await folder.store()
        let content = lines(article(1), comment(2, on: 1), article(3), comment(4, on: 3))
        try await store.importDocuments(from: bytes(content))
        try await store.delete(id(1))
        try await store.delete(id(4))
        let report = try await store.importDocuments(from: bytes(content))
        #expect(report.skipped.map(\.line) == [1, 4])
        #expect(report.skipped.allSatisfy { $0.code == ImportError.deleted })
        #expect(report.unchanged == 2)
        #expect(report.failed == [])
        let again = try await store.importDocuments(from: bytes(lines(comment(9, on: 1))))
        #expect(again.skippedCount == 1)
    }

    @Test("a changed line writes only what differs, a comment keeps its place")
    func changed() async throws {
        let store = try await folder.store()
        try await store.importDocuments(from: bytes(lines(article(1), comment(2, on: 1))))
        let before = try await store.journalSize().changes
        let report = try await store.importDocuments(
            from: bytes(lines(article(1, headline: "Mới"), article(5), comment(2, on: 5))))
        #expect(report.changed == 1)
        #expect(report.failed.map(\.code) == [ImportError.invalidParent])
        #expect(try await store.importedArticle(id(1))?.headline == "Mới 1")
        #expect(try await store.journalSize().changes == before + 2)
    }

    @Test("a document that a transaction refuses does not take the others with it")
    func refused() async throws {
        let store = try await folder.store()
        // As large as an article may be: with its paths it is larger than a group may be.
        var large = try Article(json: JSONValue(parsing: article(7)))
        let block = Block(text: String(repeating: "x", count: 20_000))
        large.body = Array(repeating: block, count: 53)
        let size = large.operations().reduce(0) { $0 + $1.value.canonicalBytes.count }
        large.body[0].text?.removeLast(max(0, size - Limits.documentBytes))
        let isStored = try await store.importDocuments(
            from: bytes(
                lines(
                    article(1), article(2), large.json.canonicalText, article(3),
                    large.json.canonicalText, article(4))))
        #expect(isStored.failed.map(\.line) == [3, 5])
        #expect(isStored.failed.allSatisfy { $0.code == "store.group-too-large" })
        #expect(isStored.created == 4)
        #expect(try await store.documentCount() == 4)
        #expect(try await store.journalSize() == (4, 4))
    }

    @Test("files are told apart by what is in them and read in the order of their names")
    func directory() async throws {
        let store = try await folder.store()
        let page = try Array(ImportFixtures.page(#require(ImportFixtures.pageNames.first)).utf8)
        _ = try folder.file("in/b/page.txt", page)
        _ = try folder.file("in/a.txt", [0xEF, 0xBB, 0xBF] + lines(article(1)))
        _ = try folder.file("in/b/c.jsonl", lines(comment(2, on: 1)))
        _ = try folder.file("in/z.jsonl", page)
        _ = try folder.file("in/y.txt", Array("no page".utf8))
        _ = try folder.file("in/empty.jsonl", [])
        _ = try folder.file("in/ignored.md", page)
        let report = try await store.importDocuments(from: .directory("\(folder.path)/in"))
        #expect(report.articles == 2)
        #expect(report.comments == 1)
        let names = report.failed.map { ($0.source as NSString).lastPathComponent }
        #expect(names.first == "y.txt")
        #expect(Set(names.dropFirst()) == ["z.jsonl"])
        #expect(report.failed.first?.code == ImportError.notAPage)
        #expect(report.documents.first == id(1))
    }

    @Test("a source that is not there is an error")
    func unreadable() async throws {
        let store = try await folder.store()
        for source in [ImportSource.file("\(folder.path)/no"), .directory("\(folder.path)/no")] {
            let error = await #expect(throws: ImportError.self) {
                try await store.importDocuments(from: source)
            }
            #expect(error?.code == ImportError.unreadable)
        }
    }

    @Test("two stores that import the same pages hold the same registers")
    func sameRegisters() async throws {
        var values: [[String: JSONValue]] = []
        for name in ["alice", "bob"] {
            let store = try await folder.store(name)
            let report = try await store.importDocuments(
                from: .directory(ImportFixtures.pages.path), format: .page)
            #expect(report.articles == ImportFixtures.pageNames.count)
            var all: [String: JSONValue] = [:]
            for id in report.documents {
                let document = try await store.read { try $0.stored(id, .article)?.document }
                for field in document?.fields ?? [] {
                    all["\(id) \(field.path)"] = field.register.live.first?.value
                }
            }
            values.append(all)
        }
        #expect(values[0] == values[1])
        #expect(values[0].count > 100)
    }

    @Test("a page that is read again keeps section, status and the ids of its paragraphs")
    func pageAgain() async throws {
        let store = try await folder.store()
        let text = try ImportFixtures.page(#require(ImportFixtures.pageNames.first))
        let page = { (text: String) in ImportSource.bytes(Array(text.utf8), name: "page") }
        let first = try await store.importDocuments(from: page(text))
        let id = try #require(first.documents.first)
        try await store.edit(id) { article in
            article.section = "kinh-te"
            article.commentPolicy = .closed
        }
        let before = try #require(try await store.importedArticle(id))
        #expect(try await store.importDocuments(from: page(text)).unchanged == 1)
        let fifth = try #require(before.body[4].text)
        let edited = text.replacingOccurrences(of: fifth, with: "Một đoạn mới.\n\n\(fifth) Thêm.")
        #expect(try await store.importDocuments(from: page(edited)).changed == 1)
        let after = try #require(try await store.importedArticle(id))
        #expect(after.section == "kinh-te")
        #expect(after.commentPolicy == .closed)
        #expect(after.body.count == before.body.count + 1)
        #expect(after.body[5].id == before.body[4].id)
        #expect(after.body[5].text == fifth + " Thêm.")
        #expect(!before.body.map(\.id).contains(after.body[4].id))
        #expect(
            after.body.map(\.id).filter { $0 != after.body[4].id } == before.body.map(\.id))
    }

    @Test("a cancelled import keeps whole batches and goes on when it is run again")
    func cancelled() async throws {
        let store = try await folder.store()
        let content = lines((1...1000).map { article($0) }.joined(separator: "\n"))
        let source = bytes(content)
        let steps = Mutex(0)
        let task = Task {
            try await store.importDocuments(from: source) { _ in
                let count = steps.withLock { count in
                    count += 1
                    return count
                }
                if count == 2 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await store.documentCount() == 400)
        let report = try await store.importDocuments(from: source)
        #expect(report.unchanged == 400)
        #expect(report.created == 600)
    }

    @Test("damaged lines are imported or reported, each once", arguments: [1, 2, 3] as [UInt64])
    func damaged(seed: UInt64) async throws {
        var generator = SplitMix64(seed: seed)
        let store = try await folder.store()
        var content: [UInt8] = []
        var count = 0
        for name in ["articles.jsonl", "comments.jsonl"] {
            for line in try ImportFixtures.bytes(name).split(separator: 0x0A) {
                content += generator.damaged(Array(line)).filter { $0 != 0x0A } + [0x0A]
                count += 1
            }
        }
        let report = try await store.importDocuments(from: bytes(content), format: .jsonl)
        #expect(report.articles + report.comments + report.failedCount == count)
        #expect(Set(report.failed.map(\.line)).count == report.failedCount)
        #expect(report.failedCount > 0)
        #expect(
            report.failed.allSatisfy {
                $0.code.hasPrefix("import.") || $0.code.hasPrefix("content.")
            })
        let again = try await store.importDocuments(from: bytes(content), format: .jsonl)
        #expect(again.created == 0)
        #expect(again.failed == report.failed)
    }

    @Test("progress names the bytes of all sources and never goes back")
    func progress() async throws {
        let store = try await folder.store()
        let content = lines((1...450).map { article($0) }.joined(separator: "\n"))
        _ = try folder.file("in/a.jsonl", content)
        _ = try folder.file("in/b.jsonl", content)
        let seen = Mutex<[ImportProgress]>([])
        try await store.importDocuments(from: .directory("\(folder.path)/in")) { progress in
            seen.withLock { $0.append(progress) }
        }
        let all = seen.withLock { $0 }
        #expect(all.allSatisfy { $0.totalBytes == 2 * content.count })
        #expect(all.map(\.bytes) == all.map(\.bytes).sorted())
        #expect(all.last?.bytes == 2 * content.count)
        #expect(all.last?.documents == 900)
    }
}
