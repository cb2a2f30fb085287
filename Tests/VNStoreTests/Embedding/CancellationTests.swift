import Foundation
import Synchronization
import Testing
import VNModel
import VNStore

/// What is cancelled ends soon, by a `CancellationError`, and leaves a whole store.
@Suite(.timeLimit(.minutes(2))) struct CancellationTests {
    /// Counts for many minutes unless somebody interrupts it.
    private static let endless = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000)
        SELECT count(*) FROM n
        """

    private func isWhole(_ store: ContentStore) async throws -> Bool {
        try await store.verify(deep: true).checks.allSatisfy(\.ok)
    }

    /// The line that an export of an article makes.
    private func exported(_ article: Article) async throws -> [UInt8] {
        let other = try await StoreFixture(seed: 99)
        try await other.store.post(article)
        let line = Mutex<[UInt8]>([])
        try await other.store.exportDocuments { part in line.withLock { $0 += part } }
        return line.withLock { $0 }
    }

    private func cancelSoon<T: Sendable>(_ task: Task<T, any Error>, once gate: Gate) async throws {
        while !gate.isReached { try await Task.sleep(for: .milliseconds(1)) }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a statement that runs is interrupted, and the store answers at once")
    func interruptedRead() async throws {
        let fixture = try await StoreFixture(seed: 1)
        try await fixture.store.post(fixture.article(1))
        let gate = Gate()
        gate.open()
        let task = Task {
            try await fixture.store.read { session in
                gate.wait()
                return try session.first(Self.endless) { $0.integer(0) }
            }
        }
        try await cancelSoon(task, once: gate)
        #expect(try await fixture.store.articles(ArticleQuery()).elements.count == 1)
    }

    @Test("a transaction that is cancelled in its midst leaves nothing behind")
    func interruptedWrite() async throws {
        let fixture = try await StoreFixture(seed: 2)
        try await fixture.store.post(fixture.article(1))
        let before = try await fixture.store.journalState().head
        let gate = Gate()
        gate.open()
        let article = fixture.article(2)
        let task = Task {
            try await fixture.store.write { transaction in
                try transaction.put(article)
                gate.wait()
                while !Task.isCancelled { usleep(1_000) }
                try transaction.put(fixture.article(3))
            }
        }
        try await cancelSoon(task, once: gate)
        #expect(try await fixture.store.journalState().head == before)
        #expect(try await fixture.store.article(article.id) == nil)
        #expect(try await isWhole(fixture.store))
        try await fixture.store.post(article)
    }

    @Test(
        "a call that waits for its turn is cancelled without it",
        arguments: ["search", "articles", "post", "import", "verify", "backup"])
    func waiting(name: String) async throws {
        let fixture = try await StoreFixture(seed: 3)
        var configuration = StoreConfiguration()
        configuration.environment = fixture.environment
        configuration.readerLimit = 1
        let store = try await ContentStore.open(
            at: fixture.store.path, configuration: configuration)
        try await store.post(fixture.article(1))
        let backup = fixture.folder.appendingPathComponent("b.db").path
        let (reading, writing) = (Gate(), Gate())
        let reader = Task { try await store.read { _ in reading.wait() } }
        let writer = Task { try await store.write(.durable) { _ in writing.wait() } }
        while !reading.isReached || !writing.isReached {
            try await Task.sleep(for: .milliseconds(1))
        }
        let article = fixture.article(2)
        let line = try await exported(article)
        let task = Task {
            switch name {
            case "search": _ = try await store.search(SearchRequest("đoạn"))
            case "articles": _ = try await store.articles(ArticleQuery())
            case "post": try await store.post(article)
            case "import":
                try await store.importDocuments(
                    from: .bytes(line, name: "x.jsonl"), format: .jsonl)
            case "verify": _ = try await store.verify()
            default: _ = try await store.backup(to: backup)
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        // It need not end before its turn comes, but it does nothing with it then.
        reading.open()
        writing.open()
        await #expect(throws: CancellationError.self, "\(name)") { try await task.value }
        try await reader.value
        try await writer.value
        #expect(try await store.article(article.id) == nil)
        #expect(!FileManager.default.fileExists(atPath: backup))
        #expect(try await isWhole(store))
    }

    @Test("an export that is cancelled hands nothing more over")
    func export() async throws {
        let fixture = try await StoreFixture(seed: 4)
        for number in 1...3 as ClosedRange<UInt64> {
            try await fixture.store.post(fixture.article(number))
        }
        let parts = Steps()
        let task = Task {
            try await fixture.store.exportDocuments(progress: { _ in
                withUnsafeCurrentTask { $0?.cancel() }
            }) { parts.add($0.count) }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(parts.values.filter { $0 > 0 }.count == 1)
    }

    @Test("an observation that is cancelled while it waits ends without a value")
    func observation() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let store = fixture.store
        let values = Steps()
        let task = Task {
            for try await page in store.observe(ArticleQuery()) { values.add(page.elements.count) }
        }
        while values.values.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        task.cancel()
        try await task.value
        #expect(values.values == [0])
    }
}
