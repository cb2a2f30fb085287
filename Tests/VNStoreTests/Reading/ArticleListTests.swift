import Testing
import VNModel
import VNRandom
import VNStore
import VNText

@Suite struct ArticleListTests {
    /// What the list must be, computed without the store's indexes.
    private static func expected(_ articles: [Article], _ query: ArticleQuery) -> [DocumentID] {
        let milliseconds = { (article: Article) in
            Timestamp(rfc3339: article.datePublished)?.milliseconds ?? 0
        }
        let admitted = articles.filter { article in
            (query.states.isEmpty || query.states.contains(article.status.rawValue))
                && (query.section.map { article.section == $0 } ?? true)
                && (query.publisher.map { article.publisher.name == $0 } ?? true)
                && (query.topic.map { article.topics.contains($0) } ?? true)
                && (query.since.map { milliseconds(article) >= $0 } ?? true)
                && (query.until.map { milliseconds(article) < $0 } ?? true)
        }
        return admitted.sorted { left, right in
            switch query.sort {
            case .date:
                (milliseconds(right), right.id) < (milliseconds(left), left.id)
            case .title:
                VietnameseOrder.sortKey(left.headline)
                    .lexicographicallyPrecedes(VietnameseOrder.sortKey(right.headline))
                    || left.headline == right.headline && left.id < right.id
            }
        }.map(\.id)
    }

    private static func articles(_ fixture: StoreFixture, seed: UInt64) -> [Article] {
        var generator = SplitMix64(seed: seed)
        let titles = ["Đà Nẵng", "Da cam", "Ấm áp", "an lành", "Bão về", "Ế ẩm", "Ý mới"]
        return (1...60 as ClosedRange<UInt64>).map { number in
            var article = fixture.story(
                number, headline: titles.randomElement(using: &generator) ?? "",
                published: "2026-03-0\(Int.random(in: 1...4, using: &generator))T08:00:00+07:00",
                section: ["kinh-te", "the-thao", nil].randomElement(using: &generator) ?? nil,
                topics: ["gao", "mua-lu", "bao"].filter { _ in
                    Bool.random(using: &generator)
                }, publisher: ["Báo Thử", "Tin Mới"].randomElement(using: &generator) ?? "")
            article.status = ArticleStatus.allCases.randomElement(using: &generator) ?? .usable
            return article
        }
    }

    private static func queries(seed: UInt64) -> [ArticleQuery] {
        var generator = SplitMix64(seed: seed)
        return (0..<40).map { _ in
            var query = ArticleQuery()
            query.sort = Bool.random(using: &generator) ? .date : .title
            query.limit = Int.random(in: 1...7, using: &generator)
            if Bool.random(using: &generator) { query.section = "kinh-te" }
            if Bool.random(using: &generator) { query.publisher = "Tin Mới" }
            if Bool.random(using: &generator) { query.topic = "gao" }
            if Bool.random(using: &generator) {
                query.since = Timestamp(rfc3339: "2026-03-02T08:00:00+07:00")?.milliseconds
            }
            if Bool.random(using: &generator) {
                query.until = Timestamp(rfc3339: "2026-03-04T08:00:00+07:00")?.milliseconds
            }
            if Bool.random(using: &generator) { query.states = ["draft", "usable"] }
            if query.section == nil, query.topic == nil { query.states = [] }
            return query
        }
    }

    @Test("pages of any query give each admitted article once, in order", arguments: [1, 2])
    func pages(seed: UInt64) async throws {
        let fixture = try await StoreFixture(seed: seed)
        let articles = Self.articles(fixture, seed: seed)
        try await fixture.store.write { transaction in
            for article in articles { _ = try transaction.put(article) }
        }
        for query in Self.queries(seed: seed) {
            var found: [DocumentID] = []
            var page = query
            repeat {
                let answer = try await fixture.store.articles(page)
                #expect(answer.elements.count <= query.limit)
                #expect(answer.next == nil || answer.elements.count == query.limit)
                found += answer.elements.map(\.id)
                page.after = answer.next
            } while page.after != nil && found.count <= articles.count
            #expect(found == Self.expected(articles, query), "\(query)")
        }
    }

    @Test("the default list and the list of a section come from an index, in its order")
    func plans() async throws {
        let fixture = try await StoreFixture(seed: 3)
        var query = ArticleQuery()
        for after in [nil, "d.1770000000000.01900000-0000-7000-8000-000000000001"] {
            query.after = after
            let plan = try await fixture.plan(try query.statement(match: nil, limit: 20))
            let bound = after == nil ? "SCAN article" : "SEARCH article"
            #expect(plan.hasPrefix("\(bound) USING INDEX article_published"), "\(plan)")
            #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
        }
        query.section = "kinh-te"
        query.isUnread = true
        let section = try await fixture.plan(try query.statement(match: nil, limit: 20))
        #expect(section.contains("article_section (section=? AND"), "\(section)")
        #expect(!section.contains("TEMP B-TREE"), "\(section)")
        query = ArticleQuery()
        query.hasConflicts = true
        query.states = []
        let conflicts = try await fixture.plan(try query.statement(match: nil, limit: 20))
        #expect(conflicts.contains("article_conflicts"), "\(conflicts)")
    }

