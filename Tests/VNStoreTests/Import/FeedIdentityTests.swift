import Foundation
import Testing
import VNModel
import VNStore

@Suite("Entries that change their address")
final class FeedIdentityTests {
    private let folder: ImportFolder

    init() throws { folder = try ImportFolder() }

    private func item(
        _ address: String, _ guid: String, title: String = "Cầu mới", minute: Int = 30
    ) -> String {
        """
        <item><title>\(title)</title><link>https://vamxang.example/\(address)</link>
        <guid isPermaLink="false">\(guid)</guid><description>Một câu.</description>
        <pubDate>Tue, 11 Feb 2025 06:\(minute):00 +0700</pubDate></item>
        """
    }

    private func feed(_ items: String..., paper: String = "Báo Vàm Xáng") -> [UInt8] {
        let text = """
            <rss version="2.0"><channel><title>\(paper)</title>\(items.joined())</channel></rss>
            """
        return Array(text.utf8)
    }

    private func take(_ bytes: [UInt8], _ store: ContentStore) async throws -> ImportReport {
        try await store.importDocuments(from: .bytes(bytes, name: "feed"))
    }

    @Test("an entry whose feed calls it the same is the same article under its new address")
    func moved() async throws {
        let store = try await folder.store()
        let first = try await take(feed(item("cau-moi", "vx-1")), store)
        let second = try await take(
            feed(item("cau-moi-thong-xe", "vx-1", title: "Cầu mới thông xe")), store)
        #expect((first.created, second.created, second.changed) == (1, 0, 1))
        #expect(second.documents == first.documents)
        let id = try #require(first.documents.first)
        let article = try #require(try await store.importedArticle(id))
        #expect(article.headline == "Cầu mới thông xe")
        #expect(article.url == "https://vamxang.example/cau-moi-thong-xe")
        let third = try await take(
            feed(item("cau-moi-thong-xe", "vx-1", title: "Cầu mới thông xe")), store)
        #expect((third.unchanged, third.changed, third.created) == (1, 0, 0))
    }

    @Test("of two addresses of one entry in one feed the first counts, again and again")
    func twice() async throws {
        let store = try await folder.store()
        let bytes = feed(item("moi", "vx-1", title: "Mới"), item("cu", "vx-1", title: "Cũ"))
        for _ in 0..<3 {
            let report = try await take(bytes, store)
            #expect((report.articles, report.failedCount) == (2, 0))
            #expect(Set(report.documents).count == 1)
            let article = try #require(try await store.importedArticle(report.documents[0]))
            #expect(article.headline == "Mới")
            #expect(article.url == "https://vamxang.example/moi")
        }
        #expect(try await take(bytes, store).changed == 0)
    }

    @Test("another paper, moment or id of the feed makes another article")
    func others() async throws {
        let store = try await folder.store()
        let first = try await take(feed(item("a", "vx-1")), store)
        #expect(first.created == 1)
        #expect(try await take(feed(item("b", "vx-2")), store).created == 1)
        #expect(try await take(feed(item("c", "vx-1"), paper: "Báo Bờ Đông"), store).created == 1)
        #expect(try await take(feed(item("d", "vx-1", minute: 31)), store).created == 1)
    }

    @Test("in a folder of feeds the later file moves what the one before had")
    func files() async throws {
        let store = try await folder.store()
        _ = try folder.file("feeds/1.xml", feed(item("cu", "vx-1", title: "Cũ")))
        _ = try folder.file("feeds/2.xml", feed(item("moi", "vx-1", title: "Mới")))
        let report = try await store.importDocuments(from: .directory("\(folder.path)/feeds"))
        #expect((report.created, report.changed) == (1, 1))
        let article = try #require(try await store.importedArticle(report.documents[0]))
        #expect(article.url == "https://vamxang.example/moi")
    }

    private func atom(_ address: String) -> [UInt8] {
        let times = "<published>2025-02-11T06:30:00Z</published>"
        let text = """
            <feed xmlns="http://www.w3.org/2005/Atom"
              xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Báo Vàm Xáng</title>
            <entry><id>tag:c1</id><title>Trả lời</title><author><name>Tư Lành</name></author>
            \(times)<thr:in-reply-to ref="tag:a1" href="https://vamxang.example/\(address)"/>
            <content>Hay quá.</content></entry>
            <entry><id>tag:a1</id><title>Đèn lồng</title>\(times)
            <link href="https://vamxang.example/\(address)"/><content>Lá dừa.</content></entry>
            </feed>
            """
        return Array(text.utf8)
    }

    @Test("comments stay with an article that changed its address")
    func comments() async throws {
        let store = try await folder.store()
        let first = try await take(atom("den"), store)
        #expect((first.articles, first.comments, first.failedCount) == (1, 1, 0))
        let second = try await take(atom("den-long"), store)
        #expect(second.failed == [])
        #expect((second.created, second.changed, second.unchanged) == (0, 1, 1))
        let third = try await take(atom("den-long"), store)
        #expect((third.created, third.changed, third.unchanged) == (0, 0, 2))
    }

    @Test("a dry run counts as the import does")
    func dryRun() async throws {
        let store = try await folder.store()
        _ = try await take(atom("den"), store)
        let dry = try await store.importDocuments(
            from: .bytes(atom("den-long"), name: "feed"),
            options: ImportOptions(isDryRun: true))
        #expect((dry.created, dry.changed, dry.unchanged) == (0, 1, 1))
    }
}
