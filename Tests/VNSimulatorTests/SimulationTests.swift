import Testing
import VNSimulator

@Suite("Simulation")
struct SimulationTests {
    @Test("a seed runs twice with equal traces and without a violation", arguments: 1...4 as ClosedRange<UInt64>)
    func reproducible(seed: UInt64) async throws {
        let run = try await Simulation().runTwice(seed: seed)
        #expect(run.violation == nil, "\(run.command)")
    }
}