    @Test("a summary tells comments, marks, conflicts and what is pending")
    func summary() async throws {
        let fixture = try await StoreFixture(seed: 4)
        let store = fixture.store
        let article = fixture.story(1, headline: "Chợ nổi", section: "doi-song")
        try await store.post(article)
        for number in 1...3 as ClosedRange<UInt64> {
            try await store.post(fixture.remark(number, on: article))
        }
        try await store.moderate(StoreFixture.commentID(1), Moderation(status: .approved))
        try await store.moderate(StoreFixture.commentID(2), Moderation(status: .spam))
        var writer = Writer(7)
        try await fixture.receive([
            writer.document(fixture.story(2, headline: "Từ nơi khác"))
        ])
        try await store.mark([article.id], starred: true)
        let page = try await store.articles(ArticleQuery())
        #expect(page.next == nil)
        let (theirs, ours) = (page.elements[0], page.elements[1])
        #expect(ours.headline == "Chợ nổi" && ours.section == "doi-song")
        #expect(ours.publisher == "Báo Thử" && ours.publisherID == "bao-thu")
        #expect(ours.datePublished == article.datePublished && ours.state == "usable")
        #expect(ours.comments == 1 && ours.conflicts == 0)
        #expect(ours.isStarred && ours.isUnread && ours.hasPending)
        #expect(!theirs.hasPending && !theirs.isStarred)
        var query = ArticleQuery()
        query.isStarred = true
        #expect(try await store.articles(query).elements.map(\.id) == [article.id])
        try await store.mark([article.id], read: true)
        query = ArticleQuery()
        query.isUnread = true
        #expect(try await store.articles(query).elements.map(\.id) == [theirs.id])
    }

    @Test("a list by text finds marked words, and words without marks if those find nothing")
    func text() async throws {
        let fixture = try await StoreFixture(seed: 5)
        for (number, headline) in [(1, "Lúa mùa"), (2, "Lụa tơ tằm"), (3, "Lùa vịt")] {
            try await fixture.store.post(fixture.story(UInt64(number), headline: headline))
        }
        func found(_ text: String) async throws -> Set<String> {
            var query = ArticleQuery()
            query.text = text
            query.limit = 1
            var found: [String] = []
            repeat {
                let page = try await fixture.store.articles(query)
                found += page.elements.map(\.headline)
                query.after = page.next
            } while query.after != nil
            #expect(Set(found).count == found.count)
            return Set(found)
        }
        #expect(try await found("lúa") == ["Lúa mùa"])
        #expect(try await found("lua") == ["Lúa mùa", "Lụa tơ tằm", "Lùa vịt"])
        #expect(try await found("lũa") == ["Lúa mùa", "Lụa tơ tằm", "Lùa vịt"])
        #expect(try await found("…").isEmpty)
    }

    @Test(
        "a cursor that this query did not give is refused",
        arguments: [
            "", "x", "d.1", "d.1.zz", "d.01.01900000-0000-7000-8000-000000000001",
            "t.00.01900000-0000-7000-8000-000000000001", "d.1.1.1",
            "d.1.01900000-0000-7000-8000-00000000000A",
        ])
    func cursors(cursor: String) async throws {
        let fixture = try await StoreFixture(seed: 6)
        var query = ArticleQuery()
        query.after = cursor
        await #expect { try await fixture.store.articles(query) } throws: {
            ($0 as? StoreError)?.code == .invalidRequest
        }
        query = ArticleQuery()
        query.limit = 0
        await #expect { try await fixture.store.articles(query) } throws: {
            ($0 as? StoreError)?.code == .invalidRequest
        }
    }

    @Test("what comes and goes between two pages neither repeats nor hides the others")
    func comingAndGoing() async throws {
        let fixture = try await StoreFixture(seed: 7)
        for number in 1...9 as ClosedRange<UInt64> {
            try await fixture.store.post(
                fixture.story(
                    number, headline: "Bài \(number)",
                    published: "2026-03-0\(number)T08:00:00+07:00"))
        }
        var query = ArticleQuery()
        query.limit = 3
        let first = try await fixture.store.articles(query)
        #expect(first.elements.map(\.headline) == ["Bài 9", "Bài 8", "Bài 7"])
        try await fixture.store.post(
            fixture.story(20, headline: "Mới", published: "2026-03-20T08:00:00+07:00"))
        try await fixture.store.delete(StoreFixture.articleID(7))
        try await fixture.store.delete(StoreFixture.articleID(5))
        query.after = first.next
        let second = try await fixture.store.articles(query)
        #expect(second.elements.map(\.headline) == ["Bài 6", "Bài 4", "Bài 3"])
    }
}
