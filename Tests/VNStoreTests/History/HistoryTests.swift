import Testing
import VNModel
import VNStore

@Suite struct HistoryTests {
    private static func describe(_ entries: [HistoryEntry]) -> [String] {
        entries.map { entry in
            let origin =
                switch entry.origin {
                case .local(let dot, let transaction): "\(dot.counter)/\(transaction)"
                case .arrival(let remote, _): remote
                }
            let reason = entry.code.map { " \($0)" } ?? ""
            return "\(origin) \(entry.outcome) \(entry.paths.first ?? "-")\(reason)"
        }
    }

    @Test("changes and arrivals stand newest first, with what became of them")
    func all() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let store = fixture.store
        let id = StoreFixture.articleID(1)
        try await store.addRemote("hub", url: "http://hub.example/")
        try await store.post(fixture.story(1, headline: "Bài"))
        fixture.environment.advance(by: 1000)
        try await store.edit(id) { $0.summary = "Tóm" }
        fixture.environment.advance(by: 1000)
        var document = try #require(try await store.document(id))
        var writer = Writer(7, milliseconds: fixture.environment.milliseconds())
        writer.write([("headline", .string("Khác"))], to: &document)
        var change = Document(id: id, kind: .article)
        change.set("headline", document["headline"])
        try await fixture.receive([change])
        fixture.environment.advance(by: 1000)
        try await store.edit(id) { $0.section = "kinh-te" }
        _ = try await store.recordVerdicts(
            [
                Verdict(counter: 1, outcome: .applied),
                Verdict(counter: 2, outcome: .refused(code: "limits", message: "too many")),
            ], remote: "hub")
        try await store.post(fixture.story(2, headline: "Bài hai"))
        let history = try await store.history()
        #expect(
            Self.describe(history) == [
                "4/4 pending body/p1", "3/3 pending section", "hub arrived headline",
                "2/2 refused summary limits", "1/1 acknowledged body/p1",
            ])
        #expect(history[3].message == "too many")
        #expect(history.allSatisfy { $0.kind == .article })
        let ofOne = try await store.history(of: id)
        #expect(Self.describe(ofOne) == Array(Self.describe(history).dropFirst()))
        #expect(
            Self.describe(try await store.history(limit: 2))
                == Array(Self.describe(history).prefix(2)))
        let since = try await store.history(since: history[2].milliseconds)
        #expect(Self.describe(since) == Array(Self.describe(history).prefix(3)))
        let replica = try await store.statistics().replica
        #expect(Self.describe(try await store.history(replica: replica)).count == 4)
        let others = try await store.history(replica: writer.replica)
        #expect(Self.describe(others) == ["hub arrived headline"])
        #expect(others.first?.dots == [Dot(writer.replica, 1)])
        #expect(try await store.history(replica: ReplicaID(bits: 99)).isEmpty)
        await #expect(throws: StoreError.self) { try await store.history(limit: 0) }
    }

    @Test("changes of one group and a withdrawn change can be told")
    func groups() async throws {
        let fixture = try await StoreFixture(seed: 2)
        let (first, second) = (
            fixture.story(1, headline: "Một"), fixture.story(2, headline: "Hai")
        )
        try await fixture.store.write { transaction in
            _ = try transaction.put(first)
            _ = try transaction.put(second)
        }
        try await fixture.store.addRemote("hub", url: "http://hub.example/")
        _ = try await fixture.store.applyPage(
            [.purge(first.id)], remote: "hub", cursor: "c", isComplete: true)
        #expect(
            Self.describe(try await fixture.store.history()) == [
                "2/1 withdrawn -", "1/1 withdrawn -",
            ])
    }

    /// Before and after of an entry's registers, by path.
    private static func values(_ entry: HistoryEntry) -> [String] {
        func text(_ values: FieldChange.Values) -> String {
            switch values {
            case .unknown: "?"
            case .known(let values):
                values.map { $0.string ?? $0.canonicalText }.joined(separator: "|")
            }
        }
        return entry.changes.map { "\($0.path): \(text($0.before)) > \(text($0.after))" }
    }

    @Test("values before and after are told, those of others too while they stood here")
    func values() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let store = fixture.store
        var writer = Writer(7)
        var theirs = writer.document(fixture.story(1, headline: "Của họ"))
        try await fixture.receive([theirs])
        #expect(try await store.history().isEmpty, "the first arrival makes no entry")
        let id = StoreFixture.articleID(1)
        fixture.environment.advance(by: 1000)
        try await store.edit(id) { $0.headline = "Của tôi" }
        fixture.environment.advance(by: 1000)
        writer.write([("headline", .string("Họ sửa"))], to: &theirs)
        try await fixture.receive([theirs])
        fixture.environment.advance(by: 1000)
        try await store.resolve(id, path: "headline", take: .local)
        let history = try await store.history(of: id)
        #expect(
            history.map(Self.values) == [
                ["headline: Họ sửa|Của tôi > Của tôi"],
                ["headline: Của tôi > Họ sửa|Của tôi"],
                ["headline: Của họ > Của tôi"],
            ])
        #expect(history[0].changes[0].isResolution && !history[0].changes[0].makesSiblings)
        #expect(history[1].changes[0].makesSiblings && !history[1].changes[0].isResolution)
        #expect(history[1].dots == [Dot(writer.replica, 2)])
    }

    @Test("what came again, or brought only knowledge, makes no row")
    func quietArrivals() async throws {
        let fixture = try await StoreFixture(seed: 4)
        var writer = Writer(7)
        let theirs = writer.document(fixture.story(1, headline: "Một"))
        for _ in 0..<3 { try await fixture.receive([theirs]) }
        let mine = try await fixture.store.write { transaction in
            try transaction.put(fixture.story(2, headline: "Hai"))
        }
        let copy = try #require(try await fixture.store.document(mine.id))
        try await fixture.receive([copy])
        let count = try await fixture.store.read { session in
            try session.first("SELECT count(*) FROM arrival") { $0.integer(0) }
        }
        #expect(count == 0)
    }

    @Test("of a document that was removed for good no values remain")
    func purged() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let store = fixture.store
        var writer = Writer(7)
        var theirs = writer.document(fixture.story(1, headline: "Bí mật"))
        try await fixture.receive([theirs])
        writer.write([("headline", .string("Khác"))], to: &theirs)
        try await fixture.receive([theirs])
        let id = StoreFixture.articleID(1)
        try await store.edit(id) { $0.headline = "Của tôi" }
        _ = try await store.recordVerdicts([Verdict(counter: 1, outcome: .applied)], remote: "hub")
        _ = try await store.applyPage([.purge(id)], remote: "hub", cursor: "d", isComplete: true)
        let count = try await store.read { session in
            try session.first("SELECT count(*) FROM arrival") { $0.integer(0) }
        }
        #expect(count == 0)
        let history = try await store.history()
        #expect(history.flatMap(Self.values) == ["headline: ? > ?"])
        let error = await #expect(throws: StoreError.self) {
            try await store.difference(of: id)
        }
        #expect(error?.code == .noSuchDocument)
    }
}
