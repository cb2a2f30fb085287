public import VNModel

/// What is simulated.
public struct SimulationConfiguration: Sendable {
    /// What people do on the replicas.
    public var workload: any Workload
    /// What may go wrong.
    public var faults: Set<Fault>
    /// How many steps a run has before faults stop.
    public var steps: Int
    /// How the replicas' application chooses what is shown; the hub has no part in it.
    public var resolvers = ViewResolvers.none
    /// A bug that is planted, to see whether it is caught.
    public var canary: Canary?

    /// - Parameters:
    ///   - workload: what people do on the replicas.
    ///   - faults: what may go wrong.
    ///   - steps: how many steps a run has before faults stop.
    ///   - canary: a bug that is planted.
    public init(
        workload: any Workload = NewsWorkload(), faults: Set<Fault> = Fault.usual,
        steps: Int = 40, canary: Canary? = nil
    ) {
        self.workload = workload
        self.faults = faults
        self.steps = steps
        self.canary = canary
    }
}
