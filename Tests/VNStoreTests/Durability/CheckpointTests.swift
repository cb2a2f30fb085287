import Testing
import VNModel
import VNStore

@Suite("Checkpoint") struct CheckpointTests {
    // What watches for others' commits ends with the last observation, and its end may interrupt
    // the connection that writes just after its statement.
    @Test("it succeeds whenever observations end")
    func endedObservations() async throws {
        let fixture = try await StoreFixture(seed: 3)
        for number in 1...400 as ClosedRange<UInt64> {
            let observer = Task { [store = fixture.store] in
                for try await _ in store.observe(ArticleQuery()) {}
            }
            try await fixture.store.post(fixture.article(number))
            observer.cancel()
            try await fixture.store.checkpoint()
            _ = try? await observer.value
            try await fixture.store.checkpoint()
        }
        try await fixture.store.close()
    }
}
