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
        #expect(try await store.history(replica: writer.replica).isEmpty)
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
}
