import Foundation
import Testing
import VNModel
import VNStore

/// Stores of an application that has resolvers of its own.
@Suite("Stores with an application's resolvers") struct ResolverTests {
    private static let longest = ViewResolver("headline") { values in
        let best = values.map(\.value).max { left, right in
            let (one, other) = (left.canonicalText, right.canonicalText)
            return one.count == other.count ? one < other : one.count < other.count
        }
        return ViewResolver.Choice(best ?? .null, isConflict: false)
    }

    private static func set(_ name: String, _ resolver: ViewResolver = longest) -> ViewResolvers {
        do {
            return try ViewResolvers(name: name, [resolver])
        } catch {
            preconditionFailure("the set is one")
        }
    }

    /// A store in which some articles have two headlines; the later one is shorter.
    private func conflicted(_ seed: UInt64, articles: UInt64 = 1) async throws -> StoreFixture {
        let alice = try await StoreFixture(seed: seed)
        let bob = try await StoreFixture(seed: seed + 100, milliseconds: 1_770_000_100_000)
        for number in 1...articles {
            let id = StoreFixture.articleID(number)
            try await alice.store.post(alice.story(number, headline: "Bài", texts: ["Một"]))
            try await bob.receive(id, from: alice)
            try await alice.store.edit(id) { $0.headline = "Sóng biển rất dài" }
            try await bob.store.edit(id) { $0.headline = "Ngắn" }
            try await alice.receive(id, from: bob)
        }
        try await alice.store.updateSearchIndex()
        return alice
    }

