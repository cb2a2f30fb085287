import Testing
import VNModel
import VNStore

@Suite("Rows made ahead")
struct PreparedRowsTests {
    private func items(_ fixture: StoreFixture) -> [FeedItem] {
        var writer = Writer(7)
        var other = Writer(8)
        let story = fixture.story(
            1, headline: "Chợ \"quê\"", section: "doi-song", texts: ["Một", "Hai\tba"])
        var joined = writer.document(story)
        // Registers of two writes, one of them concurrent, and one that was removed.
        joined.join(other.document(fixture.story(1, headline: "Chợ huyện", texts: ["Một"])))
        var removed = writer.document(fixture.story(2, headline: "Bài hai", texts: ["Ba"]))
        let live = LiveValue(
            dot: Dot(ReplicaID(bits: 99), 90), stamp: HybridTimestamp(milliseconds: 5),
            value: .null)
        removed.set("summary", Register(seen: VersionVector(), live: [live]))
        let plain = writer.document(fixture.story(3, headline: "Bài ba", texts: []))
        return [joined, removed, plain].map { .document($0, seq: 1) }
    }

    private func pulled(_ prepares: Bool, twice: Bool) async throws -> [Document] {
        let fixture = try await StoreFixture(seed: 5)
        try await fixture.store.addRemote("hub", url: "http://hub.example/")
        let items = items(fixture)
        for round in 0..<(twice ? 2 : 1) {
            let summary = try await fixture.store.applyPage(
                items, remote: "hub", cursor: "\(round)", isComplete: true,
                rows: prepares ? PreparedRows(items) : PreparedRows())
            #expect(summary.new == (round == 0 ? 3 : 0))
            #expect(summary.changed == 0)
        }
        let report = try await fixture.store.verify(deep: true)
        #expect(report.ok, "\(report)")
        return try await fixture.store.read { session in
            try session.feed(after: 0, limit: 100).compactMap { entry in
                guard case .document(let stored) = entry else { return nil }
                #expect(stored.scopeSeq == stored.seq)
                return stored.document
            }
        }
    }

    @Test("they leave the store as it is without them", arguments: [false, true])
    func same(twice: Bool) async throws {
        let ahead = try await pulled(true, twice: twice)
        #expect(ahead == (try await pulled(false, twice: twice)))
        #expect(ahead.count == 3)
        #expect(ahead[0].conflicts.map(\.path).contains("headline"))
    }

    /// What happens to documents between the reading ahead and the page.
    enum Meanwhile: CaseIterable {
        case nothing, sameRegister, otherRegister, page, gone, cameBack
    }

    /// A store with two articles, and a page that changes both.
    private struct Scene {
        let fixture: StoreFixture
        let first: [Document]
        let page: [FeedItem]
        private var writer: Writer

        init() async throws {
            fixture = try await StoreFixture(seed: 9)
            try await fixture.store.addRemote("hub", url: "http://hub.example/")
            var writer = Writer(7)
            let first = [1, 2].map { [fixture] in
                writer.document(fixture.story($0, headline: "Cũ \($0)", texts: ["Một", "Hai"]))
            }
            var changed = first
            writer.write([("headline", .string("Mới"))], to: &changed[0])
            writer.write([("summary", .string("Tóm tắt"))], to: &changed[1])
            page = zip(first, changed).map { before, after in
                var part = Document(id: after.id, kind: .article)
                for field in after.fields where field != before.field(field.path) {
                    part.set(field.path, field.register)
                }
                return .document(part, seq: 2)
            }
            (self.first, self.writer) = (first, writer)
            try await apply(first.map { .document($0, seq: 1) }, PreparedRows())
        }

        func apply(_ items: [FeedItem], _ rows: PreparedRows) async throws {
            _ = try await fixture.store.applyPage(
                items, remote: "hub", cursor: "1", isComplete: true, rows: rows)
        }

        mutating func happen(_ meanwhile: Meanwhile) async throws {
            let (store, id) = (fixture.store, first[0].id)
            func edit(_ path: String) async throws {
                _ = try await store.write { transaction in
                    try transaction.write(id, .article, [(path, .string("Tại đây"))])
                }
            }
            switch meanwhile {
            case .nothing: break
            case .sameRegister: try await edit("headline")
            case .otherRegister: try await edit("summary")
            case .page:
                var other = first[0]
                writer.write([("language", .string("en"))], to: &other)
                try await apply([.document(other, seq: 3)], PreparedRows())
            case .gone: try await apply([.evict(id)], PreparedRows())
            case .cameBack:
                try await apply([.evict(id)], PreparedRows())
                try await apply([.document(first[0], seq: 1)], PreparedRows())
            }
        }

        func documents() async throws -> [Document] {
            let report = try await fixture.store.verify(deep: true)
            #expect(report.ok, "\(report)")
            return try await fixture.store.read { session in
                try session.feed(after: 0, limit: 100).compactMap { entry in
                    if case .document(let stored) = entry { stored.document } else { nil }
                }
            }
        }
    }

    @Test(
        "what was read ahead leaves the store as it is without", arguments: Meanwhile.allCases)
    func readAhead(meanwhile: Meanwhile) async throws {
        var (scene, plain) = (try await Scene(), try await Scene())
        let rows = await scene.fixture.store.prepareRows(for: scene.page, expectsNew: false)
        try await scene.happen(meanwhile)
        try await plain.happen(meanwhile)
        let ids = scene.first.map(\.id)
        let stands = try await scene.fixture.store.read { session in
            try ids.map { try session.stored($0, ahead: rows) != nil }
        }
        #expect(stands == [meanwhile == .nothing, true])
        try await scene.apply(scene.page, rows)
        try await plain.apply(plain.page, PreparedRows())
        let documents = try await scene.documents()
        #expect(documents == (try await plain.documents()))
        #expect(documents.contains { $0.value("headline") == .string("Mới") })
    }

    @Test("no more is read ahead than fits in memory")
    func bound() async throws {
        let fixture = try await StoreFixture(seed: 11)
        try await fixture.store.addRemote("hub", url: "http://hub.example/")
        var writer = Writer(7)
        let text = String(repeating: "ơ", count: 10_000)
        let documents = (1...8 as ClosedRange<UInt64>).map {
            writer.document(
                fixture.story($0, headline: "Dài", texts: Array(repeating: text, count: 40)))
        }
        _ = try await fixture.store.applyPage(
            documents.map { .document($0, seq: 1) }, remote: "hub", cursor: "1", isComplete: true)
        let ids = documents.map { (id: $0.id, kind: $0.kind) }
        #expect((3..<8).contains(await fixture.store.readAhead(ids).count))
        #expect(await fixture.store.readAhead(Array(ids.prefix(2))).count == 2)
    }
}
