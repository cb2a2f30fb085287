import Testing
import VNModel
import VNStore

@Suite struct ConflictTests {
    /// Two stores that hold one article and then change it apart.
    private struct Pair {
        let alice: StoreFixture
        let bob: StoreFixture
        let id = StoreFixture.articleID(1)

        init(seed: UInt64, texts: [String] = ["Một", "Hai"]) async throws {
            alice = try await StoreFixture(seed: seed)
            bob = try await StoreFixture(seed: seed + 100, milliseconds: 1_770_000_100_000)
            try await alice.store.post(alice.story(1, headline: "Bài", texts: texts))
            try await bob.receive(id, from: alice)
        }

        /// Each takes in what the other has.
        func exchange() async throws {
            try await alice.receive(id, from: bob)
            try await bob.receive(id, from: alice)
        }

        /// Headlines changed apart; Bob's is newer and shown.
        func editHeadlines() async throws {
            try await alice.store.edit(id) { $0.headline = "Của An" }
            try await bob.store.edit(id) { $0.headline = "Của Bình" }
            try await exchange()
        }

        func headline() async throws -> String? {
            try await alice.store.article(id)?.article.headline
        }

        /// After an exchange both show the same and neither has a conflict.
        func expectAgreement() async throws {
            try await exchange()
            let documents = (
                try await alice.store.document(id), try await bob.store.document(id)
            )
            let (mine, theirs) = (try #require(documents.0), try #require(documents.1))
            #expect(mine.hasSameRegisters(as: theirs))
            #expect(try await alice.store.conflicts().isEmpty)
            #expect(try await bob.store.conflicts(id).isEmpty)
            for fixture in [alice, bob] {
                try await fixture.store.updateSearchIndex()
                let report = try await fixture.store.verify(deep: true)
                #expect(report.ok, "\(report.checks)")
            }
        }
    }

    private static func expectInvalid(
        _ body: @Sendable () async throws -> Void
    ) async -> [String] {
        do {
            try await body()
            Issue.record("an error was expected")
        } catch let error as StoreError {
            #expect(error.code == .invalidRequest)
            return error.context
        } catch {
            Issue.record(error)
        }
        return []
    }

    @Test("both stores list the same conflict, and taking a side ends it on both")
    func sides() async throws {
        for (index, take) in [Resolution.local, .remote, .index(1), .index(2)].enumerated() {
            let pair = try await Pair(seed: UInt64(index + 1))
            try await pair.editHeadlines()
            let conflicts = try await pair.alice.store.conflicts()
            #expect(conflicts == (try await pair.bob.store.conflicts(pair.id)))
            let conflict = try #require(conflicts.first)
            #expect(conflicts.count == 1 && conflict.path == "headline")
            #expect(try await pair.headline() == "Của Bình")
            let receipt = try await pair.alice.store.resolve(pair.id, take: take)
            #expect(receipt.counter == 3)
            let expected: String? =
                switch take {
                case .local: "Của An"
                case .remote: "Của Bình"
                case .index(let place): conflict.values[place - 1].value.string
                case .both, .value: nil
                }
            try await pair.expectAgreement()
            #expect(try await pair.headline() == expected)
            #expect(try await pair.bob.store.article(pair.id)?.article.headline == expected)
        }
    }

    @Test("another value than those in conflict may be taken, if it is valid")
    func value() async throws {
        let pair = try await Pair(seed: 10)
        try await pair.editHeadlines()
        await #expect(throws: ContentError.self) {
            try await pair.alice.store.resolve(pair.id, take: .value(.string("hai\ndòng")))
        }
        try await pair.alice.store.resolve(
            pair.id, path: "headline", take: .value(.string("Của cả hai")))
        try await pair.expectAgreement()
        #expect(try await pair.headline() == "Của cả hai")
    }

