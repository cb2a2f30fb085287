/// Makes a failing run shorter by leaving steps out, as long as the same invariant is violated.
public struct Shrinker: Sendable {
    private let simulation: Simulation
    private let runLimit: Int

    /// - Parameters:
    ///   - simulation: what failed.
    ///   - runLimit: how many runs it may take.
    public init(_ simulation: Simulation, runLimit: Int = 400) {
        self.simulation = simulation
        self.runLimit = runLimit
    }

    /// The shortest failing run that was found: leaving any single step out of it makes it pass,
    /// unless the limit of runs came first.
    ///
    /// - Returns: the run itself if it does not fail.
    /// - Complexity: O(*n* log *n*) runs for *n* steps, and O(*n*²) at worst.
    public func shrink(_ run: SimulationRun) async throws -> SimulationRun {
        guard let invariant = run.violation?.invariant else { return run }
        var best = run
        var runs = 0
        var size = max(1, run.steps.count / 2)
        while runs < runLimit {
            var hasShrunk = false
            var start = 0
            while start < best.steps.count, runs < runLimit {
                var steps = best.steps
                steps.removeSubrange(start..<min(start + size, steps.count))
                runs += 1
                let shorter = try await simulation.run(seed: run.seed, steps: steps)
                if shorter.violation?.invariant == invariant {
                    best = shorter
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if size == 1, !hasShrunk { break }
            size = max(1, size / 2)
        }
        return best
    }
}
