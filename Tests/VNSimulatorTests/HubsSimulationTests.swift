import Testing
import VNSimulator

/// Worlds with several hubs; their canaries are among all others.
@Suite("Simulated hubs")
struct HubsSimulationTests {
    // VN-WIRE-142, VN-WIRE-143, VN-WIRE-144
    @Test(
        "hubs in chains and rings come to the same, whatever befalls them",
        arguments: [
            UInt64(1)...15, 1001...1015,
        ])
    func holds(seeds: ClosedRange<UInt64>) async throws {
        let simulation = Simulation(SimulationConfiguration(faults: Fault.hubs, steps: 60))
        try await simulation.expectSound(seeds)
    }

    @Test("one seed gives one trace, and names itself in its command", arguments: [3, 8])
    func repeats(seed: UInt64) async throws {
        let simulation = Simulation(SimulationConfiguration(faults: Fault.hubs, steps: 60))
        let run = try await simulation.runTwice(seed: seed)
        #expect(run.violation == nil, "\(run.violation.map(\.message) ?? "")")
        #expect(run.command.contains("--faults hubs"))
        #expect(run.trace.lines.contains { $0.contains("exchange") })
    }
}