    private func open(
        _ fixture: StoreFixture, _ resolvers: ViewResolvers, readOnly: Bool = false
    ) async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.environment = fixture.environment
        configuration.resolvers = resolvers
        return try await ContentStore.open(
            at: fixture.store.path, readOnly: readOnly, configuration: configuration)
    }

    private func titles(_ store: ContentStore) async throws -> Set<String> {
        Set(try await store.articles(ArticleQuery()).elements.map(\.headline))
    }

    private func stale(_ store: ContentStore) async throws -> Int64? {
        try await store.read { session in
            try session.first("SELECT count(*) FROM stale_view") { $0.integer(0) }
        }
    }

    @Test("opening with resolvers makes rows, conflicts, order and search anew")
    func opens() async throws {
        let fixture = try await conflicted(1)
        let id = StoreFixture.articleID(1)
        #expect(try await titles(fixture.store) == ["Ngắn"])
        #expect(try await fixture.store.conflictCount() == 1)
        let before = try #require(try await fixture.store.document(id))
        try await fixture.store.close()
        let store = try await open(fixture, Self.set("longest-1"))
        #expect(try await titles(store) == ["Sóng biển rất dài"])
        #expect(try await store.article(id)?.article.headline == "Sóng biển rất dài")
        #expect(try await store.conflictCount() == 0)
        #expect(try await store.conflicts(id).isEmpty)
        var query = ArticleQuery()
        query.text = "sóng biển"
        #expect(try await store.articles(query).elements.count == 1)
        // Nothing but the view is another one: registers, digests, places of registers.
        let after = try #require(try await store.document(id))
        #expect(after == before && after.digest == before.digest)
        #expect(try await store.verify(deep: true).ok)
        try await store.close()
        let plain = try await open(fixture, .none)
        #expect(try await titles(plain) == ["Ngắn"])
        #expect(try await plain.conflictCount() == 1)
        #expect(try await plain.verify(deep: true).ok)
    }

    @Test("the same name means the same set: rows are left alone")
    func sameName() async throws {
        let fixture = try await conflicted(2)
        try await fixture.store.close()
        let store = try await open(fixture, Self.set("a"))
        let seq = try await store.read { try $0.head().seq }
        try await store.close()
        let shortest = ViewResolver("headline") { values in
            let least = values.map(\.value).min { $0.canonicalText.count < $1.canonicalText.count }
            return ViewResolver.Choice(least ?? .null, isConflict: true)
        }
        let again = try await open(fixture, Self.set("a", shortest))
        #expect(try await again.read { try $0.head().seq } == seq)
        #expect(try await titles(again) == ["Sóng biển rất dài"])
        try await again.close()
        let other = try await open(fixture, Self.set("b", shortest))
        #expect(try await titles(other) == ["Ngắn"])
        #expect(try await other.conflictCount() == 1)
    }

    @Test("what is written and pulled is shown by them from then on")
    func writes() async throws {
        let fixture = try await conflicted(3)
        try await fixture.store.close()
        let store = try await open(fixture, Self.set("longest-1"))
        let id = StoreFixture.articleID(1)
        let carol = try await StoreFixture(seed: 33, milliseconds: 1_770_000_200_000)
        let document = try #require(try await store.document(id))
        _ = try await carol.store.write(.durable) { session in
            try session.save(document, over: nil, seq: try session.nextSeq())
        }
        try await carol.store.edit(id) { $0.headline = "Một dòng tin dài hơn mọi dòng khác" }
        let incoming = try #require(try await carol.store.document(id))
        try await store.edit(id) { $0.section = "doi-song" }
        #expect(try await titles(store) == ["Sóng biển rất dài"])
        _ = try await store.applyPage(
            [.document(incoming, seq: 1)], remote: "hub", cursor: "x", isComplete: true,
            rows: PreparedRows([.document(incoming, seq: 1)]))
        #expect(try await titles(store) == ["Một dòng tin dài hơn mọi dòng khác"])
        #expect(try await store.verify(deep: true).ok)
        #expect(try await stale(store) == 0)
    }

    @Test("a document that comes with its conflict is shown by them, whatever was prepared")
    func inserts() async throws {
        let fixture = try await conflicted(4)
        let document = try #require(
            try await fixture.store.document(StoreFixture.articleID(1)))
        var bare = Document(id: document.id, kind: document.kind)
        for field in document.fields { bare.set(field.path, field.register) }
        let item = FeedItem.document(bare, seq: 1)
        let other = try await StoreFixture(seed: 44)
        try await other.store.close()
        let store = try await open(other, Self.set("longest-1"))
        try await store.addRemote("hub", url: "http://hub.example/")
        _ = try await store.applyPage(
            [item], remote: "hub", cursor: "x", isComplete: true, rows: PreparedRows([item]))
        #expect(try await titles(store) == ["Sóng biển rất dài"])
        #expect(try await store.verify(deep: true).ok)
    }

    @Test("an opening that dies in the middle is taken up by the next one", arguments: 0...5)
    func killed(_ place: Int) async throws {
        let fixture = try await conflicted(5, articles: 5)
        try await fixture.store.close()
        // What an opening leaves that dies behind so many batches of one.
        var configuration = StoreConfiguration()
        configuration.environment = fixture.environment
        let plain = try await ContentStore.open(
            at: fixture.store.path, configuration: configuration)
        try await plain.write(.durable) { session in
            try session.run("INSERT INTO view_rule VALUES (1, 'longest-1')")
            try session.run("INSERT INTO stale_view SELECT DISTINCT kind, document FROM sibling")
            try session.run(
                """
                DELETE FROM stale_view WHERE document IN
                    (SELECT document FROM stale_view LIMIT ?)
                """,
                .integer(Int64(place)))
        }
        try await plain.close()
        let half = try await open(fixture, Self.set("longest-1"), readOnly: true)
        #expect(try await stale(half) == Int64(5 - place))
        if place == 0 { #expect(try await half.verify(deep: true).ok) }
        try await half.close()
        let store = try await open(fixture, Self.set("longest-1"))
        #expect(try await stale(store) == 0)
        let done = try await store.articles(ArticleQuery()).elements
            .filter { $0.headline == "Sóng biển rất dài" }
        #expect(done.count == 5 - place)
    }

    @Test("batches are bounded, and each takes its part of the list with it")
    func batches() async throws {
        let fixture = try await conflicted(6, articles: 5)
        try await fixture.store.write(.durable) { session in
            _ = try session.run(
                "INSERT INTO stale_view SELECT DISTINCT kind, document FROM sibling")
        }
        for left in [3, 1, 0] as [Int64] {
            let hasMore = try await fixture.store.write(.durable) {
                try $0.updateViews(limit: 2)
            }
            #expect(hasMore == (left > 0))
            #expect(try await stale(fixture.store) == left)
        }
    }

    @Test("what a program with other resolvers writes is made anew by who opens the store next")
    func mixed() async throws {
        let fixture = try await conflicted(7)
        let store = try await open(fixture, Self.set("longest-1"))
        #expect(try await titles(store) == ["Sóng biển rất dài"])
        // The first connection has none, and goes on.
        try await fixture.store.edit(StoreFixture.articleID(1)) { $0.section = "kinh-te" }
        #expect(try await stale(store) == 1)
        #expect(try await titles(store) == ["Ngắn"])
        #expect(try await store.verify(deep: true).ok)
        try await store.close()
        let again = try await open(fixture, Self.set("longest-1"))
        #expect(try await titles(again) == ["Sóng biển rất dài"])
        #expect(try await again.verify(deep: true).ok)
    }

    @Test("opened for reading only, rows stay as they are and whole documents follow the program")
    func readOnly() async throws {
        let fixture = try await conflicted(8)
        try await fixture.store.close()
        let store = try await open(fixture, Self.set("longest-1"), readOnly: true)
        #expect(try await titles(store) == ["Ngắn"])
        let entry = try #require(try await store.article(StoreFixture.articleID(1)))
        #expect(entry.article.headline == "Sóng biển rất dài")
        #expect(try await store.verify(deep: true).ok)
    }

    @Test("a resolver that is no pure function is found among the store's own conflicts")
    func checked() async throws {
        let fixture = try await conflicted(9)
        try await fixture.store.close()
        let first = ViewResolver("headline") { values in
            ViewResolver.Choice(values[0].value, isConflict: false)
        }
        let bad = try await open(fixture, Self.set("first-1", first))
        let error = await #expect(throws: StoreError.self) { try await bad.checkResolvers() }
        #expect(error?.code == .badResolver)
        #expect(
            error?.context == [StoreFixture.articleID(1).description, "headline"])
        try await bad.close()
        let good = try await open(fixture, Self.set("longest-1"))
        try await good.checkResolvers()
    }
}
