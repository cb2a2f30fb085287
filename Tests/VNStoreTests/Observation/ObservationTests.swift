import Foundation
import Testing
import VNModel
import VNStore

/// The world of a test, in which waiting takes as long as it says.
private struct WaitingEnvironment: Environment {
    let base: TestEnvironment

    func milliseconds() -> UInt64 { base.milliseconds() }
    func random() -> UInt64 { base.random() }
    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

/// A store and an observation of it, of which the test asks one value after the other.
private final class Watched: Sendable {
    let fixture: StoreFixture
    let store: ContentStore

    init(seed: UInt64) async throws {
        fixture = try await StoreFixture(seed: seed)
        store = try await Watched.open(fixture)
    }

    /// Another connection to the file.
    static func open(_ fixture: StoreFixture) async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.environment = WaitingEnvironment(base: fixture.environment)
        return try await ContentStore.open(at: fixture.store.path, configuration: configuration)
    }

    func post(_ number: UInt64, in store: ContentStore? = nil) async throws {
        _ = try await (store ?? self.store).post(
            fixture.story(number, headline: "Bài \(number)"))
    }
}

@Suite(.timeLimit(.minutes(1))) struct ObservationTests {
    private typealias Values = AsyncThrowingStream<Page<ArticleSummary>, any Error>

    private static func headlines(_ page: Page<ArticleSummary>?) -> [String]? {
        page?.elements.map(\.headline)
    }

    @Test("the first value comes at once, the next when something was committed that changes it")
    func values() async throws {
        let watched = try await Watched(seed: 1)
        try await watched.post(1)
        var values = watched.store.observe(ArticleQuery()).makeAsyncIterator()
        #expect(Self.headlines(try await values.next()) == ["Bài 1"])
        try await watched.post(2)
        #expect(Self.headlines(try await values.next()) == ["Bài 2", "Bài 1"])
        // A comment that waits for approval changes no list, a mark does.
        try await watched.store.post(
            watched.fixture.remark(1, on: watched.fixture.story(2, headline: "Bài 2")))
        try await watched.store.mark([StoreFixture.articleID(1)], starred: true)
        let starred = try await values.next()
        #expect(starred?.elements.map(\.isStarred) == [false, true])
    }

    @Test("a value waits for the commit that makes it")
    func waiting() async throws {
        let watched = try await Watched(seed: 2)
        let stream = watched.store.observe(ArticleQuery())
        let steps = Steps()
        let task = Task {
            var counts: [Int] = []
            for try await page in stream {
                counts.append(page.elements.count)
                steps.add(page.elements.count)
                if counts.count == 3 { break }
            }
            return counts
        }
        for number in 1...2 as ClosedRange<UInt64> {
            while steps.values.count < Int(number) { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(50))
            #expect(steps.values.count == Int(number))
            try await watched.post(number)
        }
        #expect(try await task.value == [0, 1, 2])
    }

    @Test("many commits between two questions give one value, the newest")
    func coalesced() async throws {
        let watched = try await Watched(seed: 3)
        var values = watched.store.observe(ArticleQuery()).makeAsyncIterator()
        #expect(try await values.next()?.elements.isEmpty == true)
        for number in 1...5 as ClosedRange<UInt64> { try await watched.post(number) }
        #expect(try await values.next()?.elements.count == 5)
    }

    @Test("commits of another connection are seen")
    func otherProcess() async throws {
        let watched = try await Watched(seed: 4)
        let other = try await Watched.open(watched.fixture)
        var values = watched.store.observe(ArticleQuery()).makeAsyncIterator()
        #expect(try await values.next()?.elements.isEmpty == true)
        let writing = Task {
            try await Task.sleep(for: .milliseconds(300))
            try await watched.post(1, in: other)
        }
        #expect(Self.headlines(try await values.next()) == ["Bài 1"])
        try await writing.value
        try await watched.post(2, in: other)
        #expect(try await values.next()?.elements.count == 2)
    }

    @Test("what comes back to the value last given is not given again")
    func noDuplicates() async throws {
        let watched = try await Watched(seed: 5)
        try await watched.post(1)
        var values = watched.store.observe(ArticleQuery()).makeAsyncIterator()
        #expect(try await values.next()?.elements.map(\.isUnread) == [true])
        try await watched.store.mark([StoreFixture.articleID(1)], read: true)
        try await watched.store.mark([StoreFixture.articleID(1)], read: false)
        let writing = Task {
            try await Task.sleep(for: .milliseconds(100))
            try await watched.post(2)
        }
        #expect(try await values.next()?.elements.count == 2)
        try await writing.value
    }

    @Test("an error that passes is waited out")
    func survives() async throws {
        let watched = try await Watched(seed: 6)
        try await watched.post(1)
        var values = watched.store.observe(ArticleQuery()).makeAsyncIterator()
        #expect(try await values.next()?.elements.count == 1)
        let other = try await Watched.open(watched.fixture)
        try await other.write(.repeatable) { session in
            _ = try session.run("ALTER TABLE reading RENAME TO gone")
        }
        let mending = Task {
            try await Task.sleep(for: .milliseconds(500))
            try await other.write(.repeatable) { session in
                _ = try session.run("ALTER TABLE gone RENAME TO reading")
            }
            try await watched.post(2, in: other)
        }
        #expect(try await values.next()?.elements.count == 2)
        try await mending.value
    }

    @Test("an article and its thread are observed like a list")
    func entries() async throws {
        let watched = try await Watched(seed: 9)
        let id = StoreFixture.articleID(1)
        var articles = watched.store.observe(article: id).makeAsyncIterator()
        #expect(try await articles.next() == .some(nil))
        var threads = watched.store.observe(threadOf: id).makeAsyncIterator()
        #expect(try await threads.next() == [])
        try await watched.post(1)
        #expect(try await articles.next()??.article.headline == "Bài 1")
        try await watched.store.post(
            watched.fixture.remark(1, on: watched.fixture.story(1, headline: "Bài 1")))
        #expect(try await threads.next()?.count == 1)
    }

    @Test("a query by text sees what was written just now")
    func text() async throws {
        let watched = try await Watched(seed: 10)
        var query = ArticleQuery()
        query.text = "bài"
        var values = watched.store.observe(query).makeAsyncIterator()
        #expect(try await values.next()?.elements.isEmpty == true)
        try await watched.post(1)
        #expect(Self.headlines(try await values.next()) == ["Bài 1"])
    }

    @Test("a hundred observers all see a commit of this store and one of another")
    func hundred() async throws {
        let watched = try await Watched(seed: 11)
        let other = try await Watched.open(watched.fixture)
        let steps = Steps()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                let stream = watched.store.observe(ArticleQuery())
                group.addTask {
                    for try await page in stream {
                        steps.add(page.elements.count)
                        if page.elements.count == 2 { return }
                    }
                }
            }
            while steps.values.count < 100 { try await Task.sleep(for: .milliseconds(5)) }
            try await watched.post(1)
            while steps.values.count < 200 { try await Task.sleep(for: .milliseconds(5)) }
            try await watched.post(2, in: other)
            try await group.waitForAll()
        }
        #expect(steps.values.count == 300)
    }

    @Test("a request that makes no sense ends the stream with its error")
    func invalid() async throws {
        let watched = try await Watched(seed: 7)
        var query = ArticleQuery()
        query.after = "nonsense"
        var values = watched.store.observe(query).makeAsyncIterator()
        do {
            _ = try await values.next()
            Issue.record("an error was expected")
        } catch let error as StoreError {
            #expect(error.code == .invalidRequest)
        }
        #expect(try await values.next() == nil)
    }

    @Test("cancelling the task ends the stream, and so does closing the store")
    func ending() async throws {
        let watched = try await Watched(seed: 8)
        let stream = watched.store.observe(ArticleQuery())
        let steps = Steps()
        let task = Task {
            for try await page in stream { steps.add(page.elements.count) }
        }
        while steps.values.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        try await task.value
        #expect(steps.values == [0])
        let second = watched.store.observe(ArticleQuery())
        let closing = Task {
            for try await page in second { steps.add(page.elements.count) }
        }
        while steps.values.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
        try await watched.store.close()
        try await closing.value
        #expect(steps.values == [0, 0])
        var third = watched.store.observe(ArticleQuery()).makeAsyncIterator()
        #expect(try await third.next() == nil)
    }
}
