internal import VNModel
internal import VNStore
internal import VNSync

/// Runs simulated worlds: real stores on disks with faults, real engines, a real endpoint, and a
/// network, clocks and chance that a seed decides.
///
/// ```swift
/// let simulation = Simulation(SimulationConfiguration(workload: MyEdits()))
/// for seed in 1...100 {
///     let run = try await simulation.run(seed: UInt64(seed))
///     #expect(run.violation == nil, "\(run.command)")
/// }
/// ```
///
/// A run has two phases. First steps and faults: what must hold always is checked after each
/// step. Then faults stop, everybody syncs, and all must be quiet and equal within a few rounds.
/// One seed gives one trace, whatever the machine.
public struct Simulation: Sendable {
    /// What is simulated.
    public var configuration: SimulationConfiguration

    /// - Parameter configuration: what is simulated.
    public init(_ configuration: SimulationConfiguration = SimulationConfiguration()) {
        self.configuration = configuration
    }

    /// Runs one seed.
    ///
    /// - Parameters:
    ///   - seed: decides the world and all that happens in it.
    ///   - steps: what happens; `nil`: what the seed means.
    /// - Throws: what is no finding but a failure of the machine that simulates, such as a full
    ///   disk; and what the workload throws.
    public func run(seed: UInt64, steps: [SimulationStep]? = nil) async throws -> SimulationRun {
        let thread = OneThread()
        defer { thread.end() }
        return try await withTaskExecutorPreference(thread) {
            let world = try await World(seed: seed, configuration, thread)
            return await run(world, seed: seed, steps: steps)
        }
    }

    private func run(
        _ world: World, seed: UInt64, steps: [SimulationStep]?
    ) async -> SimulationRun {
        let plan = steps ?? SimulationStep.plan(seed: seed, configuration)
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
            try await world.checkEnd()
            for machine in world.machines {
                let digests = machine.view.documents.sorted { $0.key < $1.key }
                    .map {
                        $0.value.document.digest.reduce(into: UInt64(7)) {
                            $0 = $0 &* 31 &+ UInt64($1)
                        }
                    }
                world.trace.add("\(machine.name) \(digests)")
            }
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

    /// Runs one seed twice.
    ///
    /// - Returns: the first run, with a violation of `I16` if the traces differ.
    public func runTwice(seed: UInt64) async throws -> SimulationRun {
        var first = try await run(seed: seed)
        let second = try await run(seed: seed)
        guard first.trace != second.trace, first.violation == nil else { return first }
        let place =
            zip(first.trace.lines, second.trace.lines).enumerated()
            .first { $0.element.0 != $0.element.1 }?.offset ?? 0
        first.violation = Violation(
            .reproducibility, "the traces of seed \(seed) differ from line \(place + 1) on")
        return first
    }
}

/// What became of one run.
public struct SimulationRun: Sendable {
    /// The seed.
    public let seed: UInt64
    /// What happened, up to the violation if there is one.
    public let steps: [SimulationStep]
    /// Whether the steps are those that the seed means.
    let isPlanned: Bool
    /// The invariant that did not hold, if one did not.
    public internal(set) var violation: Violation?
    /// What happened, line by line.
    public let trace: Trace
    /// How many local edits were tried.
    public let writes: Int
    /// How many syncs were begun.
    public let syncs: Int
    /// The bug that was planted.
    let canary: Canary?
    /// What could go wrong.
    let faults: Set<Fault>

    /// The command that does the same again.
    public var command: String {
        var command = "vnsync-sim run --seed \(seed)"
        if let canary { command += " --canary \(canary.rawValue)" }
        if faults == Fault.recovery, canary == nil {
            command += " --faults recovery"
        } else if faults == Fault.watching, canary == nil {
            command += " --faults watch"
        } else if faults == Fault.hubs, canary == nil {
            command += " --faults hubs"
        } else if faults != canary?.facts.faults ?? Fault.usual {
            command += " --faults " + faults.map(\.rawValue).sorted().joined(separator: ",")
        }
        if !isPlanned {
            command += " --steps " + steps.map(\.description).joined(separator: ",")
        }
        return command + " --trace"
    }
}
