import Foundation
import Testing
import VNModel
import VNStore

@Suite("Exports that imports read")
final class FormatRoundTripTests {
    private let folder: ImportFolder

    init() throws { folder = try ImportFolder() }

    @Test(
        "an export in a format that carries everything makes the same documents elsewhere",
        arguments: [ExportFormat.jsonfeed, .wordpress, .atom])
    func roundTrip(_ format: ExportFormat) async throws {
        let alice = try await folder.filled()
        let (report, bytes) = try await alice.exported(format)
        #expect(report.articles == 20 + ImportFixtures.pageNames.count)
        #expect(report.comments == 61)
        #expect(report.omitted == [:])
        #expect(report.bytes == bytes.count)
        let bob = try await folder.store("bob")
        let imported = try await bob.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(imported.failed == [])
        #expect(imported.created == report.articles + report.comments)
        #expect(
            try await String(decoding: bob.exported().1, as: UTF8.self)
                == String(decoding: alice.exported().1, as: UTF8.self))
        #expect(try await bob.exported(format).1 == bytes)
        let again = try await alice.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(again.unchanged == report.articles + report.comments)
    }

    @Test("ninjs carries all of an article and says how many comments it cannot carry")
    func ninjs() async throws {
        let alice = try await folder.filled()
        let (report, bytes) = try await alice.exported(.ninjs)
        #expect(report.omitted == ["comment": 61])
        let bob = try await folder.store("bob")
        let imported = try await bob.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(imported.failed == [])
        #expect(imported.created == report.articles)
        let expected = String(decoding: try await alice.exported().1, as: UTF8.self)
            .split(separator: "\n").filter { $0.contains(#""type":"article""#) }
        let found = String(decoding: try await bob.exported().1, as: UTF8.self)
        #expect(found.split(separator: "\n") == expected)
        #expect(try await bob.exported(.ninjs).1 == bytes)
    }

    @Test(
        "texts that look like markup, odd characters and large ids survive each format",
        arguments: [ExportFormat.jsonfeed, .wordpress, .atom, .ninjs])
    func oddTexts(_ format: ExportFormat) async throws {
        let alice = try await folder.store("alice")
        var article = Article(
            id: DocumentID(high: .max, low: .max), headline: "1 < 2 && \"a\" ]]> &amp; \u{FFFE}đ",
            datePublished: "2025-03-01T23:59:59.125-09:30",
            publisher: Agent(kind: .person, name: "<b>&lt;"))
        article.body = [
            Block(id: "x_1", text: "Dòng một\n\tdòng hai  \n\n</p><script>alert(1)</script>"),
            Block(id: "-", role: .quote, text: "*sao*", format: .markdown),
            Block(id: "l", items: ["<li>", "\u{FFFF}"], isOrdered: true),
        ]
        article.summary = " lề \n<p>đoạn</p> "
        article.ext["vn.thu"] = .array([.null, .number(0.5), .string("]]>")])
        article.unknown["moi"] = .object([("a", .integer(1))])
        var comment = Comment(
            id: DocumentID(high: 1, low: 1), articleID: article.id,
            author: CommentAuthor(name: " & <An> "), text: " <p>hai\n\n\nba</p>\t&nbsp; ",
            dateCreated: "2025-03-02T00:00:00Z")
        comment.moderation = Moderation(
            status: .rejected, by: "an", at: "2025-03-02T00:00:01Z", reason: .offTopic,
            note: "một\nhai")
        let lines = article.json.canonicalText + "\n" + comment.json.canonicalText + "\n"
        let made = try await alice.importDocuments(from: .bytes(Array(lines.utf8), name: "lines"))
        #expect(made.failed == [])
        let bob = try await folder.store("bob")
        let bytes = try await alice.exported(format).1
        let report = try await bob.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(report.failed == [])
        let expected = String(decoding: try await alice.exported().1, as: UTF8.self)
        let found = String(decoding: try await bob.exported().1, as: UTF8.self)
        #expect(
            found.split(separator: "\n")
                == Array(expected.split(separator: "\n").prefix(format == .ninjs ? 1 : 2)))
    }

    @Test("Markdown and HTML show articles with approved comments and say what they leave out")
    func forPeople() async throws {
        let store = try await folder.filled()
        for format in [ExportFormat.markdown, .html] {
            let (report, bytes) = try await store.exported(format)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(report.articles == 20 + ImportFixtures.pageNames.count)
            #expect(report.omitted["article.ext"] ?? 0 > 0)
            let approved = try String(
                decoding: ImportFixtures.bytes("comments.jsonl"), as: UTF8.self
            ).split(separator: "\n").filter { $0.contains(#""status":"approved""#) }.count
            #expect(report.omitted["comment"] == 61 - approved)
            // An article is followed by its comments, not by those of others.
            let headline = try #require(text.firstRange(of: "Giá dừa sáp tăng gấp rưỡi"))
            let comment = try #require(text.firstRange(of: "Giống nuôi cấy phôi mua ở đâu"))
            let other = try #require(text.firstRange(of: "Lớp học chữ Nôm Dao của ông lão"))
            #expect(headline.lowerBound < comment.lowerBound)
            #expect(!(headline.lowerBound..<comment.lowerBound).contains(other.lowerBound))
            #expect(try await store.exported(format).1 == bytes)
        }
    }

    @Test(
        "an empty store exports a document without entries",
        arguments: [
            (ExportFormat.jsonfeed, ImportFormat.jsonfeed), (.ninjs, .ninjs), (.atom, .atom),
            (.wordpress, .wordpress), (.jsonl, .jsonl),
        ])
    func empty(_ format: ExportFormat, _ back: ImportFormat) async throws {
        let store = try await folder.store()
        let (report, bytes) = try await store.exported(format)
        #expect(report.articles + report.comments == 0)
        let imported = try await store.importDocuments(
            from: .bytes(bytes, name: "export"), format: back)
        #expect(imported.failed == [])
        #expect(imported.articles == 0)
    }

    @Test("what somebody changed in an export counts, and what was left alone stays")
    func changed() async throws {
        let alice = try await folder.filled()
        let bytes = try await alice.exported(.jsonfeed).1
        let text = String(decoding: bytes, as: UTF8.self)
            .replacing("Giá dừa sáp tăng gấp rưỡi", with: "Giá dừa sáp tăng gấp đôi")
            .replacing("<p>Trung tâm giống địa phương", with: "<p>Trung tâm giống của tỉnh")
        let report = try await alice.importDocuments(from: .bytes(Array(text.utf8), name: "feed"))
        #expect(report.changed == 1)
        #expect(report.failed == [])
        let id = try #require(DocumentID("e25300cc-744e-526d-885b-963a80a618d7"))
        let article = try #require(try await alice.importedArticle(id))
        #expect(article.headline.hasPrefix("Giá dừa sáp tăng gấp đôi"))
        #expect(article.section == "kinh-te")
        #expect(article.body.first?.id == "b1")
        #expect(article.body.last?.id == "b6")
        #expect(article.body.last?.text?.hasPrefix("Trung tâm giống của tỉnh") == true)
    }
}
