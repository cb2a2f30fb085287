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
        arguments: [ExportFormat.jsonfeed])
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

    @Test("an empty store exports a document without entries", arguments: ExportFormat.allCases)
    func empty(_ format: ExportFormat) async throws {
        let store = try await folder.store()
        let (report, bytes) = try await store.exported(format)
        #expect(report.articles + report.comments == 0)
        guard format != .jsonl else { return }
        let imported = try await store.importDocuments(from: .bytes(bytes, name: "export"))
        #expect(imported.failed == [])
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
