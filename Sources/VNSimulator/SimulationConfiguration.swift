/// What is simulated.
public struct SimulationConfiguration: Sendable {
    /// What people do on the replicas.
    public var workload: any Workload
    /// What may go wrong.
    public var faults: Set<Fault>
    /// How many steps a run has before faults stop.
    public var steps: Int
    /// How often some kinds of steps come, where that is not as usual. A write has 34.
    public var weights: [SimulationStep.Kind: Int]
    /// A bug that is planted, to see whether it is caught.
    public var canary: Canary?

    /// - Parameters:
    ///   - workload: what people do on the replicas.
    ///   - faults: what may go wrong; `nil`: the usual, or what shows the canary.
    ///   - steps: how many steps a run has before faults stop; `nil`: 40, or what shows the canary.
    ///   - canary: a bug that is planted.
    public init(
        workload: any Workload = NewsWorkload(), faults: Set<Fault>? = nil, steps: Int? = nil,
        canary: Canary? = nil
    ) {
        self.workload = workload
        self.faults = faults ?? canary?.facts.faults ?? Fault.usual
        self.steps = steps ?? canary?.facts.steps ?? SimulationConfiguration.usualSteps
        weights = canary?.facts.weights ?? [:]
        self.canary = canary
    }

    private static let usualSteps = 40
}
