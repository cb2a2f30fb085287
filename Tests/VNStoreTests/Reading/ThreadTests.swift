import Testing
import VNModel
import VNRandom
import VNStore

@Suite struct ThreadTests {
    /// The thread as text: numbers of the comments with a dot a level, placeholders in brackets.
    private static func outline(_ thread: [ThreadedComment]) -> [String] {
        thread.map { place in
            let number = place.comment.id.low & 0xFFFF
            let dots = String(repeating: ".", count: place.depth)
            return place.isPlaceholder ? "\(dots)[\(number)]" : "\(dots)\(number)"
        }
    }

    /// Takes in comments with these parents, written elsewhere a minute apart.
    private static func receive(
        _ parents: [(number: UInt64, parent: UInt64?)], _ fixture: StoreFixture
    ) async throws -> Article {
        let article = fixture.story(1, headline: "Bài")
        var writer = Writer(7)
        try await fixture.receive(
            [writer.document(article)]
                + parents.enumerated().map { index, comment in
                    writer.document(
                        fixture.remark(
                            comment.number, on: article, replyTo: comment.parent, minute: index))
                })
        return article
    }

    @Test("replies stand below what they answer, oldest first")
    func order() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let article = try await Self.receive(
            [(1, nil), (2, nil), (3, 1), (4, 2), (5, 3), (6, 1)], fixture)
        let thread = try await fixture.store.thread(of: article.id)
        #expect(Self.outline(thread) == ["1", ".3", "..5", ".6", "2", ".4"])
        #expect(thread.allSatisfy { !$0.hasPending })
        #expect(thread[0].comment.text == "Ý kiến 1")
        #expect(try await fixture.store.thread(of: StoreFixture.articleID(2)).isEmpty)
    }

    @Test("a parent that is not here stands as a placeholder at the time of its first reply")
    func missingParent() async throws {
        let fixture = try await StoreFixture(seed: 2)
        let article = try await Self.receive([(1, nil), (2, 99), (3, nil), (4, 99)], fixture)
        let thread = try await fixture.store.thread(of: article.id)
        #expect(Self.outline(thread) == ["1", "[99]", ".2", ".4", "3"])
        #expect(thread[1].comment.text.isEmpty && thread[1].comment.articleID == article.id)
    }

    @Test("a deleted or refused comment holds the place above its replies and shows nothing")
    func hidden() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let store = fixture.store
        let article = try await Self.receive(
            [(1, nil), (2, 1), (3, 2), (4, nil), (5, 4), (6, 5), (7, nil)], fixture)
        try await store.delete(StoreFixture.commentID(2))
        try await store.delete(StoreFixture.commentID(6))
        try await store.moderate(StoreFixture.commentID(5), Moderation(status: .spam))
        try await store.moderate(StoreFixture.commentID(7), Moderation(status: .rejected))
        let thread = try await store.thread(of: article.id)
        #expect(Self.outline(thread) == ["1", ".[2]", "..3", "4"])
        #expect(thread[1].comment.text.isEmpty && thread[1].comment.author.name.isEmpty)
        #expect(thread[1].comment.isDeleted && thread[1].hasPending)
        let all = try await store.thread(
            of: article.id, states: [.approved, .pending, .spam, .rejected])
        #expect(Self.outline(all) == ["1", ".[2]", "..3", "4", ".5", "7"])
    }

    @Test("what is deeper than the limit stands at the limit, in order")
    func flattened() async throws {
        let fixture = try await StoreFixture(seed: 4)
        let article = try await Self.receive(
            [(1, nil), (2, 1), (3, 2), (4, 3), (5, 4), (6, 2)], fixture)
        let thread = try await fixture.store.thread(of: article.id, depthLimit: 2)
        #expect(Self.outline(thread) == ["1", ".2", "..3", "..4", "..5", "..6"])
        let flat = try await fixture.store.thread(of: article.id, depthLimit: 0)
        #expect(Self.outline(flat) == ["1", "2", "3", "4", "5", "6"])
        await #expect(throws: StoreError.self) {
            try await fixture.store.thread(of: article.id, depthLimit: -1)
        }
    }

    @Test("comments whose parents form a cycle are all shown, once each")
    func cycle() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let article = try await Self.receive(
            [(1, nil), (2, 4), (3, 2), (4, 3), (5, 5), (6, 3)], fixture)
        let thread = try await fixture.store.thread(of: article.id)
        #expect(Self.outline(thread) == ["1", "2", ".3", "..4", "..6", "5"])
    }

    @Test("a parent under another article counts as not here")
    func otherArticle() async throws {
        let fixture = try await StoreFixture(seed: 6)
        let article = try await Self.receive([(1, nil)], fixture)
        let other = fixture.story(2, headline: "Khác")
        var writer = Writer(8)
        try await fixture.receive([
            writer.document(other), writer.document(fixture.remark(2, on: other, replyTo: 1)),
        ])
        let thread = try await fixture.store.thread(of: other.id)
        #expect(Self.outline(thread) == ["[1]", ".2"])
        #expect(thread[0].comment.text.isEmpty)
        #expect(Self.outline(try await fixture.store.thread(of: article.id)) == ["1"])
    }

    @Test("no comment is lost and none stands twice, whatever the parents", arguments: 1...6)
    func anyParents(seed: UInt64) async throws {
        let fixture = try await StoreFixture(seed: seed)
        var generator = SplitMix64(seed: seed)
        let numbers = 1...40 as ClosedRange<UInt64>
        let parents = numbers.map { number in
            (
                number: number,
                parent: Bool.random(using: &generator)
                    ? UInt64.random(in: 1...45, using: &generator) : nil
            )
        }
        let article = try await Self.receive(parents, fixture)
        let thread = try await fixture.store.thread(
            of: article.id, depthLimit: Int.random(in: 0...5, using: &generator))
        let shown = thread.filter { !$0.isPlaceholder }.map { $0.comment.id.low & 0xFFFF }
        #expect(shown.sorted() == Array(numbers), "seed \(seed)")
        #expect(Set(thread.map(\.comment.id)).count == thread.count, "seed \(seed)")
    }

    @Test("the queue of a moderator comes oldest first from its index, by pages")
    func queue() async throws {
        let fixture = try await StoreFixture(seed: 8)
        let article = try await Self.receive(
            (1...9 as ClosedRange<UInt64>).map { ($0, nil) }, fixture)
        for number in [2, 5] as [UInt64] {
            try await fixture.store.moderate(
                StoreFixture.commentID(number), Moderation(status: .approved))
        }
        var query = CommentQuery(state: .pending)
        query.limit = 3
        var found: [UInt64] = []
        repeat {
            let page = try await fixture.store.comments(query)
            found += page.elements.map { $0.comment.id.low & 0xFFFF }
            query.after = page.next
        } while query.after != nil
        #expect(found == [1, 3, 4, 6, 7, 8, 9])
        let approved = try await fixture.store.comments(
            CommentQuery(state: .approved, article: article.id))
        #expect(approved.elements.map(\.hasPending) == [true, true])
        query.after = "t..\(article.id)"
        await #expect(throws: StoreError.self) { try await fixture.store.comments(query) }
        let plan = try await fixture.plan(
            try CommentQuery(state: .pending).statement(limit: 20))
        #expect(plan.contains("comment_queue"), "\(plan)")
        let ofArticle = try await fixture.plan(
            try CommentQuery(article: article.id).statement(limit: 20))
        #expect(ofArticle.contains("comment_thread"), "\(ofArticle)")
        #expect(!ofArticle.contains("TEMP B-TREE"), "\(ofArticle)")
    }
}
