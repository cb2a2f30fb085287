import Testing
import VNModel
import VNStore

@Suite struct VerifyTests {
    /// A store with articles, comments, conflicts, deletions, a refusal and pending changes.
    private static func fixture(seed: UInt64) async throws -> StoreFixture {
        let alice = try await StoreFixture(seed: seed)
        let bob = try await StoreFixture(seed: seed + 100)
        try await alice.store.addRemote("hub", url: "http://hub.example/")
        for number in 1...6 as ClosedRange<UInt64> {
            let article = alice.story(
                number, headline: "Bài \(number)", section: "kinh-te", topics: ["gao", "lua"],
                texts: ["Một", "Hai"])
            try await alice.store.post(article)
            try await alice.store.post(alice.remark(number, on: article))
            try await bob.receive(article.id, from: alice)
        }
        try await alice.store.edit(StoreFixture.articleID(1)) { $0.headline = "Của An" }
        try await bob.store.edit(StoreFixture.articleID(1)) { $0.headline = "Của Bình" }
        try await alice.receive(StoreFixture.articleID(1), from: bob)
        try await alice.store.delete(StoreFixture.articleID(2))
        try await alice.store.delete(StoreFixture.commentID(3))
        let verdicts = (1...10).map { Verdict(counter: $0, outcome: .applied) }
        _ = try await alice.store.recordVerdicts(verdicts, remote: "hub")
        try await alice.store.updateSearchIndex()
        return alice
    }

    private static func failing(_ report: VerifyReport) -> [String] {
        report.checks.filter { !$0.ok }.map(\.name)
    }

