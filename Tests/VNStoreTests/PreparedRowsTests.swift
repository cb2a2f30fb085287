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
}
