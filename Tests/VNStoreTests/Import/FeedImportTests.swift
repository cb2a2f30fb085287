import Foundation
import Testing
import VNModel
import VNStore

@Suite("Importing feeds")
final class FeedImportTests {
    private let folder: ImportFolder

    init() throws { folder = try ImportFolder() }

    /// The feeds that are whole: file, format, articles, comments.
    static let whole: [(String, ImportFormat, Int, Int)] = [
        ("01-json-feed.json", .jsonfeed, 3, 0)
    ]

    @Test(
        "each feed becomes the articles and comments it should, and the second time nothing new",
        arguments: whole)
    func fixtures(_ name: String, _ format: ImportFormat, _ articles: Int, _ comments: Int)
        async throws
    {
        let store = try await folder.store()
        let source = FeedFixtures.source(name)
        let report = try await store.importDocuments(from: source)
        #expect(report.failed == [])
        #expect(report.articles == articles)
        #expect(report.comments == comments)
        #expect(report.created == articles + comments)
        let found = String(decoding: try await store.exported().1, as: UTF8.self)
        if let target = ProcessInfo.processInfo.environment["VNSYNC_WRITE_EXPECTED"] {
            try found.write(toFile: "\(target)/\(name).jsonl", atomically: true, encoding: .utf8)
        }
        #expect(try found == FeedFixtures.expected(name))
        let size = try await store.journalSize()
        for format in [.auto, format] {
            let again = try await store.importDocuments(from: source, format: format)
            #expect(again.unchanged == articles + comments)
            #expect(again.created + again.changed + again.failedCount == 0)
        }
        #expect(try await store.journalSize() == size)
    }

    @Test("a feed at hand as bytes or by a pipe reads as the file does", arguments: whole)
    func sources(_ name: String, _ format: ImportFormat, _ articles: Int, _ comments: Int)
        async throws
    {
        let bytes = try FeedFixtures.bytes(name)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let store = try await folder.store()
        let report = try await store.importDocuments(from: .bytes(mark + bytes, name: name))
        #expect(report.failed == [])
        #expect(report.created == articles + comments)
        let dry = try await folder.store("bob").importDocuments(
            from: .bytes(bytes, name: name), options: ImportOptions(isDryRun: true))
        #expect(dry.created == report.created)
    }

    @Test("broken items are reported with line and place, the others are taken")
    func broken() async throws {
        let store = try await folder.store()
        let source = FeedFixtures.source("02-json-feed-broken.json")
        let report = try await store.importDocuments(from: source)
        #expect(
            report.failed.map { "\($0.line) \($0.code)" } == [
                "6 content.incomplete", "7 import.invalid-json", "8 import.unknown-type",
                "9 import.invalid-json", "10 import.invalid-json",
            ])
        #expect(report.failed.map { $0.reason.prefix(11) }.first == "in /items/1")
        #expect(report.articles == 2)
        let strict = try await folder.store("bob").importDocuments(
            from: source, options: ImportOptions(isStrict: true))
        #expect(strict.isStopped)
        #expect(strict.articles == 1)
        #expect(strict.failedCount == 1)
    }

    @Test("a document that ends anywhere is an error and keeps what came before")
    func truncated() async throws {
        let store = try await folder.store()
        let bytes = try FeedFixtures.bytes("01-json-feed.json")
        for end in stride(from: 60, to: bytes.count - 3, by: 97) {
            let report = try await store.importDocuments(
                from: .bytes(Array(bytes.prefix(end)), name: "cut"), format: .jsonfeed,
                options: ImportOptions(isDryRun: true))
            #expect(report.failed.last?.code == ImportError.truncated)
        }
    }

    @Test("an address or an id that comes twice, here or on two stores, makes one article")
    func identity() async throws {
        func feed(_ items: String...) -> ImportSource {
            let text = """
                {"version":"https://jsonfeed.org/version/1.1","title":"Báo","items":[\
                \(items.joined(separator: ","))]}
                """
            return .bytes(Array(text.utf8), name: "feed")
        }
        let day = "\"date_published\":\"2025-03-01T00:00:00Z\""
        let one = #"{"id":"1","url":"https://a.example/x?utm_source=y#z","title":"Một",\#(day)}"#
        let two = #"{"id":"2","url":"https://A.example/x/","title":"Một sửa",\#(day)}"#
        let three = #"{"id":"x-3","title":"Ba",\#(day)}"#
        let four = #"{"id":"x-3","title":"Ba sửa",\#(day)}"#
        let alice = try await folder.store("alice")
        let bob = try await folder.store("bob")
        let both = try await alice.importDocuments(from: feed(one, three, two, four))
        #expect(both.created == 2)
        #expect(both.changed == 2)
        let other = try await bob.importDocuments(from: feed(four, two))
        #expect(Set(other.documents) == Set(both.documents))
        let ids = try await alice.importedArticle(both.documents[0])?.alternateIDs.map(\.value)
        #expect(ids == ["1", "2"])
    }
}