    @Test("a sound store passes every check, quick and deep, and there is nothing to repair")
    func sound() async throws {
        let fixture = try await Self.fixture(seed: 1)
        let quick = try await fixture.store.verify()
        #expect(quick.ok && quick.checks.map(\.name) == ["integrity", "references", "store"])
        let seen = Steps()
        let deep = try await fixture.store.verify(deep: true) { seen.add($0.done) }
        #expect(deep.ok, "\(deep.checks)")
        #expect(
            deep.checks.map(\.name) == [
                "integrity", "references", "store", "journal", "articles", "comments", "feed",
                "digests", "search", "media",
            ])
        #expect(seen.values.contains(6))
        let before = try await fixture.store.read { try $0.head() }
        let repaired = try await fixture.store.verify(repair: true)
        #expect(repaired.ok && repaired.repaired == 0)
        #expect(try await fixture.store.read { try $0.head() } == before)
    }

    /// What is done behind the store's back, which check must tell, and whether a repair helps.
    struct Damage: Sendable, CustomTestStringConvertible {
        let sql: String
        let check: String
        var detail = ""
        var isRepaired = true
        var testDescription: String { sql }
    }

    private static let article4 = "x'01900000000070008000000000000004'"

    static let damages = [
        Damage(sql: "UPDATE article SET state = 'draft' WHERE number = 4", check: "articles"),
        Damage(sql: "UPDATE article SET conflicts = 0 WHERE number = 1", check: "articles"),
        Damage(sql: "UPDATE article SET published_ms = 1 WHERE number = 4", check: "articles"),
        Damage(sql: "UPDATE article SET title_key = x'00' WHERE number = 4", check: "articles"),
        Damage(sql: "UPDATE article SET publisher_id = NULL WHERE number = 4", check: "articles"),
        Damage(
            sql: "UPDATE article SET date_modified = '2026' WHERE number = 4", check: "articles",
            detail: "date_modified of 01900000-0000-7000-8000-000000000004"),
        Damage(
            sql: "DELETE FROM article_topic WHERE article = 4 AND topic = 'lua'",
            check: "articles", detail: "topic rows"),
        Damage(sql: "INSERT INTO article_topic VALUES ('bao', 4)", check: "articles"),
        Damage(
            sql: "INSERT INTO sibling VALUES (1, 4, 'headline', 1, 1, 1, '\"x\"')",
            check: "articles", detail: "sibling rows"),
        Damage(
            sql: "INSERT INTO sibling VALUES (2, 999, 'text', 1, 1, 1, '\"x\"')",
            check: "comments", detail: "belong to no document"),
        Damage(sql: "UPDATE comment SET created_ms = 0 WHERE number = 4", check: "comments"),
        Damage(sql: "UPDATE comment SET state = 'approved' WHERE number = 4", check: "comments"),
        Damage(
            sql: "UPDATE article_search SET body_tone = 'x' WHERE rowid = 4", check: "search",
            detail: "01900000-0000-7000-8000-000000000004"),
        Damage(sql: "DELETE FROM comment_search WHERE rowid = 4", check: "search"),
        Damage(
            sql: "INSERT INTO article_search (rowid, body_fold) VALUES (2, 'x')", check: "search"),
        Damage(
            sql: "INSERT INTO comment_search (rowid, text_fold) VALUES (99, 'x')", check: "search"),
        Damage(
            sql: "INSERT INTO pending SELECT replica, 999 FROM store", check: "journal",
            detail: "1 changes wait that are not in the journal"),
        Damage(sql: "UPDATE store SET seq = 3", check: "store"),
        Damage(sql: "UPDATE store SET search_seq = 9999", check: "store"),
        Damage(
            sql: "UPDATE article SET headline = 'Bị sửa' WHERE number = 4", check: "articles",
            detail: "not what was written", isRepaired: false),
        Damage(
            sql: "UPDATE comment SET text = 'Bị sửa' WHERE number = 4", check: "comments",
            isRepaired: false),
        Damage(
            sql: "UPDATE article SET body = '[' WHERE number = 4", check: "articles",
            detail: "01900000-0000-7000-8000-000000000004 cannot be read", isRepaired: false),
        Damage(
            sql: "DELETE FROM sibling WHERE document = 1", check: "articles", isRepaired: false),
        Damage(
            sql: "UPDATE article SET seq = 2 WHERE number = 4", check: "feed",
            detail: "place 2 is taken more than once", isRepaired: false),
        Damage(
            sql: "UPDATE comment SET seq = (SELECT seq FROM article WHERE number = 4) "
                + "WHERE number = 4", check: "feed", isRepaired: false),
        Damage(
            sql: "INSERT INTO purged SELECT x'01', seq FROM article WHERE number = 4",
            check: "feed", isRepaired: false),
        Damage(
            sql: "DELETE FROM journal WHERE counter = 4", check: "journal",
            detail: "change 5 does not follow 3", isRepaired: false),
        Damage(
            sql: "UPDATE journal SET ops = replace(ops, 'kinh-te', 'the-thao') WHERE counter = 5",
            check: "journal", detail: "change 5 is not what its hash says", isRepaired: false),
        Damage(
            sql: "UPDATE journal SET ops = '{' WHERE counter = 5", check: "journal",
            detail: "change 5 cannot be read", isRepaired: false),
        Damage(
            sql: "UPDATE journal SET hash = zeroblob(16) WHERE counter = 5", check: "journal",
            isRepaired: false),
        Damage(
            sql: "UPDATE journal SET doc = \(article4) WHERE counter = 13", check: "journal",
            detail: "pending change 13 is missing from headline", isRepaired: false),
        Damage(
            sql: "DELETE FROM journal WHERE counter = 15", check: "store", isRepaired: false),
        Damage(sql: "UPDATE store SET head_hash = zeroblob(16)", check: "store", isRepaired: false),
    ]

    @Test("damage of any kind is found, named, and repaired if it can be", arguments: damages)
    func damage(_ damage: Damage) async throws {
        let fixture = try await Self.fixture(seed: 2)
        try await fixture.store.write(.durable) { session in
            let changed = try session.run(damage.sql)
            #expect(changed == 1, "the damage is done")
        }
        let report = try await fixture.store.verify(deep: true)
        #expect(Self.failing(report).contains(damage.check), "\(report.checks)")
        let details = report.checks.filter { $0.name == damage.check }.map(\.detail).joined()
        #expect(details.contains(damage.detail), "\(details)")
        let repaired = try await fixture.store.verify(repair: true)
        #expect(repaired.ok == damage.isRepaired, "\(repaired.checks)")
        if damage.isRepaired {
            #expect(repaired.repaired > 0)
            #expect(try await fixture.store.verify(deep: true).ok)
            #expect(
                try await fixture.store.search(SearchRequest("bài")).hits.count == 4)
        }
    }

    @Test("a row that names a row that is gone is found")
    func references() async throws {
        let fixture = try await StoreFixture(seed: 9)
        // The reference is declared afterwards, since SQLite would not let it be broken.
        for sql in [
            "CREATE TABLE stray (remote INTEGER)", "INSERT INTO stray VALUES (77)",
            "PRAGMA writable_schema = ON",
            """
            UPDATE sqlite_schema SET sql = 'CREATE TABLE stray (remote INTEGER REFERENCES remote)'
            WHERE name = 'stray'
            """, "PRAGMA schema_version = 9999",
        ] { try await fixture.damage(sql) }
        let report = try await fixture.reopened().verify()
        #expect(Self.failing(report) == ["references"])
        #expect(report.checks[1].detail == "row 1 of stray names no row of remote")
    }

    @Test("word lists that do not fit the keys are found by a repair, and made anew")
    func wordLists() async throws {
        let fixture = try await Self.fixture(seed: 8)
        try await fixture.damage(
            "UPDATE article_search_data SET block = zeroblob(20) WHERE id > 100")
        let report = try await fixture.reopened().verify(repair: true)
        #expect(report.ok && report.repaired > 0, "\(report.checks)")
        #expect(
            try await fixture.reopened().search(SearchRequest("bài")).hits.count == 4)
    }

    @Test("a document whose content was damaged is fetched whole from the remote")
    func damagedContent() async throws {
        let fixture = try await Self.fixture(seed: 3)
        let id = StoreFixture.articleID(4)
        let sound = try #require(try await fixture.store.document(id))
        try await fixture.damage("UPDATE article SET headline = 'Bị sửa' WHERE number = 4")
        _ = try await fixture.store.verify(repair: true)
        #expect(try await fixture.store.documentsToReread(remote: "hub", limit: 9) == [id])
        try await fixture.store.replace([.document(sound, seq: 1)], remote: "hub")
        try await fixture.store.updateSearchIndex()
        #expect(try await fixture.store.verify(deep: true).ok)
        #expect(try await fixture.store.article(id)?.article.headline == "Bài 4")
    }

    @Test("rows that were rewritten keep their hash as a link, so the chain stays whole")
    func rewritten() async throws {
        let fixture = try await Self.fixture(seed: 4)
        try await fixture.store.addRemote("second", url: "http://second.example/")
        _ = try await fixture.store.applyPage(
            [.purge(StoreFixture.articleID(6))], remote: "hub", cursor: "c", isComplete: true)
        try await fixture.store.edit(StoreFixture.articleID(5)) { $0.headline = "Sau đó" }
        try await fixture.store.updateSearchIndex()
        let report = try await fixture.store.verify(deep: true)
        #expect(report.ok, "\(report.checks)")
    }

    @Test("the beginning of a journal may be gone")
    func retention() async throws {
        let fixture = try await Self.fixture(seed: 5)
        try await fixture.damage("DELETE FROM journal WHERE counter <= 7")
        let report = try await fixture.store.verify(deep: true)
        #expect(report.ok, "\(report.checks)")
    }

    @Test("a verification can be cancelled")
    func cancelled() async throws {
        let fixture = try await Self.fixture(seed: 6)
        let steps = Steps()
        let task = Task {
            try await fixture.store.verify(deep: true) { progress in
                steps.add(progress.done)
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(steps.values == [0])
        #expect(try await fixture.store.verify(deep: true).ok)
    }
}
