internal import VNModel
internal import VNWire

/// What every part of a push has to know.
struct PushContext {
    let store: any EndpointWriting
    let configuration: EndpointConfiguration
    /// The replica whose journal is pushed.
    let replica: ReplicaID
    /// Ids of the pushing store, whose dots it need not have from here.
    let own: Set<ReplicaID>
    /// Whether changes are taken that have observed what is not held.
    let isRecovering: Bool
    /// The hub's wall clock in milliseconds since 1970.
    let now: UInt64

    init(
        _ request: PushRequest, _ store: any EndpointWriting, _ configuration: EndpointConfiguration
    ) throws {
        self.store = store
        self.configuration = configuration
        replica = request.replica
        own = Set(request.formerReplicas + [request.replica])
        isRecovering = try configuration.recovering(store) != nil
        now = configuration.environment.milliseconds()
    }
}
