import Foundation
import Testing
import VNModel
import VNRandom
import VNStore
import VNText

@Suite struct SearchTests {
    /// Documents and queries of a file of cases.
    private struct Cases {
        let documents: [JSONValue]
        let cases: [JSONValue]

        init?(_ file: URL) throws {
            guard let data = try? Data(contentsOf: file) else { return nil }
            let json = try JSONValue(parsing: Array(data))
            documents = json["documents"]?.array ?? []
            cases = json["cases"]?.array ?? []
        }
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func check(_ cases: Cases, _ fixture: StoreFixture) async throws {
        for document in cases.documents {
            let number = UInt64(document["id"]?.integer ?? 0)
            try await fixture.store.post(
                fixture.story(
                    number, headline: TextNormalization.nfc(document["headline"]?.string ?? ""),
                    texts: [TextNormalization.nfc(document["body"]?.string ?? "")]))
        }
        for item in cases.cases {
            let text = item["query"]?.string ?? ""
            var request = SearchRequest(text)
            request.limit = cases.documents.count
            let results = try await fixture.store.search(request)
            let found = Set(results.hits.map { Int64($0.id.low & 0xFFFF) })
            let must = Set(item["must"]?.array?.compactMap(\.integer) ?? [])
            let mustNot = Set(item["mustNot"]?.array?.compactMap(\.integer) ?? [])
            // The cases are about what the words typed find; a relaxed answer says that this was
            // nothing.
            let asTyped = results.isRelaxed ? [] : found
            #expect(must.isSubset(of: asTyped), "\(text): \(found)")
            #expect(mustNot.isDisjoint(with: asTyped), "\(text): \(found)")
            for hit in results.hits {
                #expect(!hit.highlights.isEmpty, "\(text) in \(hit.headline)")
            }
        }
        #expect(try await fixture.store.verify(deep: true).ok)
    }

    @Test("our cases find and do not find what they must")
    func fixtures() async throws {
        let file = Self.root.appendingPathComponent("Fixtures/search-cases.json")
        let cases = try #require(try Cases(file))
        #expect(cases.cases.count > 50)
        try await Self.check(cases, try await StoreFixture(seed: 1))
    }

    /// The cases that lie beside the checkout, or beside a folder that it is in.
    private static let sharedFile: URL? = {
        var folder = root
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let file = folder.appendingPathComponent("shared/content/search-cases.json")
            if FileManager.default.fileExists(atPath: file.path) { return file }
        }
        return nil
    }()

    @Test(
        "the shared cases find and do not find what they must",
        .enabled(if: sharedFile != nil, "they are not at hand"))
    func shared() async throws {
        let cases = try #require(try Self.sharedFile.flatMap { try Cases($0) })
        #expect(cases.cases.count > 40)
        try await Self.check(cases, try await StoreFixture(seed: 2))
    }

