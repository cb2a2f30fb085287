import Foundation
import Testing
import VNModel
import VNStore

@Suite("Local writes") struct LocalWriteTests {
    @Test("a posted article is read back as it was, and waits in the outbox")
    func post() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let article = fixture.article(1)
        let receipt = try await fixture.store.post(article)
        #expect(receipt.counter == 1)
        let document = try #require(try await fixture.store.document(article.id))
        #expect(Article(document: document).headline == article.headline)
        #expect(Article(document: document).body.map(\.text) == article.body.map(\.text))
        let outbox = try await fixture.store.outbox(after: 0, changeLimit: 10, byteLimit: 1 << 20)
        #expect(outbox.map(\.row.change.document) == [article.id])
        #expect(outbox.first?.previous == .origin)
    }

    @Test("posting the same article again writes nothing")
    func postAgain() async throws {
        let fixture = try await StoreFixture(seed: 2)
        try await fixture.store.post(fixture.article(1))
        #expect(try await fixture.store.post(fixture.article(1)).counter == 0)
        #expect(try await fixture.store.pendingCount() == 1)
    }

    @Test("journal rows are contiguous and chained")
    func chain() async throws {
        let fixture = try await StoreFixture(seed: 3)
        for number in 1...5 { try await fixture.store.post(fixture.article(UInt64(number))) }
        let outbox = try await fixture.store.outbox(after: 0, changeLimit: 10, byteLimit: 1 << 20)
        var previous = ChangeHash.origin
        for (index, row) in outbox.enumerated() {
            #expect(row.row.change.dot.counter == UInt64(index + 1))
            #expect(row.previous == previous)
            #expect(row.row.hash == row.row.change.hash(after: previous))
            previous = row.row.hash
        }
        #expect(try await fixture.store.journalState().head.hash == previous)
    }

    @Test("a transaction that throws leaves nothing behind")
    func rollback() async throws {
        let fixture = try await StoreFixture(seed: 4)
        struct Stop: Error {}
        let article = fixture.article(1)
        await #expect(throws: Stop.self) {
            try await fixture.store.write { transaction in
                try transaction.put(article)
                throw Stop()
            }
        }
        #expect(try await fixture.store.document(article.id) == nil)
        #expect(try await fixture.store.journalState().head == .origin)
        #expect(try await fixture.store.post(article).counter == 1)
    }

    @Test("the changes of one write are one group, and the outbox never cuts it")
    func group() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let articles = (1...6).map { fixture.article(UInt64($0)) }
        try await fixture.store.post(articles[0])
        try await fixture.store.write { transaction in
            for article in articles[1...] { try transaction.put(article) }
        }
        let first = try await fixture.store.outbox(after: 0, changeLimit: 3, byteLimit: 1 << 20)
        #expect(first.map(\.row.change.dot.counter) == [1])
        let second = try await fixture.store.outbox(after: 1, changeLimit: 3, byteLimit: 1 << 20)
        #expect(second.map(\.row.change.dot.counter) == [2, 3, 4, 5, 6])
        #expect(Set(second.map(\.row.change.transaction)) == [2])
        let bytes = try await fixture.store.outbox(after: 0, changeLimit: 9, byteLimit: 10)
        #expect(bytes.map(\.row.change.dot.counter) == [1])
    }

    @Test("a large article takes several changes of one group")
    func manyBlocks() async throws {
        let fixture = try await StoreFixture(seed: 6)
        let article = fixture.article(1, paragraphs: 600)
        try await fixture.store.post(article)
        let outbox = try await fixture.store.outbox(after: 0, changeLimit: 10, byteLimit: 1 << 20)
        #expect(outbox.count == 3)
        #expect(Set(outbox.map(\.row.change.transaction)) == [1])
        let document = try #require(try await fixture.store.document(article.id))
        #expect(Article(document: document).body.count == 600)
    }

    @Test("a deleted article can be brought back, a comment cannot")
    func deletion() async throws {
        let fixture = try await StoreFixture(seed: 7)
        let article = fixture.article(1)
        let comment = fixture.comment(1, on: article)
        try await fixture.store.post(article)
        try await fixture.store.post(comment)
        try await fixture.store.delete(article.id)
        #expect(try await fixture.store.document(article.id)?.isDeleted == true)
        await #expect(throws: StoreError.self) {
            try await fixture.store.edit(article.id) { $0.headline = "Không được" }
        }
        try await fixture.store.undelete(article.id)
        #expect(try await fixture.store.document(article.id)?.isDeleted == false)
        try await fixture.store.delete(comment.id)
        await #expect(throws: StoreError.self) { try await fixture.store.undelete(comment.id) }
    }

    @Test("an article with closed comments takes none")
    func closed() async throws {
        let fixture = try await StoreFixture(seed: 8)
        var article = fixture.article(1)
        article.commentPolicy = .closed
        try await fixture.store.post(article)
        let comment = fixture.comment(1, on: article)
        let error = await #expect(throws: StoreError.self) {
            try await fixture.store.post(comment)
        }
        #expect(error?.code == .commentsClosed)
    }

    @Test("a fresh article's clock takes at most 24 bytes, a comment's too")
    func clockSize() async throws {
        let fixture = try await StoreFixture(seed: 9)
        let article = fixture.article(1)
        try await fixture.store.post(article)
        try await fixture.store.post(fixture.comment(1, on: article))
        let sizes = try await fixture.store.read { session in
            try session.all(
                "SELECT length(clock) FROM article UNION ALL SELECT length(clock) FROM comment"
            ) { $0.integer(0) }
        }
        #expect(sizes.count == 2)
        #expect(sizes.allSatisfy { $0 <= 24 }, "\(sizes)")
    }

    @Test("two connections write to one file without losing a counter")
    func twoConnections() async throws {
        let fixture = try await StoreFixture(seed: 10)
        let other = try await fixture.reopened()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, store) in [fixture.store, other].enumerated() {
                group.addTask {
                    for number in 0..<20 {
                        try await store.post(fixture.article(UInt64(index * 100 + number)))
                    }
                }
            }
            try await group.waitForAll()
        }
        let outbox = try await other.outbox(after: 0, changeLimit: 100, byteLimit: 1 << 20)
        #expect(outbox.map(\.row.change.dot.counter) == Array(1...40))
        try await other.close()
    }
}
