import Testing
import VNModel
import VNStore

@Suite struct EntryTests {
    @Test("an article is answered with all that the store knows of it")
    func article() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let store = fixture.store
        let article = fixture.story(1, headline: "Mùa nước nổi")
        try await store.post(article)
        try await store.post(fixture.remark(1, on: article))
        try await store.moderate(StoreFixture.commentID(1), Moderation(status: .approved))
        try await store.mark([article.id], read: true)
        let entry = try #require(try await store.article(article.id))
        #expect(entry.article.headline == "Mùa nước nổi" && entry.article.body.count == 1)
        #expect(entry.isRead && !entry.isStarred && entry.hasPending && !entry.isDeleted)
        #expect(entry.commentCount == 1 && entry.conflicts.isEmpty)
        let replica = try await store.statistics().replica
        #expect(entry.vector == VersionVector(Dot(replica, 1)))
        try await store.delete(article.id, by: "Bình")
        let deleted = try #require(try await store.article(article.id))
        #expect(deleted.isDeleted && deleted.deletionMark?.by == "Bình")
        #expect(try await store.article(StoreFixture.commentID(1)) == nil)
        #expect(try await store.article(StoreFixture.articleID(2)) == nil)
    }

    @Test("a comment is answered with its vector, and without text once it is deleted")
    func comment() async throws {
        let fixture = try await StoreFixture(seed: 2)
        let article = fixture.story(1, headline: "Bài")
        try await fixture.store.post(article)
        try await fixture.store.post(fixture.remark(1, on: article))
        let id = StoreFixture.commentID(1)
        let entry = try #require(try await fixture.store.comment(id))
        #expect(entry.comment.text == "Ý kiến 1" && entry.hasPending)
        #expect(entry.vector.entries.map(\.counter) == [2])
        try await fixture.store.delete(id)
        let deleted = try #require(try await fixture.store.comment(id))
        #expect(deleted.comment.text.isEmpty && deleted.comment.isDeleted)
        #expect(try await fixture.store.comment(article.id) == nil)
    }

    @Test("marks keep their first time, go when both are taken back, and make nothing pending")
    func marks() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let article = fixture.story(1, headline: "Bài")
        try await fixture.store.post(article)
        let before = try await fixture.store.statistics()
        func rows() async throws -> [String] {
            try await fixture.store.read { session in
                try session.all("SELECT read_ms || '/' || ifnull(starred_ms, '-') FROM reading") {
                    $0.text(0) ?? ""
                }
            }
        }
        try await fixture.store.mark([article.id], read: true)
        let first = try await rows()
        fixture.environment.advance(by: 5000)
        try await fixture.store.mark([article.id, article.id], read: true, starred: false)
        #expect(try await rows() == first && first.count == 1)
        try await fixture.store.mark([article.id])
        #expect(try await rows() == first)
        try await fixture.store.mark([article.id], read: false)
        #expect(try await rows().isEmpty)
        #expect(try await fixture.store.statistics() == before)
        await #expect {
            try await fixture.store.mark([article.id, StoreFixture.articleID(9)], read: true)
        } throws: { ($0 as? StoreError)?.code == .noSuchDocument }
        #expect(try await rows().isEmpty)
    }

    @Test("facets count what readers may see")
    func facets() async throws {
        let fixture = try await StoreFixture(seed: 4)
        let sections = ["kinh-te", "kinh-te", "the-thao", nil]
        for (index, section) in sections.enumerated() {
            try await fixture.store.post(
                fixture.story(
                    UInt64(index + 1), headline: "Bài \(index)", section: section,
                    topics: index == 1 ? [] : ["gao", "t\(index)"],
                    publisher: index < 3 ? "Báo Thử" : "Tin Mới"))
        }
        var draft = fixture.story(9, headline: "Nháp", section: "nhap", topics: ["nhap"])
        draft.status = .draft
        try await fixture.store.post(draft)
        #expect(
            try await fixture.store.sections().map { "\($0.name) \($0.articles)" } == [
                "kinh-te 2", "the-thao 1",
            ])
        #expect(
            try await fixture.store.topics().map { "\($0.id) \($0.articles)" } == [
                "gao 3", "t0 1", "t2 1", "t3 1",
            ])
        #expect(
            try await fixture.store.publishers().map { "\($0.id) \($0.name) \($0.articles)" }
                == ["bao-thu Báo Thử 3", "tin-moi Tin Mới 1"])
    }

    @Test("statistics and replicas tell what the store holds and whose writes it has seen")
    func statistics() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let article = fixture.story(1, headline: "Bài")
        try await fixture.store.post(article)
        try await fixture.store.post(fixture.remark(1, on: article))
        var writer = Writer(7)
        var theirs = writer.document(fixture.story(2, headline: "Khác"))
        writer.write([("summary", .string("Tóm"))], to: &theirs)
        try await fixture.receive([theirs])
        let statistics = try await fixture.store.statistics()
        #expect(statistics.articles == 2 && statistics.comments == 1)
        #expect(statistics.pending == 2 && statistics.refused == 0 && statistics.conflicts == 0)
        #expect(statistics.schema == 3 && statistics.bytes > 4096 && statistics.name == nil)
        #expect(
            statistics.clock
                == VersionVector([(statistics.replica, 2 as UInt64), (writer.replica, 2 as UInt64)])
        )
        let replicas = try await fixture.store.replicas()
        #expect(replicas.map(\.id) == [statistics.replica, writer.replica])
        #expect(replicas.map(\.isOwn) == [true, false])
        #expect(replicas.map(\.isCurrent) == [true, false])
        #expect(replicas.map(\.counter) == [2, 2])
    }
}
