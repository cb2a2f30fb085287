import Foundation
import Testing
import VNModel
import VNStore

@Suite("Replication") struct ReplicationTests {
    private let remote = "origin"
    private let dave = ReplicaID(bits: 0xDA7E)

    private func fixture(_ seed: UInt64) async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: seed)
        try await fixture.store.addRemote(remote, url: "http://127.0.0.1:1")
        return fixture
    }

    /// A document as another replica wrote it.
    private func foreign(_ article: Article, counter: UInt64 = 1, stamp: UInt64 = 1) -> Document {
        var document = Document(id: article.id, kind: .article)
        document.apply(
            Change(
                dot: Dot(dave, counter), cid: DocumentID(high: 7, low: counter),
                transaction: counter, stamp: HybridTimestamp(milliseconds: stamp),
                document: article.id, kind: .article,
                operations: article.operations().map {
                    Change.Operation(path: $0.path, value: $0.value, seen: VersionVector())
                }))
        return document
    }

    private func apply(
        _ fixture: StoreFixture, _ items: [FeedItem], cursor: String = "g:1:1"
    ) async throws -> PageSummary {
        try await fixture.store.applyPage(
            items, remote: remote, cursor: cursor, isComplete: true)
    }

    @Test("a page brings its documents and its cursor together, once")
    func page() async throws {
        let fixture = try await fixture(1)
        let document = foreign(fixture.article(1))
        let first = try await apply(fixture, [.document(document, seq: 1)])
        #expect(first.new == 1)
        let again = try await apply(fixture, [.document(document, seq: 1)], cursor: "g:2:2")
        #expect(again.new == 0 && again.changed == 0)
        let state = try await fixture.store.remoteState(remote)
        #expect(state.cursor == "g:2:2")
        #expect(state.isFirst == false)
        let stored = try await fixture.store.document(document.id)
        #expect(stored?.hasSameRegisters(as: document) == true)
    }

    @Test("a page that fails leaves neither documents nor cursor")
    func atomicPage() async throws {
        let fixture = try await fixture(2)
        let document = foreign(fixture.article(1))
        await #expect(throws: StoreError.self) {
            _ = try await fixture.store.applyPage(
                [.document(document, seq: 1)], remote: "nobody", cursor: "x", isComplete: true)
        }
        #expect(try await fixture.store.document(document.id) == nil)
    }

    @Test("a stamp that the hub lowered is stored with the verdict (F2)")
    func loweredStamp() async throws {
        let fixture = try await fixture(3)
        let article = fixture.article(1)
        try await fixture.store.post(article)
        let lowered = HybridTimestamp(milliseconds: 5)
        let verdict = Verdict(counter: 1, outcome: .applied, stamp: lowered)
        _ = try await fixture.store.recordVerdicts([verdict], remote: remote)
        let document = try #require(try await fixture.store.document(article.id))
        #expect(document.fields.allSatisfy { $0.register.live.allSatisfy { $0.stamp == lowered } })
        #expect(try await fixture.store.pendingCount() == 0)
    }

    @Test("a refused change is held with its payload, and its document is to be read again (F6)")
    func refused() async throws {
        let fixture = try await fixture(4)
        let article = fixture.article(1)
        let document = foreign(article)
        _ = try await apply(fixture, [.document(document, seq: 1)])
        try await fixture.store.edit(article.id) { $0.headline = "Bị từ chối" }
        try await fixture.store.edit(article.id) { $0.summary = "Vẫn chờ" }
        let verdict = Verdict(counter: 1, outcome: .refused(code: "rights", message: "không"))
        let summary = try await fixture.store.recordVerdicts([verdict], remote: remote)
        #expect(summary.refused == 1)
        let marked = try await fixture.store.documentsToReread(remote: remote, limit: 10)
        #expect(marked == [article.id])
        // The marks survive a reopening: they are in the file.
        let reopened = try await fixture.reopened()
        #expect(try await reopened.documentsToReread(remote: remote, limit: 10) == [article.id])
        try await fixture.store.replace([.document(document, seq: 1)], remote: remote)
        let view = Article(document: try #require(try await fixture.store.document(article.id)))
        #expect(view.headline == article.headline)
        #expect(view.summary == "Vẫn chờ")
        #expect(try await fixture.store.documentsToReread(remote: remote, limit: 10).isEmpty)
        let held = try await fixture.store.read { session in
            try session.all("SELECT ops, code FROM held") { ($0.text(0) ?? "", $0.text(1)) }
        }
        #expect(held.count == 1)
        #expect(held.first?.1 == "rights")
        #expect(held.first?.0.contains("Bị từ chối") == true)
    }

    @Test("a duplicate's canonical dot is added to what later pending changes observed (F5)")
    func duplicate() async throws {
        let fixture = try await fixture(5)
        let article = fixture.article(1)
        try await fixture.store.post(article)
        try await fixture.store.edit(article.id) { $0.headline = "Sửa sau" }
        try await fixture.store.delete(article.id)
        let canonical = Dot(dave, 6)
        let verdict = Verdict(counter: 1, outcome: .duplicate(of: canonical))
        _ = try await fixture.store.recordVerdicts([verdict], remote: remote)
        let outbox = try await fixture.store.outbox(after: 1, changeLimit: 9, byteLimit: 1 << 20)
        #expect(outbox.count == 2)
        #expect(outbox.allSatisfy { $0.row.isAmended })
        #expect(outbox[0].row.change.operations[0].seen.includes(canonical))
        let mark = DeletionMark(outbox[1].row.change.operations[0].value)
        #expect(mark?.saw.includes(canonical) == true)
        #expect(
            try await fixture.store.documentsToReread(remote: remote, limit: 9) == [article.id])
    }

    @Test("an eviction waits for what is pending and is done with its verdict (F11)")
    func eviction() async throws {
        let fixture = try await fixture(6)
        let article = fixture.article(1)
        _ = try await apply(fixture, [.document(foreign(article), seq: 1)])
        try await fixture.store.edit(article.id) { $0.headline = "Chưa gửi" }
        _ = try await apply(fixture, [.evict(article.id)])
        #expect(try await fixture.store.document(article.id) != nil)
        var verdict = Verdict(counter: 1, outcome: .applied)
        verdict.isOutOfScope = true
        _ = try await fixture.store.recordVerdicts([verdict], remote: remote)
        #expect(try await fixture.store.document(article.id) == nil)
    }

    @Test("a purge holds what is pending of the document and withdraws its counters (F7)")
    func purge() async throws {
        let fixture = try await fixture(7)
        let article = fixture.article(1)
        _ = try await apply(fixture, [.document(foreign(article), seq: 1)])
        try await fixture.store.edit(article.id) { $0.headline = "Viết cho bài đã mất" }
        _ = try await apply(fixture, [.purge(article.id)])
        #expect(try await fixture.store.document(article.id) == nil)
        let outbox = try await fixture.store.outbox(after: 0, changeLimit: 9, byteLimit: 1 << 20)
        #expect(outbox.map(\.row.isWithdrawn) == [true])
        let held = try await fixture.store.read { session in
            try session.first("SELECT count(*) FROM held") { $0.integer(0) }
        }
        #expect(held == 1)
    }

    @Test("a 425 lowers pending vectors to what the hub holds, own ids aside")
    func lower() async throws {
        let fixture = try await fixture(8)
        let article = fixture.article(1)
        _ = try await apply(fixture, [.document(foreign(article, counter: 9), seq: 1)])
        try await fixture.store.edit(article.id) { $0.headline = "Dựa trên bản 9" }
        let older = foreign(article, counter: 4)
        try await fixture.store.lowerPending([.document(older, seq: 1)], remote: remote)
        let outbox = try await fixture.store.outbox(after: 0, changeLimit: 9, byteLimit: 1 << 20)
        #expect(outbox[0].row.change.operations[0].seen[dave] == 4)
        #expect(outbox[0].row.isAmended)
        let document = try #require(try await fixture.store.document(article.id))
        #expect(Article(document: document).headline == "Dựa trên bản 9")
    }

    @Test("a remote stamp moves the own clock at most two minutes ahead")
    func clock() async throws {
        let fixture = try await fixture(9)
        let far = fixture.environment.milliseconds() + 315_360_000_000
        _ = try await apply(fixture, [.document(foreign(fixture.article(1), stamp: far), seq: 1)])
        try await fixture.store.post(fixture.article(2))
        let outbox = try await fixture.store.outbox(after: 0, changeLimit: 9, byteLimit: 1 << 20)
        let ahead = outbox[0].row.change.stamp.milliseconds - fixture.environment.milliseconds()
        #expect(ahead <= 120_000)
    }

    @Test("one sync at a time: a living owner keeps others out, an expired one does not")
    func lock() async throws {
        let fixture = try await fixture(10)
        try await fixture.store.acquireSyncLock(remote: remote, owner: "host/1")
        let error = await #expect(throws: StoreError.self) {
            try await fixture.store.acquireSyncLock(remote: remote, owner: "host/2")
        }
        #expect(error?.code == .syncLocked)
        fixture.environment.advance(by: 61_000)
        try await fixture.store.acquireSyncLock(remote: remote, owner: "host/2")
        try await fixture.store.releaseSyncLock(remote: remote, owner: "host/2")
        try await fixture.store.acquireSyncLock(remote: remote, owner: "host/3")
    }
}
