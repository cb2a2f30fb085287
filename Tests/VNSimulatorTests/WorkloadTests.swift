import Testing
import VNModel
import VNRandom
import VNSimulator
import VNStore

/// The example of the documentation: an app simulates its own edits.
///
/// The app keeps a ticker: one article whose paragraphs everybody appends to.
struct TickerWorkload: Workload {
    func write(
        to site: WorkloadSite, random: inout SplitMix64
    ) async throws -> String {
        guard let ticker = site.articles.first else {
            try await site.store.post(
                Article(
                    id: site.newIDs[0], headline: "Trực tiếp", datePublished: site.time,
                    publisher: Agent(kind: .organization, id: "bao-mau", name: "Báo Mẫu")))
            return "open the ticker"
        }
        let text = "Phút thứ \(random.below(90))"
        try await site.store.edit(ticker) { $0.body.append(Block(text: text)) }
        return "append"
    }
}

@Suite("An app's own edits and resolver")
struct WorkloadTests {
    @Test("the ticker's edits survive everything that can go wrong", arguments: 1...4)
    func ticker(seed: Int) async throws {
        let simulation = Simulation(SimulationConfiguration(workload: TickerWorkload()))
        let run = try await simulation.runTwice(seed: UInt64(seed))
        #expect(run.violation == nil, "\(run.violation?.description ?? "")")
    }

    @Test("a resolver that chooses by value passes, one that chooses by place is caught")
    func resolver() {
        let longest = ResolverCheck { values in
            values.map(\.value).max { left, right in
                let (one, other) = (left.canonicalText, right.canonicalText)
                return one.count == other.count ? one < other : one.count < other.count
            } ?? .null
        }
        #expect(longest.run(seeds: 1...200) == nil)
        let first = ResolverCheck { $0.first?.value ?? .null }
        #expect(first.run(seeds: 1...200) != nil)
    }
}
