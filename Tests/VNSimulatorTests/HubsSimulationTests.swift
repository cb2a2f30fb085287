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

    @Test(
        "what is checked where there is one hub is checked where there are several",
        arguments: [
            (Canary.skippedSync, Invariant.crashConsistency), (.otherVerdict, .idempotentPush),
            (.lenientReader, .limits), (.earlyCursor, .cursorCoverage),
            (.forgottenPending, .readYourWrites),
        ])
    func checks(canary: Canary, invariant: Invariant) async throws {
        let simulation = Simulation(
            SimulationConfiguration(faults: Fault.hubs, steps: 60, canary: canary))
        for seed in 1...60 as ClosedRange<UInt64> {
            let run = try await simulation.run(seed: seed)
            if run.violation?.invariant == invariant { return }
        }
        Issue.record("\(canary.rawValue) is not caught")
    }
}
