import Testing
import VNModel
import VNStore

@Suite("The index after bulks")
struct SearchSegmentTests {
    private func segments(_ store: ContentStore) async throws -> Int64 {
        try await store.read { session in
            try session.first("SELECT count(DISTINCT segid) FROM article_search_idx") {
                $0.integer(0)
            } ?? 0
        }
    }

    @Test("segments of bulks are merged by and by, and nothing is lost of them")
    func merged() async throws {
        let fixture = try await StoreFixture(seed: 31)
        var writer = Writer(7)
        for bulk in 0..<9 as Range<UInt64> {
            try await fixture.receive(
                (1...510 as ClosedRange<UInt64>).map { number in
                    writer.document(
                        fixture.story(
                            bulk * 1_000 + number, headline: "Tin số \(number)",
                            texts: ["Đợt \(bulk)"]))
                })
            try await fixture.store.updateSearchIndex()
        }
        #expect(try await segments(fixture.store) < 9)
        var request = SearchRequest("tin")
        request.limit = 1
        #expect(try await fixture.store.search(request).hits.count == 1)
        #expect(try await fixture.store.search(SearchRequest("\"đợt 3\"")).hits.count == 20)
        #expect(try await fixture.store.verify(deep: true).ok)
        // Later writes merge a little with each again.
        let automerge = try await fixture.store.read { session in
            try session.first("SELECT v FROM article_search_config WHERE k = 'automerge'") {
                $0.integer(0)
            }
        }
        #expect(automerge == 4)
    }

    @Test("a bulk that leaves more segments than a search should look into merges them all")
    func many() async throws {
        let fixture = try await StoreFixture(seed: 33)
        try await fixture.store.write(.repeatable) { session in
            for command in ["automerge", "crisismerge"] {
                try session.run(
                    "INSERT INTO article_search (article_search, rank) VALUES (?, ?)",
                    .text(command), .integer(Int64(command == "automerge" ? 0 : 512)))
            }
        }
        for number in 1...72 as ClosedRange<UInt64> {
            try await fixture.store.post(fixture.story(number, headline: "Tin", texts: ["Một"]))
            _ = try await fixture.store.search(SearchRequest("tin"))
        }
        let before = try await segments(fixture.store)
        #expect(before > 64)
        var writer = Writer(7)
        try await fixture.receive(
            (1...1_010 as ClosedRange<UInt64>).map { number in
                writer.document(
                    fixture.story(1_000 + number, headline: "Tin số \(number)", texts: ["Hai"]))
            })
        try await fixture.store.updateSearchIndex()
        #expect(try await segments(fixture.store) < 4)
        #expect(try await fixture.store.search(SearchRequest("\"số 1010\"")).hits.count == 1)
        #expect(try await fixture.store.verify(deep: true).ok)
    }

    @Test("how many documents there are is counted anew when that changed, and only then")
    func counts() async throws {
        let fixture = try await StoreFixture(seed: 34)
        let first = fixture.story(1, headline: "Tin một", texts: ["Một"])
        try await fixture.store.post(first)
        let request = SearchRequest("tin")
        #expect(try await fixture.store.search(request).total == 1)
        try await fixture.store.post(fixture.story(2, headline: "Tin hai", texts: ["Hai"]))
        #expect(try await fixture.store.search(request).total == 2)
        // Eviction takes documents without a place in the feed.
        try await fixture.store.write(.repeatable) { session in
            guard let stored = try session.stored(first.id) else { return }
            try session.remove(stored)
        }
        let results = try await fixture.store.search(request)
        #expect(results.total == 1 && results.indexed == 1)
    }

    @Test("a document that is indexed again has its new keys alone")
    func again() async throws {
        let fixture = try await StoreFixture(seed: 32)
        let first = fixture.story(1, headline: "Giá gạo", texts: ["Một"])
        try await fixture.store.post(first)
        try await fixture.store.post(fixture.story(2, headline: "Giá muối", texts: ["Hai"]))
        try await fixture.store.updateSearchIndex()
        try await fixture.store.edit(first.id) { $0.headline = "Giá thịt" }
        try await fixture.store.updateSearchIndex()
        #expect(try await fixture.store.search(SearchRequest("gạo")).hits.isEmpty)
        #expect(try await fixture.store.search(SearchRequest("thịt")).hits.map(\.id) == [first.id])
        #expect(try await fixture.store.verify(deep: true).ok)
    }
}
