import Foundation
import Testing
import VNModel
import VNRandom
import VNStore

@Suite("Compact") struct CompactTests {
    private static let day: UInt64 = 86_400_000
    /// A word that stands nowhere else.
    private static let secret = "Khoai lang mật vườn Quỳnh"

    /// A store with twenty articles; the hub has answered for the first fifteen changes.
    private func fixture(_ seed: UInt64, durable: UInt64 = 15) async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: seed)
        try await fixture.store.addRemote("hub", url: "http://hub.example/")
        for number in 1...20 as ClosedRange<UInt64> {
            try await fixture.store.post(fixture.article(number))
        }
        try await answer(fixture, 1...15, remote: "hub", durable: durable)
        return fixture
    }

    private func answer(
        _ fixture: StoreFixture, _ counters: ClosedRange<UInt64>, remote: String, durable: UInt64
    ) async throws {
        let verdicts = counters.map { Verdict(counter: $0, outcome: .applied) }
        _ = try await fixture.store.recordVerdicts(verdicts, remote: remote)
        try await fixture.store.recordContact(
            remote: remote, error: nil, durableThrough: durable)
    }

    private func counters(_ store: ContentStore) async throws -> [UInt64] {
        try await store.read { session in
            try session.all("SELECT counter FROM journal ORDER BY counter") { $0.unsigned(0) }
        }
    }

    private func compact(
        _ store: ContentStore, days: Int = 30, dryRun: Bool = false
    ) async throws -> CompactReport {
        var options = CompactOptions()
        options.keepDays = days
        return try await (dryRun ? store.rehearsing : store).compact(options)
    }

    @Test("journal rows go when they are old, answered for by all and in every hub's backup")
    func journal() async throws {
        let fixture = try await fixture(1)
        #expect(try await compact(fixture.store).journalRows == 0)
        fixture.environment.advance(by: 31 * Self.day)
        try await fixture.store.addRemote("second", url: "http://second.example/")
        #expect(try await compact(fixture.store).journalRows == 0)
        try await answer(fixture, 1...9, remote: "second", durable: 7)
        let planned = try await compact(fixture.store, dryRun: true)
        #expect(planned.journalRows == 6 && planned.contentBytes > 0)
        #expect(try await counters(fixture.store).count == 20)
        let report = try await compact(fixture.store)
        #expect(report.journalRows == 6 && report.isLogEmpty)
        #expect(try await counters(fixture.store) == Array(7...20))
        #expect(try await compact(fixture.store).journalRows == 0)
        #expect(try await fixture.store.verify(deep: true).ok)
        // What each remote lacks can still be sent, chained to a row that is known.
        let outbox = try await fixture.store.outbox(
            after: 9, changeLimit: 500, byteLimit: 1 << 20)
        #expect(outbox.map(\.row.change.dot.counter) == Array(10...20))
        #expect(try await fixture.store.pendingCount() == 5)
    }

    @Test("nothing goes that waits, whatever the age, and nothing without a remote")
    func pending() async throws {
        let fixture = try await fixture(2, durable: 100)
        try await fixture.store.write(.durable) { session in
            _ = try session.run("UPDATE remote SET acked = 100")
        }
        fixture.environment.advance(by: 400 * Self.day)
        #expect(try await compact(fixture.store, days: 0).journalRows == 15)
        #expect(try await counters(fixture.store) == Array(16...20))
        try await fixture.store.removeRemote("hub")
        try await fixture.store.write(.durable) { session in
            _ = try session.run("DELETE FROM pending")
        }
        #expect(try await compact(fixture.store, days: 0).journalRows == 0)
    }

    @Test("arrivals go when they are old or their document is purged, in batches")
    func arrivals() async throws {
        let fixture = try await fixture(3)
        try await fixture.store.write(.durable) { session in
            for number in 0..<2500 as Range<Int64> {
                let bytes = withUnsafeBytes(of: number.bigEndian) { Array($0) } + [1]
                let time: Int64 = number % 2 == 0 ? 5 : 1_770_000_000_000
                _ = try session.run(
                    "INSERT INTO arrival VALUES (1, ?, 1, 1, 0, '[]', ?)", .blob(bytes),
                    .integer(time))
            }
            let id = StoreFixture.articleID(1)
            _ = try session.run(
                "INSERT INTO arrival VALUES (2, ?, 1, 1, 0, '[]', ?)", .id(id),
                .integer(1_770_000_000_000 as Int64))
            _ = try session.run("INSERT INTO purged VALUES (?, 900)", .id(id))
        }
        #expect(try await compact(fixture.store, dryRun: true).arrivals == 1251)
        #expect(try await compact(fixture.store).arrivals == 1251)
        #expect(try await compact(fixture.store).arrivals == 0)
        let left = try await fixture.store.read { session in
            try session.first("SELECT count(*) FROM arrival") { $0.integer(0) }
        }
        #expect(left == 1250)
    }

    private func bytes(of store: ContentStore) throws -> Data {
        try ["", "-wal"].reduce(into: Data()) { data, suffix in
            let path = store.path + suffix
            guard FileManager.default.fileExists(atPath: path) else { return }
            data.append(try Data(contentsOf: URL(fileURLWithPath: path)))
        }
    }

    private func holds(_ text: String, _ store: ContentStore) throws -> Bool {
        try bytes(of: store).range(of: Data(text.utf8)) != nil
    }

    @Test("the text of a removed document is in no byte of the files afterwards", arguments: 1...6)
    func erased(_ seed: UInt64) async throws {
        let fixture = try await fixture(10 + seed)
        var generator = SplitMix64(seed: seed)
        var removed: [FeedItem] = []
        for number in 100..<160 as Range<UInt64> {
            var article = fixture.article(
                number, paragraphs: Int.random(in: 1...60, using: &generator))
            if number.isMultiple(of: 3) {
                article.headline = Self.secret + " \(number)"
                article.body[0].text = String(
                    repeating: Self.secret + " ",
                    count: Int.random(in: 1...300, using: &generator))
                removed.append(.purge(article.id))
            }
            try await fixture.store.post(article)
        }
        try await fixture.store.updateSearchIndex()
        for item in removed { try await fixture.store.delete(item.id) }
        try await answer(fixture, 16...100, remote: "hub", durable: 10)
        _ = try await fixture.store.applyPage(
            removed, remote: "hub", cursor: "c", isComplete: true)
        #expect(try holds(Self.secret, fixture.store))
        #expect(try holds("khoai lang mat vuon quynh", fixture.store))
        let report = try await compact(fixture.store)
        #expect(report.erasedPayloads == 20 && report.isLogEmpty && report.searchParts > 1)
        #expect(try !holds("Khoai lang", fixture.store))
        #expect(try !holds("khoai lang mat", fixture.store))
        #expect(try !holds("quynh", fixture.store))
        let verified = try await fixture.store.verify(deep: true)
        #expect(verified.ok, "\(verified.checks)")
        let again = try await compact(fixture.store)
        #expect(again.erasedPayloads == 0 && again.searchParts == 0)
        #expect(try await fixture.store.search(SearchRequest("đầu đề")).hits.count > 1)
    }

    @Test("deletions of removed documents stay in the journal, and so does what is held")
    func kept() async throws {
        let fixture = try await fixture(4)
        let id = StoreFixture.articleID(3)
        try await fixture.store.delete(id)
        try await answer(fixture, 16...21, remote: "hub", durable: 2)
        try await fixture.store.edit(StoreFixture.articleID(4)) { $0.headline = Self.secret }
        let items = [FeedItem.purge(id), .purge(StoreFixture.articleID(4))]
        _ = try await fixture.store.applyPage(
            items, remote: "hub", cursor: "c", isComplete: true)
        #expect(try await fixture.store.heldChanges().count == 2)
        #expect(try await compact(fixture.store).erasedPayloads == 2)
        let rows = try await fixture.store.outbox(
            after: 20, changeLimit: 500, byteLimit: 1 << 20
        ).map(\.row)
        #expect(rows.map(\.isWithdrawn) == [false, true])
        #expect(rows.first?.change.operations.map(\.path) == ["deleted"])
        let held = try await fixture.store.heldChanges().flatMap(\.operations).map(\.value)
        #expect(held.contains(.string(Self.secret)))
        #expect(try await fixture.store.verify(deep: true).ok)
    }

    @Test("the file is packed when much of it is free, and only then")
    func packing() async throws {
        let fixture = try await fixture(5)
        #expect(try await compact(fixture.store).packing == .notWorthwhile)
        for number in 200..<260 as Range<UInt64> {
            try await fixture.store.post(fixture.article(number, paragraphs: 300))
        }
        let items = (200..<260 as Range<UInt64>).map {
            FeedItem.purge(StoreFixture.articleID($0))
        }
        try await answer(fixture, 16...80, remote: "hub", durable: 0)
        _ = try await fixture.store.applyPage(
            items, remote: "hub", cursor: "c", isComplete: true)
        let report = try await compact(fixture.store)
        #expect(report.packing == .packed)
        #expect(report.bytesAfter < report.bytesBefore / 2)
        let storage = try await fixture.store.storage()
        #expect(storage.freePages * 10 <= storage.pages && storage.logBytes == 0)
        #expect(try await fixture.store.verify(deep: true).ok)
    }

    @Test("a compaction that is cancelled can be taken up again")
    func cancelled() async throws {
        let fixture = try await fixture(6)
        fixture.environment.advance(by: 31 * Self.day)
        let task = Task {
            try await fixture.store.compact { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await fixture.store.verify(deep: true).ok)
        _ = try await compact(fixture.store)
        #expect(try await counters(fixture.store) == Array(15...20))
    }

    @Test("a reader that does not let go keeps the log, and the report says so")
    func reader() async throws {
        let fixture = try await fixture(7)
        var configuration = StoreConfiguration()
        configuration.environment = fixture.environment
        configuration.busyTimeout = .milliseconds(50)
        let impatient = try await ContentStore.open(
            at: fixture.store.path, configuration: configuration)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        let reader = Task.detached {
            try await fixture.store.read { session in
                _ = try session.first("SELECT 1 FROM article") { $0.integer(0) }
                start.finish()
                gate.wait()
            }
        }
        for await _ in started {}
        try await impatient.post(fixture.article(90))
        #expect(try await compact(impatient).isLogEmpty == false)
        gate.signal()
        try await reader.value
        #expect(try await compact(impatient).isLogEmpty)
    }

    @Test("days that make no sense are refused")
    func days() async throws {
        let fixture = try await StoreFixture(seed: 8)
        for days in [-1, 40_000] {
            let error = await #expect(throws: StoreError.self) {
                _ = try await compact(fixture.store, days: days)
            }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test("storage counts every table, and the bytes add up to the file")
    func storage() async throws {
        let fixture = try await fixture(9)
        let storage = try await fixture.store.storage()
        #expect(storage.tables.contains { $0.name == "article_search" })
        #expect(storage.tables.first { $0.name == "article" }?.rows == 20)
        #expect(storage.tables.first { $0.name == "journal" }?.rows == 20)
        #expect(!storage.tables.contains { $0.name.contains("_search_") })
        #expect(storage.pending == 5 && storage.unindexed == 20 && storage.fileMode == 0o600)
        #expect(storage.logBytes > 0 && storage.journalBytes > 0 && !storage.isCopied)
        let sizes = storage.tables.compactMap(\.bytes)
        if !sizes.isEmpty {
            #expect(sizes.count == storage.tables.count)
            // The schema itself and free pages aside, every page belongs to a table.
            let pages = storage.pages - storage.freePages
            #expect(sizes.reduce(0, +) <= pages * storage.pageBytes)
            #expect(sizes.reduce(0, +) >= (pages - 8) * storage.pageBytes)
        }
        try await fixture.store.updateSearchIndex()
        #expect(try await fixture.store.storage().unindexed == 0)
    }
}
