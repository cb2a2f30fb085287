import Foundation
import Testing
import VNModel
import VNStore

import struct VNModel.Comment

@Suite("Rehearsals") struct RehearsalTests {
    private typealias Write = @Sendable (ContentStore) async throws -> WriteReceipt

    /// What a rehearsal must not change: the store's row and the bytes of its files.
    private struct Trace: Equatable {
        let head: StoreHead
        let file: Data
        let log: Data

        init(_ store: ContentStore) async throws {
            head = try await store.read { try $0.head() }
            file = try Data(contentsOf: URL(fileURLWithPath: store.path))
            let log = URL(fileURLWithPath: store.path + "-wal")
            self.log = (try? Data(contentsOf: log)) ?? Data()
        }
    }

    @Test("a rehearsed write answers what the real one answers, and leaves no trace")
    func answers() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let article = fixture.article(1)
        let comment = fixture.comment(1, on: article)
        let (id, commentID) = (article.id, comment.id)
        let writes: [Write] = [
            { try await $0.post(article) },
            { try await $0.post(article) },
            { try await $0.edit(id) { $0.headline = "Đầu đề khác" } },
            { try await $0.setStatus(.canceled, of: id) },
            { try await $0.setStatus(.usable, of: id) },
            { try await $0.post(comment) },
            { try await $0.moderate(commentID, Moderation(status: .approved)) },
            { store in
                try await store.write { transaction in
                    try transaction.put(fixture.article(2))
                    return try transaction.put(fixture.article(3))
                }
            },
            { try await $0.delete(id) },
            { try await $0.undelete(id) },
            { try await $0.delete(commentID) },
        ]
        for (number, write) in writes.enumerated() {
            let before = try await Trace(fixture.store)
            let first = try await write(fixture.store.rehearsing)
            let second = try await write(fixture.store.rehearsing.rehearsing)
            #expect(try await Trace(fixture.store) == before, "write \(number)")
            let real = try await write(fixture.store)
            #expect(first == real && second == real, "write \(number)")
            #expect((try await Trace(fixture.store) != before) == (real.counter != 0))
        }
        let journal = try await fixture.store.outbox(
            after: 0, changeLimit: 100, byteLimit: 1 << 20)
        #expect(journal.map(\.row.change.dot.counter) == Array(1...11))
        try await fixture.store.updateSearchIndex()
        #expect(try await fixture.store.verify(deep: true).ok)
    }

    @Test("a rehearsed write throws what the real one throws")
    func errors() async throws {
        let fixture = try await StoreFixture(seed: 2)
        var closed = fixture.article(1)
        closed.commentPolicy = .closed
        let article = closed
        let (deleted, absent) = (fixture.article(2), fixture.article(3))
        try await fixture.store.post(article)
        try await fixture.store.post(deleted)
        try await fixture.store.delete(deleted.id)
        let long = String(repeating: "a", count: 100_000)
        let cases: [(code: String, write: Write)] = [
            ("store.comments-closed", { try await $0.post(fixture.comment(1, on: article)) }),
            ("store.invalid-request", { try await $0.post(fixture.comment(1, on: deleted)) }),
            ("store.no-such-document", { try await $0.post(fixture.comment(1, on: absent)) }),
            ("store.no-such-document", { try await $0.delete(absent.id) }),
            ("store.invalid-request", { try await $0.delete(deleted.id) }),
            ("store.invalid-request", { try await $0.undelete(article.id) }),
            ("store.invalid-request", { try await $0.setStatus(.usable, of: deleted.id) }),
            ("store.no-such-document", { try await $0.moderate(article.id, .init(status: .spam)) }),
            ("store.invalid-request", { try await $0.resolve(article.id, take: .local) }),
            ("store.no-such-held-change", { try await $0.retryHeld(7) }),
            ("content.too-large", { try await $0.edit(article.id) { $0.headline = long } }),
        ]
        for (number, entry) in cases.enumerated() {
            let before = try await Trace(fixture.store)
            let rehearsed = await Self.code { try await entry.write(fixture.store.rehearsing) }
            let real = await Self.code { try await entry.write(fixture.store) }
            #expect(rehearsed == entry.code && real == entry.code, "case \(number)")
            #expect(try await Trace(fixture.store) == before, "case \(number)")
        }
    }

    private static func code(
        _ body: @Sendable () async throws -> WriteReceipt
    ) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch let error as StoreError {
            return error.code.rawValue
        } catch let error as ContentError {
            return error.code
        } catch {
            return "\(error)"
        }
    }

    @Test("marks, remotes and scopes are rehearsed like content")
    func marks() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let (store, article) = (fixture.store, fixture.article(1))
        try await store.post(article)
        try await store.addRemote("origin", url: "http://hub.example/")
        let before = try await Trace(store)
        let rehearsing = store.rehearsing
        var scope = Scope()
        scope.sections = ["van-hoa"]
        try await rehearsing.mark([article.id], read: true, starred: true)
        try await rehearsing.addRemote("other", url: "http://other.example/")
        try await rehearsing.setURL("http://moved.example/", ofRemote: "origin")
        try await rehearsing.setScope(scope, ofRemote: "origin")
        try await rehearsing.removeRemote("origin")
        #expect(try await Trace(store) == before)
        #expect(try await store.remotes().map(\.url) == ["http://hub.example/"])
        await #expect(throws: StoreError.self) {
            try await rehearsing.addRemote("origin", url: "http://hub.example/")
        }
        await #expect(throws: StoreError.self) { try await rehearsing.removeRemote("other") }
        await #expect(throws: StoreError.self) {
            try await rehearsing.mark([fixture.article(2).id], read: true)
        }
    }

    @Test("nobody is told of a rehearsal, and it has nothing to index")
    func silence() async throws {
        let fixture = try await StoreFixture(seed: 4)
        try await fixture.store.post(fixture.article(1))
        let signals = fixture.store.commitSignals()
        try await fixture.store.rehearsing.delete(fixture.article(1).id)
        try await fixture.store.rehearsing.updateSearchIndex()
        #expect(try await fixture.store.read { try $0.head().searchSeq } == 0)
        try await fixture.store.close()
        var count = 0
        for await _ in signals { count += 1 }
        #expect(count == 0)
    }

    @Test("a decision about several comments is taken about all of them or none")
    func moderation() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let article = fixture.article(1)
        try await fixture.store.post(article)
        let ids = (1...3).map { fixture.comment(UInt64($0), on: article).id }
        for number in 1...3 {
            try await fixture.store.post(fixture.comment(UInt64(number), on: article))
        }
        let spam = Moderation(status: .spam)
        let before = try await Trace(fixture.store)
        await #expect(throws: StoreError.self) {
            try await fixture.store.moderate(ids + [article.id], spam)
        }
        #expect(try await Trace(fixture.store) == before)
        let rehearsed = try await fixture.store.rehearsing.moderate(ids, spam)
        #expect(rehearsed.map(\.counter) == [5, 6, 7])
        #expect(try await fixture.store.moderate(ids, spam) == rehearsed)
        let rows = try await fixture.store.outbox(after: 4, changeLimit: 9, byteLimit: 1 << 20)
        #expect(rows.map(\.row.change.transaction) == [5, 6, 7], "each is a group of its own")
    }

    @Test("whether a store can be made at a path is told without making anything")
    func newStore() async throws {
        let fixture = try await StoreFixture(seed: 6)
        let folder = fixture.folder.path
        try ContentStore.checkNew(at: folder + "/new.db")
        try ContentStore.checkNew(at: folder + "/a/b/c.db")
        #expect(!FileManager.default.fileExists(atPath: folder + "/a"))
        let exists = #expect(throws: StoreError.self) {
            try ContentStore.checkNew(at: fixture.store.path)
        }
        #expect(exists?.code == .exists)
        let readOnly = #expect(throws: StoreError.self) {
            try ContentStore.checkNew(at: fixture.store.path + "/inside.db")
        }
        #expect(readOnly?.code == .readOnly)
    }
}
