import Testing
import VNModel
import VNStore

@Suite struct HeldTests {
    /// A store of which the hub refused the second change of an article.
    private static func refused(seed: UInt64) async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: seed)
        try await fixture.store.addRemote("hub", url: "http://hub.example/")
        try await fixture.store.post(fixture.story(1, headline: "Bài"))
        let before = try #require(try await fixture.store.document(StoreFixture.articleID(1)))
        try await fixture.store.edit(StoreFixture.articleID(1)) { $0.headline = "Bị từ chối" }
        let verdicts = [
            Verdict(counter: 1, outcome: .applied),
            Verdict(counter: 2, outcome: .refused(code: "limits", message: "too many")),
        ]
        _ = try await fixture.store.recordVerdicts(verdicts, remote: "hub")
        try await fixture.store.replace([.document(before, seq: 1)], remote: "hub")
        return fixture
    }

    @Test("a refused change is held with its payload and reason")
    func list() async throws {
        let fixture = try await Self.refused(seed: 1)
        let held = try await fixture.store.heldChanges()
        let change = try #require(held.first)
        #expect(held.count == 1 && change.document == StoreFixture.articleID(1))
        #expect(change.kind == .article && change.dot.counter == 2)
        #expect(change.code == "limits" && change.message == "too many")
        #expect(change.operations.map(\.path) == ["headline"])
        #expect(change.operations.map(\.value) == [.string("Bị từ chối")])
        #expect(change.heldSince == fixture.environment.milliseconds())
        #expect(try await fixture.store.heldChange(change.number) == change)
        #expect(try await fixture.store.statistics().refused == 1)
        #expect(
            try await fixture.store.article(StoreFixture.articleID(1))?.article.headline == "Bài")
    }

    @Test("retrying makes a new change on what stands now and lets go of the held one")
    func retry() async throws {
        let fixture = try await Self.refused(seed: 2)
        let store = fixture.store
        let id = StoreFixture.articleID(1)
        try await store.edit(id) { $0.headline = "Viết lại" }
        let number = try #require(try await store.heldChanges().first?.number)
        let receipt = try await store.retryHeld(number)
        #expect(receipt.id == id && receipt.counter == 4)
        #expect(try await store.heldChanges().isEmpty)
        #expect(try await store.article(id)?.article.headline == "Bị từ chối")
        #expect(try await store.conflicts(id).isEmpty)
        #expect(try await store.statistics().pending == 2)
        #expect(try await store.verify(deep: true).ok)
    }

    @Test("retrying and discarding can be rehearsed; the change stays held")
    func rehearsal() async throws {
        let fixture = try await Self.refused(seed: 8)
        let store = fixture.store
        let held = try await store.heldChanges()
        let number = try #require(held.first?.number)
        let rehearsed = try await store.rehearsing.retryHeld(number)
        try await store.rehearsing.discardHeld(number)
        #expect(try await store.heldChanges() == held)
        #expect(try await store.retryHeld(number) == rehearsed)
        for store in [store, store.rehearsing] {
            await #expect(throws: StoreError.self) { try await store.discardHeld(number) }
        }
    }

    @Test("a held deletion that is retried covers what stands by then")
    func retryDeletion() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let store = fixture.store
        try await store.addRemote("hub", url: "http://hub.example/")
        let id = StoreFixture.articleID(1)
        try await store.post(fixture.story(1, headline: "Bài"))
        var before = try #require(try await store.document(id))
        try await store.delete(id)
        _ = try await store.recordVerdicts(
            [
                Verdict(counter: 1, outcome: .applied),
                Verdict(counter: 2, outcome: .refused(code: "limits", message: "wait")),
            ], remote: "hub")
        var writer = Writer(7)
        writer.write([("headline", .string("Của người khác"))], to: &before)
        try await store.replace([.document(before, seq: 1)], remote: "hub")
        let number = try #require(try await store.heldChanges().first?.number)
        try await store.retryHeld(number)
        #expect(try await store.article(id)?.isDeleted == true)
    }

    @Test("a held change of a document that is gone for good can only be discarded")
    func purged() async throws {
        let fixture = try await StoreFixture(seed: 4)
        let store = fixture.store
        try await store.addRemote("hub", url: "http://hub.example/")
        let id = StoreFixture.articleID(1)
        try await store.post(fixture.story(1, headline: "Bài"))
        _ = try await store.applyPage(
            [.purge(id)], remote: "hub", cursor: "c", isComplete: true)
        let held = try #require(try await store.heldChanges().first)
        #expect(held.code == "purged")
        await #expect { try await store.retryHeld(held.number) } throws: {
            ($0 as? StoreError)?.code == .invalidRequest
        }
        #expect(try await store.heldChanges().count == 1)
        try await store.discardHeld(held.number)
        #expect(try await store.heldChanges().isEmpty)
    }

    @Test("a number that no held change has is refused, and nothing happens")
    func unknown() async throws {
        let fixture = try await Self.refused(seed: 5)
        let store = fixture.store
        for body in [
            { _ = try await store.retryHeld(99) }, { try await store.discardHeld(99) },
            { _ = try await store.heldChange(99) },
        ] as [@Sendable () async throws -> Void] {
            await #expect { try await body() } throws: {
                ($0 as? StoreError)?.code == .noSuchHeldChange
            }
        }
        #expect(try await store.heldChanges().count == 1)
    }
}
