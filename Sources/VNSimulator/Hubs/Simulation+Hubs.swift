extension Simulation {
    /// Runs one seed in a world of several hubs.
    func runHubs(
        seed: UInt64, steps: [SimulationStep]?, on thread: OneThread
    ) async throws -> SimulationRun {
        let plan = steps ?? SimulationStep.plan(seed: seed, configuration)
        let world = try await HubsWorld(seed: seed, configuration, thread)
        var violation: Violation?
        var done = 0
        do {
            for step in plan {
                done += 1
                world.trace.add("\(done) \(step.kind.rawValue)")
                try await world.perform(step)
            }
            world.trace.add("faults stop")
            try await world.calmDown()
            try await world.checks.end(world)
        } catch let found as Violation {
            violation = found
        } catch {
            // No step may fail with an error that it does not expect.
            violation = Violation(.crashConsistency, "a step failed: \(error)")
        }
        if let violation { world.trace.add("VIOLATION \(violation)") }
        await world.end()
        return SimulationRun(
            seed: seed, steps: Array(plan.prefix(done)), isPlanned: steps == nil,
            violation: violation, trace: world.trace, writes: world.writes, syncs: world.syncs,
            canary: configuration.canary, faults: configuration.faults)
    }
}
