import Testing
import VNSimulator

/// Worlds in which stores are watched; their canaries are among all others.
@Suite("Simulated watchers")
struct WatchTests {
    @Test(
        "watched stores become quiet and equal by themselves, whatever befalls them",
        arguments: [UInt64(1)...12, 2020...2031])
    func holds(seeds: ClosedRange<UInt64>) async throws {
        let simulation = Simulation(SimulationConfiguration(faults: Fault.watching, steps: 60))
        let lines = try await simulation.expectSound(seeds)
        // Something is written while a sync is under way: there, and at another store.
        #expect(lines.contains { $0.contains("alice follows alice, in a sync: true") })
        #expect(lines.contains { $0.contains("alice follows bob, in a sync: true") })
        #expect(lines.contains { $0.contains("watch: done, pushed 1") })
        #expect(lines.contains { $0.contains("watch: remote.unavailable") })
        #expect(lines.contains { $0.contains("watch ends: ") })
    }

    @Test("one seed gives one trace, and names itself in its command", arguments: [4, 9])
    func repeats(seed: UInt64) async throws {
        let simulation = Simulation(SimulationConfiguration(faults: Fault.watching, steps: 60))
        let run = try await simulation.runTwice(seed: seed)
        #expect(run.violation == nil, "\(run.violation.map(\.message) ?? "")")
        #expect(run.command.contains("--faults watch"))
        #expect(run.trace.lines.contains { $0.contains("is watched") })
    }
}