    @Test("a hit in the headline comes before one in the lead, and that before one in the body")
    func weights() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let other = "Một câu khác hẳn"
        for (number, texts) in [
            (1, (other, other, "bưởi")), (2, ("bưởi", other, other)), (3, (other, "bưởi", other)),
        ] as [(UInt64, (String, String, String))] {
            var article = fixture.story(number, headline: texts.0, texts: [texts.2])
            article.summary = texts.1
            try await fixture.store.post(article)
        }
        let hits = try await fixture.store.search(SearchRequest("bưởi")).hits
        #expect(hits.map { $0.id.low & 0xFFFF } == [2, 3, 1])
        #expect(hits[0].score > hits[1].score && hits[1].score > hits[2].score)
        #expect(hits.map { $0.highlights.map(\.field) } == [["headline"], ["summary"], ["body"]])
    }

    @Test("of equally good hits the newest come first, also where the limit cuts")
    func recency() async throws {
        let fixture = try await StoreFixture(seed: 4)
        var generator = SplitMix64(seed: 4)
        for day in (1...28 as ClosedRange<UInt64>).shuffled(using: &generator) {
            try await fixture.store.post(
                fixture.story(
                    day, headline: "Giá gạo",
                    published: "2026-03-\(day < 10 ? "0" : "")\(day)T08:00:00+07:00"))
        }
        var request = SearchRequest("gạo")
        request.limit = 5
        let hits = try await fixture.store.search(request).hits
        #expect(hits.map { $0.id.low & 0xFFFF } == [28, 27, 26, 25, 24])
    }

    @Test("of very many matches the last ones are ranked, and older ones by their headline")
    func common() async throws {
        let fixture = try await StoreFixture(seed: 11)
        var writer = Writer(7)
        try await fixture.receive(
            (1...1_300 as ClosedRange<UInt64>).map { number in
                let isTitle = number == 3 || number == 1_200
                return writer.document(
                    fixture.story(
                        number, headline: isTitle ? "Chợ quê" : "Bài \(number)",
                        section: number < 200 ? "doi-song" : nil, texts: ["Chợ quê"]))
            })
        try await fixture.store.updateSearchIndex()
        var request = SearchRequest("chợ quê")
        request.limit = 200
        let hits = try await fixture.store.search(request).hits
        #expect(Set(hits.prefix(2).map { $0.id.low & 0xFFFF }) == [3, 1_200])
        #expect(hits.count == 200)
        #expect(hits.dropFirst(2).allSatisfy { $0.id.low & 0xFFFF > 300 })
        request.section = "doi-song"
        #expect(try await fixture.store.search(request).hits.count == 199)
    }

    @Test("pages by relevance join without a gap or a repetition")
    func pages() async throws {
        let fixture = try await StoreFixture(seed: 12)
        for number in 1...30 as ClosedRange<UInt64> {
            // Three ranks, ten articles of each, ties within.
            let place = number % 3
            try await fixture.store.post(
                fixture.story(
                    number, headline: place == 0 ? "Mùa sen" : "Bài \(number % 10)",
                    texts: [place == 1 ? "Sen nở trong đầm sen" : "Đầm sen"]))
        }
        var request = SearchRequest("sen")
        request.limit = 200
        let whole = try await fixture.store.search(request)
        #expect(whole.hits.count == 30 && whole.next == nil)
        request.limit = 7
        var ids: [DocumentID] = []
        var pages = 0
        repeat {
            let page = try await fixture.store.search(request)
            ids += page.hits.map(\.id)
            request.after = page.next
            pages += 1
        } while request.after != nil
        #expect(pages == 5 && ids == whole.hits.map(\.id))
        for cursor in ["", "x", "s.1.2", "s.7ff0000000000000.1.\(ids[0])", "q.1.1.\(ids[0])"] {
            request.after = cursor
            await #expect(throws: StoreError.self) { try await fixture.store.search(request) }
        }
    }

    @Test("pages of a relaxed search stay relaxed")
    func relaxedPages() async throws {
        let fixture = try await StoreFixture(seed: 13)
        for number in 1...5 as ClosedRange<UInt64> {
            try await fixture.store.post(fixture.story(number, headline: "Sắc màu \(number)"))
        }
        var request = SearchRequest("mầu")
        request.limit = 3
        let first = try await fixture.store.search(request)
        #expect(first.isRelaxed && first.hits.count == 3)
        request.after = first.next
        let second = try await fixture.store.search(request)
        #expect(second.isRelaxed && second.hits.count == 2 && second.next == nil)
    }

    @Test("highlights give the words of the original text, an excerpt of a long one")
    func highlights() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let filler = String(repeating: "Chuyện kể về một dòng sông êm đềm. ", count: 30)
        let text = filler + "Bà con hái Bưởi hồng và bưởi da xanh. " + filler
        try await fixture.store.post(
            fixture.story(1, headline: "Mùa bưởi, mùa quýt", texts: ["Bưởi", text]))
        let hit = try #require(try await fixture.store.search(SearchRequest("BƯỞI")).hits.first)
        func words(_ highlight: Highlight) -> [String] {
            let bytes = Array(highlight.text.utf8)
            return highlight.ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
        }
        #expect(hit.highlights.map(\.field) == ["headline", "body"])
        #expect(hit.highlights[0].text == "Mùa bưởi, mùa quýt")
        #expect(words(hit.highlights[0]) == ["bưởi"])
        let body = hit.highlights[1]
        #expect(words(body) == ["Bưởi", "bưởi"])
        #expect(body.text.hasPrefix("…") && body.text.hasSuffix("…"))
        #expect(body.text.utf8.count < 340)
        #expect(text.contains(body.text.dropFirst().dropLast()))
    }

    @Test("words with marks that find nothing are searched without them, and the answer says so")
    func relaxed() async throws {
        let fixture = try await StoreFixture(seed: 6)
        try await fixture.store.post(fixture.story(1, headline: "Sắc màu phố cổ"))
        var request = SearchRequest("sắc mầu")
        let relaxed = try await fixture.store.search(request)
        #expect(relaxed.isRelaxed && relaxed.hits.count == 1)
        #expect(relaxed.hits.first?.highlights.first?.ranges.count == 2)
        request.match = .exact
        #expect(try await fixture.store.search(request).hits.isEmpty)
        request.match = .fold
        let folded = try await fixture.store.search(request)
        #expect(!folded.isRelaxed && folded.hits.count == 1)
        request = SearchRequest("không đâu")
        #expect(try await fixture.store.search(request).isRelaxed == false)
        #expect(try await fixture.store.search(SearchRequest("\" (*")).hits.isEmpty)
        request.limit = 0
        await #expect(throws: StoreError.self) { try await fixture.store.search(request) }
    }

    @Test("scope, section, time and state decide what is found")
    func filters() async throws {
        let fixture = try await StoreFixture(seed: 7)
        let store = fixture.store
        let first = fixture.story(1, headline: "Vườn nhãn", section: "kinh-te")
        var second = fixture.story(
            2, headline: "Chợ phiên", published: "2026-03-05T08:00:00+07:00",
            section: "doi-song", texts: ["Nhãn đầu mùa"])
        try await store.post(first)
        try await store.post(second)
        var comment = fixture.remark(1, on: first)
        comment.text = "Nhãn này ngọt"
        try await store.post(comment)
        func found(_ change: (inout SearchRequest) -> Void) async throws -> [DocumentID] {
            var request = SearchRequest("nhãn")
            change(&request)
            return try await store.search(request).hits.map(\.id)
        }
        #expect(try await found { _ in } == [first.id, second.id])
        #expect(try await found { $0.scope = .title } == [first.id])
        #expect(try await found { $0.section = "doi-song" } == [second.id])
        let day = try #require(Timestamp(rfc3339: "2026-03-02T00:00:00+07:00")?.milliseconds)
        #expect(try await found { $0.since = day } == [second.id])
        #expect(try await found { $0.scope = .comments } == [comment.id])
        #expect(try await found { ($0.scope, $0.section) = (.comments, "doi-song") } == [])
        var request = SearchRequest("nhãn")
        request.scope = .comments
        let hit = try #require(try await store.search(request).hits.first)
        #expect(hit.kind == .comment && hit.articleID == first.id && hit.headline == "Vườn nhãn")
        #expect(hit.highlights.map(\.field) == ["text"])
        second.status = .withheld
        try await store.post(second)
        try await store.moderate(comment.id, Moderation(status: .spam))
        #expect(try await found { _ in } == [first.id])
        #expect(try await found { $0.scope = .comments } == [])
    }

    @Test("an index that has not caught up answers what it knows, says so, and catches up")
    func backlog() async throws {
        let fixture = try await StoreFixture(seed: 8)
        let store = fixture.store
        var writer = Writer(7)
        let documents = (1...1_203 as ClosedRange<UInt64>).map {
            writer.document(fixture.story($0, headline: "Mít tố nữ"))
        }
        try await fixture.receive(documents)
        var before = try await store.search(SearchRequest("mít"))
        #expect(before.hits.isEmpty && before.indexed == 0 && before.total == 1_203)
        try await store.post(fixture.story(2_000, headline: "Mít ở đây"))
        before = try await store.search(SearchRequest("mít"))
        #expect(before.hits.isEmpty && before.total == 1_204)
        try await store.delete(StoreFixture.articleID(5))
        let steps = Steps()
        try await store.updateSearchIndex { steps.add($0.done) }
        #expect(steps.values == [1_204])
        var request = SearchRequest("mít")
        request.limit = 200
        let after = try await store.search(request)
        #expect(after.hits.count == 200 && after.indexed == 1_204 && after.total == 1_204)
        #expect(try await store.verify(deep: true).ok)
        try await store.updateSearchIndex { _ in Issue.record("nothing waits") }
        // A search writes the keys of what little was changed before it, deletions too.
        try await store.delete(StoreFixture.articleID(6))
        try await store.post(fixture.story(2_001, headline: "Dừa sáp"))
        let found = try await store.search(SearchRequest("dừa sáp"))
        #expect(found.hits.count == 1 && found.indexed == found.total)
        let head = try await store.read { try $0.head() }
        #expect(head.searchSeq == head.seq)
        #expect(try await store.verify(deep: true).ok)
    }

    @Test("what is deleted or changed leaves the index")
    func leaving() async throws {
        let fixture = try await StoreFixture(seed: 9)
        let store = fixture.store
        for number in 1...3 as ClosedRange<UInt64> {
            try await store.post(fixture.story(number, headline: "Ổi xá lị"))
        }
        try await store.delete(StoreFixture.articleID(1))
        try await store.edit(StoreFixture.articleID(2)) { $0.headline = "Xoài cát" }
        func found(_ text: String) async throws -> [UInt64] {
            try await store.search(SearchRequest(text)).hits.map { $0.id.low & 0xFFFF }
        }
        #expect(try await found("ổi") == [3])
        #expect(try await found("xoài") == [2])
        try await store.undelete(StoreFixture.articleID(1))
        #expect(Set(try await found("ổi")) == [1, 3])
        // A deletion that arrives takes its keys out.
        var document = try #require(try await store.document(StoreFixture.articleID(3)))
        var writer = Writer(7)
        let mark = DeletionMark(at: "2026-03-09T00:00:00Z", by: nil, saw: document.vector)
        writer.write([(RegisterPath.deleted, mark.value)], to: &document)
        try await fixture.receive([document])
        #expect(try await found("ổi").contains(3) == false)
        try await store.updateSearchIndex()
        #expect(try await store.verify(deep: true).ok)
    }

    @Test("a cancelled catching up keeps what it did, and the next call goes on there")
    func cancelled() async throws {
        let fixture = try await StoreFixture(seed: 10)
        let store = fixture.store
        var writer = Writer(7)
        try await fixture.receive(
            (1...2_600 as ClosedRange<UInt64>).map {
                writer.document(fixture.story($0, headline: "Khế \($0)"))
            })
        let steps = Steps()
        let task = Task {
            try await store.updateSearchIndex { progress in
                steps.add(progress.done)
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(steps.values == [2_000])
        try await store.updateSearchIndex { steps.add($0.done) }
        #expect(steps.values == [2_000, 600])
        #expect(try await store.search(SearchRequest("khế 2600")).hits.count == 1)
    }
}