    @Test("without a path the document must have one conflict")
    func paths() async throws {
        let pair = try await Pair(seed: 11)
        #expect(
            await Self.expectInvalid {
                try await pair.alice.store.resolve(pair.id, take: .local)
            }.isEmpty)
        try await pair.alice.store.edit(pair.id) { $0.summary = "Tóm của An" }
        try await pair.bob.store.edit(pair.id) { $0.summary = "Tóm của Bình" }
        try await pair.editHeadlines()
        let context = await Self.expectInvalid {
            try await pair.alice.store.resolve(pair.id, take: .local)
        }
        #expect(context == ["headline", "summary"])
        _ = await Self.expectInvalid {
            try await pair.alice.store.resolve(pair.id, path: "section", take: .local)
        }
        for take in [Resolution.index(0), .index(3), .both] {
            _ = await Self.expectInvalid {
                try await pair.alice.store.resolve(pair.id, path: "headline", take: take)
            }
        }
        try await pair.alice.store.resolve(pair.id, path: "summary", take: .local)
        #expect(try await pair.alice.store.conflicts(pair.id).map(\.path) == ["headline"])
        await #expect {
            try await pair.alice.store.resolve(StoreFixture.articleID(9), take: .local)
        } throws: { ($0 as? StoreError)?.code == .noSuchDocument }
        await #expect {
            try await pair.alice.store.conflicts(StoreFixture.articleID(9))
        } throws: { ($0 as? StoreError)?.code == .noSuchDocument }
    }

    @Test("a value of which none was written here cannot be taken as local")
    func foreign() async throws {
        let pair = try await Pair(seed: 12)
        try await pair.editHeadlines()
        let carol = try await StoreFixture(seed: 300)
        try await carol.receive(pair.id, from: pair.alice)
        _ = await Self.expectInvalid {
            try await carol.store.resolve(pair.id, take: .local)
        }
        try await carol.store.resolve(pair.id, take: .remote)
        #expect(try await carol.store.article(pair.id)?.article.headline == "Của Bình")
    }

    @Test("of two versions of a paragraph both can be kept, the other one behind the shown one")
    func both() async throws {
        let pair = try await Pair(seed: 13)
        try await pair.alice.store.edit(pair.id) { $0.body[0].text = "Một của An" }
        try await pair.bob.store.edit(pair.id) { $0.body[0].text = "Một của Bình" }
        try await pair.exchange()
        #expect(try await pair.alice.store.conflicts(pair.id).map(\.path) == ["body/p1"])
        try await pair.alice.store.resolve(pair.id, take: .both)
        try await pair.expectAgreement()
        let body = try await pair.bob.store.article(pair.id)?.article.body
        #expect(body?.map(\.text) == ["Một của Bình", "Một của An", "Hai"])
        #expect(body?[0].id == "p1" && Set(body?.map(\.id) ?? []).count == 3)
    }

    @Test("a paragraph removed while it was edited survives until someone takes the removal")
    func removedWhileEdited() async throws {
        let pair = try await Pair(seed: 14)
        try await pair.alice.store.edit(pair.id) { $0.body.removeLast() }
        try await pair.bob.store.edit(pair.id) { $0.body[1].text = "Hai, sửa" }
        try await pair.exchange()
        let body = try await pair.alice.store.article(pair.id)?.article.body
        #expect(body?.map(\.text) == ["Một", "Hai, sửa"])
        try await pair.alice.store.resolve(pair.id, take: .local)
        try await pair.expectAgreement()
        #expect(try await pair.bob.store.article(pair.id)?.article.body.count == 1)
    }

    @Test("a deletion against an edit: taking it deletes all, taking null keeps the article")
    func deletion() async throws {
        for keeps in [true, false] {
            let pair = try await Pair(seed: keeps ? 15 : 16)
            try await pair.alice.store.delete(pair.id, by: "An")
            try await pair.bob.store.edit(pair.id) { $0.headline = "Mới hơn" }
            try await pair.exchange()
            let conflict = try #require(try await pair.bob.store.conflicts().first)
            #expect(conflict.path == "deleted" && conflict.values.count == 2)
            #expect(conflict.values.first { $0.isShown }?.value == .null)
            let mark = try #require(conflict.values.first { !$0.isShown }?.value)
            _ = await Self.expectInvalid {
                try await pair.bob.store.resolve(pair.id, take: .value(mark))
            }
            // For Bob the deletion is the remote value and his edit the local one.
            try await pair.bob.store.resolve(pair.id, take: keeps ? .local : .remote)
            try await pair.expectAgreement()
            let entry = try #require(try await pair.alice.store.article(pair.id))
            #expect(entry.isDeleted == !keeps)
            #expect(entry.deletionMark?.by == (keeps ? nil : "An"))
            #expect(entry.article.headline == "Mới hơn")
        }
    }

    @Test("resolving can be rehearsed; the conflict stays")
    func rehearsal() async throws {
        let pair = try await Pair(seed: 18)
        try await pair.editHeadlines()
        let store = pair.alice.store
        let conflicts = try await store.conflicts()
        let rehearsed = try await store.rehearsing.resolve(pair.id, take: .local)
        #expect(try await store.conflicts() == conflicts && conflicts.count == 1)
        let reasons = await Self.expectInvalid {
            try await store.rehearsing.resolve(pair.id, take: .index(3))
        }
        #expect(
            reasons
                == (await Self.expectInvalid { try await store.resolve(pair.id, take: .index(3)) }))
        #expect(try await store.resolve(pair.id, take: .local) == rehearsed)
        try await pair.expectAgreement()
    }

    @Test("decisions of two moderators that differ are a conflict; the safest is shown")
    func moderation() async throws {
        let pair = try await Pair(seed: 17)
        let comment = pair.alice.remark(1, on: pair.alice.story(1, headline: "Bài"))
        try await pair.alice.store.post(comment)
        try await pair.bob.receive(comment.id, from: pair.alice)
        try await pair.alice.store.moderate(comment.id, Moderation(status: .approved))
        try await pair.bob.store.moderate(comment.id, Moderation(status: .spam))
        try await pair.alice.receive(comment.id, from: pair.bob)
        var query = CommentQuery()
        query.hasConflicts = true
        let listed = try await pair.alice.store.comments(query).elements
        #expect(listed.map(\.comment.status) == [.spam] && listed[0].conflicts.count == 1)
        #expect(try await pair.alice.store.statistics().conflicts == 1)
        try await pair.alice.store.resolve(comment.id, path: "moderation", take: .local)
        #expect(try await pair.alice.store.comment(comment.id)?.comment.status == .approved)
        #expect(try await pair.alice.store.conflicts().isEmpty)
    }
}
