import Foundation
import Testing
import VNModel
import VNRandom
import VNStore

@Suite("Importing feeds")
final class FeedImportTests {
    private let folder: ImportFolder

    init() throws { folder = try ImportFolder() }

    /// The feeds that are whole: file, format, articles, comments.
    static let whole: [(String, ImportFormat, Int, Int)] = [
        ("01-json-feed.json", .jsonfeed, 3, 0), ("03-ninjs.json", .ninjs, 2, 0),
        ("04-ninjs-lines.jsonl", .ninjs, 2, 0), ("05-wordpress", .wordpress, 2, 3),
        ("06-rss.xml", .rss, 2, 0), ("07-atom.xml", .atom, 1, 2), ("08-rss-rdf.xml", .rss, 1, 0),
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
        guard name.contains(".") else { return }
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

    @Test(
        "a feed that comes through a pipe is read once, from its beginning",
        arguments: ["03-ninjs.json", "04-ninjs-lines.jsonl", "06-rss.xml", "08-rss-rdf.xml"])
    func pipe(_ name: String) async throws {
        let store = try await folder.store()
        let path = "\(folder.path)/pipe"
        try #require(mkfifo(path, 0o600) == 0)
        let bytes = try FeedFixtures.bytes(name)
        let writer = Thread {
            // Opening waits for the reader.
            let handle = FileHandle(forWritingAtPath: path)
            try? handle?.write(contentsOf: Data(bytes))
            try? handle?.close()
        }
        writer.start()
        let report = try await store.importDocuments(from: .file(path))
        #expect(report.failed == [])
        let found = String(decoding: try await store.exported().1, as: UTF8.self)
        #expect(try found == FeedFixtures.expected(name))
    }

    @Test("comments before their article in a long feed are taken at the end")
    func manyReplies() async throws {
        let store = try await folder.store()
        var entries = ""
        for number in (1...700).reversed() {
            let parent = number % 7 == 0 ? "tag:a,1:c\(number - 1)" : "tag:a,1:a"
            entries += """
                <entry><id>tag:a,1:c\(number)</id><updated>2025-01-02T00:00:00Z</updated>\
                <author><name>An</name></author><title/><content>Lời \(number)</content>\
                <in-reply-to xmlns="http://purl.org/syndication/thread/1.0" ref="\(parent)"/>\
                </entry>\n
                """
        }
        let text = """
            <feed xmlns="http://www.w3.org/2005/Atom"><title>Báo</title>\n\(entries)\
            <entry><id>tag:a,1:a</id><title>Bài</title><updated>2025-01-01T00:00:00Z</updated>\
            </entry></feed>
            """
        let path = try folder.file("long.atom", Array(text.utf8))
        let report = try await store.importDocuments(from: .file(path))
        #expect(report.failed == [])
        #expect(report.comments == 700)
        #expect(report.articles == 1)
        let again = try await store.importDocuments(from: .file(path))
        #expect(again.unchanged == 701)
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

    @Test(
        "dates as mail and RFC 3339 write them are understood, others are refused",
        arguments: [
            ("Tue, 3 Jun 2008 11:05:30 GMT", "2008-06-03T11:05:30Z"),
            ("03 Jun 08 11:05 +0700", "2008-06-03T11:05:00+07:00"),
            ("Tue, 03 June 2008 11:05:30 EST", "2008-06-03T11:05:30-05:00"),
            ("2008-06-03T11:05:30.5+07:00", "2008-06-03T11:05:30.5+07:00"),
            ("2008-06-03 11:05:30", "2008-06-03T11:05:30+07:00"),
            ("2008-06-03", "2008-06-03T00:00:00+07:00"), ("Tue, 31 Jun 2008 11:05:30 GMT", nil),
            ("Tue, 3 Jun 2008 25:05:30 GMT", nil), ("3 Jun 2008", nil), ("", nil),
            ("3 Jun 99999999999999999999 1:1:1 GMT", nil), ("1 Jan 2000 1:1 +9999", nil),
        ])
    func dates(_ text: String, _ expected: String?) async throws {
        let store = try await folder.store()
        let feed = """
            <rss version="2.0"><channel xml:lang="en-GB"><title>News</title><item>\
            <title>One</title><link>https://a.example/1</link><pubDate>\(text)</pubDate>\
            </item></channel></rss>
            """
        let report = try await store.importDocuments(from: .bytes(Array(feed.utf8), name: "rss"))
        #expect(report.failed.map(\.code) == (expected == nil ? ["content.incomplete"] : []))
        let article = try await store.importedArticle(
            report.documents.first ?? DocumentID(high: 0, low: 0))
        #expect(article?.datePublished == expected)
        #expect(article?.language == (expected == nil ? nil : "en-GB"))
    }

    @Test("an XML feed keeps what stood before the place where it breaks")
    func brokenXML() async throws {
        let store = try await folder.store()
        let report = try await store.importDocuments(from: FeedFixtures.source("11-broken.xml"))
        #expect(
            report.failed.map { "\($0.line) \($0.code)" } == [
                "5 content.incomplete", "8 import.invalid-xml",
            ])
        #expect(report.articles == 2)
    }

    @Test(
        "entities are refused where they are declared, and nothing outside is opened",
        arguments: ["09-entities.xml", "10-external.xml"])
    func entities(_ name: String) async throws {
        let store = try await folder.store()
        let report = try await store.importDocuments(from: FeedFixtures.source(name))
        #expect(report.failed.map(\.code) == [ImportError.entities])
        #expect(report.failed.map(\.line) == [3])
        #expect(report.articles == 0)
    }

    @Test("hostile documents get an error quickly", arguments: HostileFeed.all)
    func hostile(_ feed: HostileFeed) async throws {
        let store = try await folder.store()
        let start = ContinuousClock.now
        let report = try await store.importDocuments(
            from: .bytes(feed.bytes, name: feed.name), format: feed.format)
        #expect(report.failed.first?.code == feed.code)
        #expect(report.articles == feed.articles)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("damaged feeds never end the program, whatever becomes of them", arguments: whole)
    func damaged(_ name: String, _ format: ImportFormat, _ articles: Int, _ comments: Int)
        async throws
    {
        guard name.contains(".") else { return }
        let store = try await folder.store()
        let bytes = try FeedFixtures.bytes(name)
        var generator = SplitMix64(seed: 7)
        for _ in 0..<60 {
            let report = try await store.importDocuments(
                from: .bytes(generator.damaged(bytes), name: name), format: format,
                options: ImportOptions(isDryRun: true))
            #expect(report.articles <= articles + 1)
        }
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

/// A document that is made to do harm.
struct HostileFeed: Sendable, CustomTestStringConvertible {
    let name: String
    let format: ImportFormat
    let code: String
    let articles: Int
    let make: @Sendable () -> String

    var bytes: [UInt8] { Array(make().utf8) }
    var testDescription: String { name }

    private static let entry = """
        <item><title>Tin</title><link>https://a.example/1</link>\
        <pubDate>Sun, 01 Jun 2025 06:45:00 +0700</pubDate></item>
        """

    private static func rss(_ text: String) -> String {
        "<rss version=\"2.0\"><channel><title>Báo</title>\(text)</channel></rss>"
    }

    private static func feed(_ items: String) -> String {
        #"{"version":"https://jsonfeed.org/version/1.1","title":"Báo","items":[\#(items)]}"#
    }

    static let all = [
        HostileFeed(
            name: "elements nested a million deep", format: .rss, code: "import.invalid-xml",
            articles: 0,
            make: { rss("<item>" + String(repeating: "<a>", count: 1_000_000)) }),
        HostileFeed(
            name: "elements nested deeper than an entry may be", format: .rss,
            code: "import.too-large", articles: 1,
            make: {
                let inner =
                    String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)
                return rss("<item>\(inner)</item>\(entry)")
            }),
        HostileFeed(
            name: "an entry of nine megabytes", format: .rss, code: "import.too-large",
            articles: 1,
            make: {
                let text = String(repeating: "chữ <b>đậm</b> ", count: 500_000)
                return rss("<item><description>\(text)</description></item>\(entry)")
            }),
        HostileFeed(
            name: "no feed", format: .rss, code: "import.invalid-xml", articles: 0,
            make: { "<svg><item/></svg>" }),
        HostileFeed(
            name: "no XML", format: .atom, code: "import.invalid-xml", articles: 0,
            make: { "Chỉ là chữ" }),
        HostileFeed(
            name: "nothing", format: .atom, code: "import.truncated", articles: 0, make: { "" }),
        HostileFeed(
            name: "arrays nested a million deep", format: .jsonfeed, code: "import.truncated",
            articles: 0,
            make: { feed(String(repeating: "[", count: 1_000_000)) }),
        HostileFeed(
            name: "an item of nine megabytes", format: .jsonfeed, code: "import.too-large",
            articles: 1,
            make: {
                let text = String(repeating: "x", count: 9_000_000)
                let item = #"{"id":"a","title":"Tin","date_published":"2025-01-01T00:00:00Z"}"#
                return feed("{\"content_text\":\"\(text)\"},\(item)")
            }),
        HostileFeed(
            name: "a number for a document", format: .wordpress, code: "import.invalid-json",
            articles: 0, make: { "7" }),
        HostileFeed(
            name: "a remainder of another version", format: .jsonfeed, code: "content.invalid",
            articles: 0,
            make: { feed(#"{"id":"a","title":"b","_vnsync":{"v":2,"set":{}}}"#) }),
    ]
}
