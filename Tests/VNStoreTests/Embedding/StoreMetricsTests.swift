import CoreMetrics
import Foundation
import MetricsTestKit
import Testing
import VNModel
import VNStore

@Suite struct StoreMetricsTests {
    private func store(
        _ fixture: StoreFixture, _ metrics: (any MetricsFactory)?,
        dimensions: [(String, String)] = []
    ) async throws -> ContentStore {
        var configuration = StoreConfiguration()
        configuration.metricsFactory = metrics
        configuration.metricsDimensions = dimensions
        return try await ContentStore.open(at: fixture.store.path, configuration: configuration)
    }

    @Test("commits are counted with their time and bytes, and what is rolled back as such")
    func commits() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let metrics = TestMetrics()
        let store = try await store(fixture, metrics)
        // The log begins anew, so that it grows by what is committed.
        #expect(try await store.compact().isLogEmpty)
        let before = metrics.counterTotal(label: StoreMetric.commits.rawValue)
        let bytesBefore = metrics.counterTotal(label: StoreMetric.commitBytes.rawValue)
        for number in 1...3 as ClosedRange<UInt64> { try await store.post(fixture.article(number)) }
        await #expect(throws: StoreError.self) { try await store.delete(StoreFixture.articleID(9)) }
        #expect(metrics.counterTotal(label: StoreMetric.commits.rawValue) == before + 3)
        #expect(metrics.counterTotal(label: StoreMetric.rollbacks.rawValue) == 1)
        let times = try metrics.expectTimer(StoreMetric.commitDuration.rawValue).values
        #expect(times.count == Int(before) + 3)
        #expect(times.allSatisfy { $0 > 0 && $0 < 60_000_000_000 })
        // A frame of the log is a page and 24 bytes; the log itself begins with 32.
        let log = try #require(try fileSize(store.path + "-wal"))
        let bytes = Int(
            metrics.counterTotal(label: StoreMetric.commitBytes.rawValue) - bytesBefore)
        #expect(bytes > 0)
        #expect(bytes / 4096 * (4096 + 24) + 32 == log)
    }

    @Test("searches are timed, the backlog falls and what was indexed is counted")
    func searching() async throws {
        let fixture = try await StoreFixture(seed: 2)
        let metrics = TestMetrics()
        let store = try await store(fixture, metrics)
        for number in 1...3 as ClosedRange<UInt64> { try await store.post(fixture.article(number)) }
        #expect(try await store.search(SearchRequest("đoạn")).hits.count == 3)
        #expect(try metrics.expectTimer(StoreMetric.searchDuration.rawValue).values.count == 1)
        #expect(metrics.counterTotal(label: StoreMetric.indexedDocuments.rawValue) == 3)
        #expect(try metrics.expectGauge(StoreMetric.searchBacklog.rawValue).values == [3, 0])
    }

    @Test("an observation counts its reads, and every metric has the dimensions it was given")
    func observing() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let metrics = TestMetrics()
        let store = try await store(fixture, metrics, dimensions: [("store", "offline")])
        var values = store.observe(ArticleQuery()).makeAsyncIterator()
        _ = try await values.next()
        try await store.post(fixture.article(1))
        _ = try await values.next()
        #expect(
            metrics.counterTotal(
                label: StoreMetric.observationReads.rawValue, dimensions: [("store", "offline")])
                == 2)
        #expect(metrics.counters.allSatisfy { $0.dimensions.map(\.0) == ["store"] })
        #expect(metrics.timers.allSatisfy { $0.dimensions.map(\.1) == ["offline"] })
    }

    @Test("who waits for commits reads once for each of them")
    func readsOnce() async throws {
        let fixture = try await StoreFixture(seed: 6)
        let metrics = TestMetrics()
        let store = try await store(fixture, metrics)
        let seen = Steps()
        let task = Task {
            for try await page in store.observe(ArticleQuery()) { seen.add(page.elements.count) }
        }
        let count = 20
        for number in 0...count {
            while seen.values.last != number { try await Task.sleep(for: .milliseconds(1)) }
            guard number < count else { break }
            try await store.post(fixture.article(UInt64(number + 1)))
        }
        task.cancel()
        try await task.value
        // One for the beginning, and one when somebody looks at the file for the first time.
        let reads = metrics.counterTotal(label: StoreMetric.observationReads.rawValue)
        #expect((count + 1...count + 2).contains(Int(reads)))
    }

    @Test("each label names one handle that is made when the store is opened, and no other is made")
    func labels() async throws {
        let fixture = try await StoreFixture(seed: 4)
        let metrics = TestMetrics()
        let store = try await store(fixture, metrics)
        let made = Set(
            metrics.counters.map(\.label) + metrics.timers.map(\.label)
                + metrics.recorders.map(\.label))
        #expect(made == Set(StoreMetric.allCases.map(\.rawValue)))
        try await store.post(fixture.article(1))
        _ = try await store.search(SearchRequest("đoạn"))
        #expect(
            metrics.counters.count + metrics.timers.count + metrics.recorders.count
                == StoreMetric.allCases.count)
    }

    @Test("without a collector nothing is measured: nobody asks for the time")
    func nobodyCollects() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let clock = CountedClock(fixture.environment)
        var configuration = StoreConfiguration()
        configuration.environment = clock
        for factory in [nil, NOOPMetricsHandler.instance] as [(any MetricsFactory)?] {
            configuration.metricsFactory = factory
            let store = try await ContentStore.open(
                at: fixture.store.path, configuration: configuration)
            try await store.post(fixture.article(1, headline: "\(factory == nil)"))
            _ = try await store.search(SearchRequest("đoạn"))
            #expect(clock.asked.values.isEmpty)
            try await store.close()
        }
        configuration.metricsFactory = TestMetrics()
        let store = try await ContentStore.open(
            at: fixture.store.path, configuration: configuration)
        try await store.post(fixture.article(2))
        #expect(clock.asked.values.count == 2)
    }
}

/// An environment that counts who measures how long something takes.
private struct CountedClock: Environment {
    let base: TestEnvironment
    let asked = Steps()

    init(_ base: TestEnvironment) { self.base = base }

    func milliseconds() -> UInt64 { base.milliseconds() }
    func random() -> UInt64 { base.random() }
    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }

    func nanoseconds() -> UInt64 {
        asked.add(1)
        return base.milliseconds() * 1_000_000
    }
}

private func fileSize(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
}
