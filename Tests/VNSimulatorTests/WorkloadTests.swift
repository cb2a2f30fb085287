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

    /// The app shows the longest headline, and asks nobody to look.
    private static let longest = ViewResolver("headline") { values in
        let best = values.map(\.value).max { left, right in
            let (one, other) = (left.canonicalText, right.canonicalText)
            return one.count == other.count ? one < other : one.count < other.count
        }
        return ViewResolver.Choice(best ?? .null, isConflict: false)
    }

    @Test("a resolver that chooses by value passes, one that chooses by place is caught")
    func resolver() {
        #expect(ResolverCheck(Self.longest).run(seeds: 1...200) == nil)
        let first = ViewResolver("headline") { values in
            ViewResolver.Choice(values.first?.value ?? .null, isConflict: false)
        }
        #expect(ResolverCheck(first).run(seeds: 1...200)?.contains("order") == true)
        let sum = ViewResolver("ext/score") { values in
            let sum = values.reduce(0) { $0 + ($1.value.integer ?? 0) }
            return ViewResolver.Choice(.integer(sum), isConflict: false)
        }
        let check = ResolverCheck(sum) { .integer(Int64(1 + $0.below(10))) }
        #expect(check.run(seeds: 1...200)?.contains("nobody wrote") == true)
    }

    @Test("stores with the app's resolver converge with a hub that has none", arguments: 1...4)
    func simulated(seed: Int) async throws {
        var configuration = SimulationConfiguration(workload: NewsWorkload())
        configuration.resolvers = try ViewResolvers(name: "longest-1", [Self.longest])
        let run = try await Simulation(configuration).run(seed: UInt64(seed))
        #expect(run.violation == nil, "\(run.violation?.description ?? "")")
    }

    @Test("a simulation finds a resolver that looks at the order of the values")
    func simulatedFault() async throws {
        let last = ViewResolver("headline") { values in
            ViewResolver.Choice(values.last?.value ?? .null, isConflict: false)
        }
        var configuration = SimulationConfiguration(workload: NewsWorkload())
        configuration.resolvers = try ViewResolvers(name: "last-1", [last])
        var found: String?
        for seed in 1...60 as ClosedRange<UInt64> where found == nil {
            found = try await Simulation(configuration).run(seed: seed).violation?.description
        }
        #expect(found?.contains("the resolver of headline") == true, "\(found ?? "nothing")")
    }
}
