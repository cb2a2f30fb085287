import Foundation
import Logging
import TestSupport
import Testing
import VNModel
import VNStore

@Suite struct StoreLogTests {
    @Test("a store says what it does below info, in constant words, and never what documents say")
    func normalWork() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let recorder = LogRecorder()
        var configuration = StoreConfiguration()
        configuration.environment = fixture.environment
        configuration.logger = recorder.logger
        let secret = "Tuyệtmật"
        for round in 1...2 as ClosedRange<UInt64> {
            let path = fixture.folder.appendingPathComponent("logged\(round).db").path
            let store = try await ContentStore.create(at: path, configuration: configuration)
            try await work(store, fixture, secret)
            _ = try await store.backup(to: path + ".backup")
            try await store.close()
            let again = try await ContentStore.open(at: path, configuration: configuration)
            try await again.close()
        }
        let entries = recorder.entries
        #expect(entries.map(\.message).contains("store opened"))
        #expect(entries.map(\.message).contains("backup written"))
        #expect(entries.map(\.message).contains("import done"))
        #expect(entries.allSatisfy { $0.level < .info })
        #expect(!entries.contains { $0.text.contains(secret) })
        // The same work on another path gives the same messages: what differs is metadata.
        let half = entries.count / 2
        #expect(entries.prefix(half).map(\.message) == entries.suffix(half).map(\.message))
    }

    private func work(
        _ store: ContentStore, _ fixture: StoreFixture, _ secret: String
    ) async throws {
        try await store.post(fixture.article(1, headline: secret))
        try await store.post(
            fixture.comment(1, on: fixture.article(1), text: secret))
        _ = try await store.search(SearchRequest(secret))
        try await store.importDocuments(
            from: .bytes(Array("{\"headline\":\"\(secret)\"}\n".utf8), name: secret),
            format: .jsonl)
        _ = try await store.compact()
        _ = try await store.verify(deep: true)
        await #expect(throws: StoreError.self) { try await store.find(prefix: secret) }
    }
}
