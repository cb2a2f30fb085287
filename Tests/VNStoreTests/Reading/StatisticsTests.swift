import Testing
import VNModel
import VNStore

@Suite("Numbers of a store")
struct StatisticsTests {
    @Test("documents are told apart by kind, also where the number that is kept is damaged")
    func counts() async throws {
        let fixture = try await StoreFixture(seed: 41)
        let stories = (1...3 as ClosedRange<UInt64>).map {
            fixture.story($0, headline: "Tin \($0)")
        }
        for story in stories { try await fixture.store.post(story) }
        for number in 1...2 as ClosedRange<UInt64> {
            try await fixture.store.post(fixture.comment(number, on: stories[0]))
        }
        func counts() async throws -> [Int] {
            let statistics = try await fixture.store.statistics()
            return [statistics.articles, statistics.comments]
        }
        #expect(try await counts() == [3, 2])
        try await fixture.damage("UPDATE store SET documents = 1")
        #expect(try await counts() == [3, 2])
    }
}
