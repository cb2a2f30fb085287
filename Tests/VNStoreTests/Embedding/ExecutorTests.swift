import Foundation
import Testing
import VNModel
import VNStore

/// No call of the store blocks the executor it was made on, whatever the database is busy with.
@Suite(.timeLimit(.minutes(3))) struct ExecutorTests {
    private typealias Call = @Sendable (ContentStore) async throws -> Void

    private static let reads: [(name: String, call: Call)] = [
        ("articles", { _ = try await $0.articles(ArticleQuery()) }),
        ("article", { _ = try await $0.article(StoreFixture.articleID(1)) }),
        ("thread", { _ = try await $0.thread(of: StoreFixture.articleID(1)) }),
        ("comments", { _ = try await $0.comments(CommentQuery()) }),
        ("comment", { _ = try await $0.comment(StoreFixture.commentID(1)) }),
        ("search", { _ = try await $0.search(SearchRequest("đoạn")) }),
        ("sections", { _ = try await $0.sections() }),
        ("topics", { _ = try await $0.topics() }),
        ("publishers", { _ = try await $0.publishers() }),
        ("find", { _ = try await $0.find(prefix: StoreFixture.articleID(1).description) }),
        ("statistics", { _ = try await $0.statistics() }),
        ("storage", { _ = try await $0.storage() }),
        ("replicas", { _ = try await $0.replicas() }),
        ("conflicts", { _ = try await $0.conflicts() }),
        ("held", { _ = try await $0.heldChanges() }),
        ("history", { _ = try await $0.history() }),
        ("graph", { _ = try await $0.causalGraph() }),
        ("state", { _ = try await $0.state(of: StoreFixture.articleID(1), at: .now) }),
        ("difference", { _ = try await $0.difference(of: StoreFixture.articleID(1), from: .now) }),
        ("remotes", { _ = try await $0.remotes() }),
        ("pending", { _ = try await $0.pendingCount() }),
        ("verify", { _ = try await $0.verify(deep: true) }),
        ("index", { try await $0.updateSearchIndex() }),
        ("export", { _ = try await $0.exportDocuments { _ in } }),
        ("observe", { for try await _ in $0.observe(ArticleQuery()) { return } }),
    ]

    private static let writes: [(name: String, call: Call)] = [
        ("edit", { try await $0.edit(StoreFixture.articleID(1)) { $0.headline = "Khác" } }),
        ("status", { try await $0.setStatus(.usable, of: StoreFixture.articleID(1)) }),
        ("write", { try await $0.write { _ in } }),
        ("mark", { try await $0.mark([StoreFixture.articleID(1)], read: true) }),
        ("delete", { try await $0.delete(StoreFixture.articleID(1)) }),
        ("undelete", { try await $0.undelete(StoreFixture.articleID(1)) }),
        ("remote", { try await $0.addRemote("origin", url: "http://hub.example") }),
        ("compact", { _ = try await $0.compact() }),
        (
            "import",
            {
                try await $0.importDocuments(
                    from: .bytes(Array("{}\n".utf8), name: "x.jsonl"), format: .jsonl)
            }
        ),
    ]

    private func store(_ fixture: StoreFixture) async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.environment = fixture.environment
        // One reader, so that a read that does not end keeps all others waiting.
        configuration.readerLimit = 1
        let store = try await ContentStore.open(
            at: fixture.store.path, configuration: configuration)
        try await store.post(fixture.article(1))
        try await store.post(fixture.comment(1, on: fixture.article(1)))
        return store
    }

    @Test("a read that waits for another read leaves the caller's executor free")
    func reading() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let store = try await store(fixture)
        for (name, call) in Self.reads {
            let gate = Gate()
            let other = Task { try await store.read { _ in gate.wait() } }
            while !gate.isReached { try await Task.sleep(for: .milliseconds(1)) }
            let isFree = try await BusyCaller.staysFree(until: gate) { try await call(store) }
            #expect(isFree, "\(name)")
            try await other.value
        }
    }

    @Test("a write that waits for another write leaves the caller's executor free")
    func writing() async throws {
        let fixture = try await StoreFixture(seed: 2)
        let store = try await store(fixture)
        for (name, call) in Self.writes {
            let gate = Gate()
            let other = Task { try await store.write(.durable) { _ in gate.wait() } }
            while !gate.isReached { try await Task.sleep(for: .milliseconds(1)) }
            let isFree = try await BusyCaller.staysFree(until: gate) { try await call(store) }
            #expect(isFree, "\(name)")
            try await other.value
        }
    }

    @Test("closing waits for what runs, elsewhere")
    func closing() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let store = try await store(fixture)
        let gate = Gate()
        let other = Task { try await store.read { _ in gate.wait() } }
        while !gate.isReached { try await Task.sleep(for: .milliseconds(1)) }
        let isFree = try await BusyCaller.staysFree(until: gate) { try await store.close() }
        #expect(isFree)
        try await other.value
    }

    @Test("what a long call does between its transactions happens elsewhere, its progress too")
    func progress() async throws {
        let fixture = try await StoreFixture(seed: 4)
        let store = try await store(fixture)
        let backup = fixture.folder.appendingPathComponent("backup.db").path
        let restored = fixture.folder.appendingPathComponent("restored.db").path
        let calls: [(String, @Sendable (Gate) async throws -> Void)] = [
            ("verify", { gate in _ = try await store.verify { _ in gate.wait() } }),
            ("backup", { gate in _ = try await store.backup(to: backup) { _ in gate.wait() } }),
            (
                "restore",
                { gate in
                    _ = try await ContentStore.restore(from: backup, to: restored) { _ in
                        gate.wait()
                    }
                }
            ),
            ("compact", { gate in _ = try await store.compact { _ in gate.wait() } }),
            (
                "export",
                { gate in
                    _ = try await store.exportDocuments(progress: { _ in gate.wait() }) { _ in }
                }
            ),
        ]
        for (name, call) in calls {
            let gate = Gate()
            let isFree = try await BusyCaller.staysFree(until: gate) { try await call(gate) }
            #expect(isFree, "\(name)")
            #expect(gate.isReached, "\(name) told no progress")
        }
    }

    @Test("opening and restoring wait for a slow disk elsewhere")
    func slowDisk() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let target = fixture.folder.appendingPathComponent("restored.db").path
        let calls: [(String, @Sendable (String) async throws -> Void)] = [
            ("open", { _ = try await ContentStore.open(at: $0) }),
            ("restore", { _ = try await ContentStore.restore(from: $0, to: target) }),
        ]
        for (name, call) in calls {
            // Whoever opens a pipe waits until somebody opens its other end.
            let pipe = fixture.folder.appendingPathComponent("pipe-\(name)").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let isFree = try await BusyCaller.staysFree(
                until: Gate(),
                opener: { try? FileHandle(forWritingAtPath: pipe)?.close() }
            ) {
                await #expect(throws: StoreError.self) { try await call(pipe) }
            }
            #expect(isFree, "\(name)")
        }
    }
}
