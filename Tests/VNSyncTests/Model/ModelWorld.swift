import VNModel

/// What befalls one exchange of a sync.
enum LockstepFate: Hashable, Sendable {
    /// It never reaches the hub.
    case loseRequest
    /// The hub answers, and the answer is lost.
    case loseResponse
    /// The stream breaks off behind so many checkpoints.
    case cut(parts: Int)
}

/// Something that happened, told so that the model can do the same.
indirect enum LockstepStep: Sendable {
    case write(store: Int, [ModelStore.Writing], wall: UInt64)
    /// A sync: what befell its exchanges, and what happened before each reached the hub.
    case sync(
        store: Int, fates: [Int: LockstepFate], interludes: [Int: [LockstepStep]], wall: UInt64,
        hubWall: UInt64)
    case copy(store: Int, isSeen: Bool)
    case rescope(store: Int, sections: Set<String>?)
    case keep(store: Int)
    case rollBack(store: Int, isSeen: Bool)
    case purge([DocumentID])
    case backUpHub
    case restoreHub(generation: String, recoveringUntil: UInt64)
}

/// The reference model of a hub and its stores. It does what happened and takes only names from
/// it: ids of replicas, changes and generations.
final class ModelWorld {
    private(set) var hub: ModelHub
    private(set) var stores: [ModelStore] = []
    private var kept: [Int: ModelStore] = [:]
    private var backup: ModelHub?
    private var hashes = 0
    /// Ids that stores take in the present step, by store, in order.
    var minted: [Int: [ReplicaID]] = [:]
    /// What the syncs of the present step asked for, in order.
    private(set) var exchanges: [String] = []

    let missing: Set<ModelRule>
    let batch: Int
    let pageRows: Int

    init(generation: String, batch: Int, pageRows: Int, missing: Set<ModelRule> = []) {
        (self.batch, self.pageRows, self.missing) = (batch, pageRows, missing)
        hub = ModelHub(generation: generation, missing: missing)
    }

    func addStore(_ replica: ReplicaID, sections: ModelHub.Sections?) {
        stores.append(ModelStore(replica: replica, sections: sections, missing: missing))
    }

    private func nextHash() -> Int {
        hashes += 1
        return hashes
    }

    private func mint(_ store: Int) -> ReplicaID {
        // A store that takes an id that the engine did not take gets one that nobody has.
        guard minted[store]?.isEmpty == false else {
            return ReplicaID(bits: UInt64(nextHash()))
        }
        return minted[store]?.removeFirst() ?? ReplicaID(bits: 0)
    }

    /// Lets happen what happened.
    func perform(_ step: LockstepStep) {
        switch step {
        case .write(let store, let writings, let wall):
            stores[store].write(writings, wall: wall, hash: nextHash)
        case .sync(let store, let fates, let interludes, let wall, let hubWall):
            sync(store, fates, interludes, wall: wall, hubWall: hubWall)
        case .copy(let store, let isSeen):
            stores.append(stores[store])
            stores[stores.count - 1].isCopied = isSeen || stores[store].isCopied
        case .rescope(let store, let sections): stores[store].want(sections)
        case .keep(let store): kept[store] = stores[store]
        case .rollBack(let store, let isSeen):
            guard let old = kept[store] else { return }
            stores[store] = old
            stores[store].isCopied = isSeen
        case .purge(let ids): hub.purge(ids)
        case .backUpHub: backup = hub
        case .restoreHub(let generation, let until):
            guard let backup else { return }
            hub = backup
            (hub.generation, hub.recoveringUntil) = (generation, until)
        }
    }

    func beginStep(minted: [Int: [ReplicaID]]) {
        self.minted = minted
        exchanges = []
    }

    private func sync(
        _ store: Int, _ fates: [Int: LockstepFate], _ interludes: [Int: [LockstepStep]],
        wall: UInt64, hubWall: UInt64
    ) {
        var session = ModelSession(
            world: self, store: store, wall: wall, hubWall: hubWall, fates: fates,
            interludes: interludes)
        let isDone = session.run()
        exchanges.append(isDone ? "done" : "failed")
    }

    // MARK: What a session does

    func note(_ exchange: String) { exchanges.append(exchange) }

    func withStore<T>(_ index: Int, _ body: (inout ModelStore) -> T) -> T { body(&stores[index]) }

    func withHub<T>(_ body: (inout ModelHub) -> T) -> T { body(&hub) }

    func fork(_ store: Int, formers: [ReplicaID] = []) {
        let id = mint(store)
        stores[store].fork(to: id, formers: formers, hash: nextHash)
    }

    func adopt(_ hello: ModelHub.Greeting, _ store: Int) {
        var old = stores[store]
        old.adopt(hello, mint: { mint(store) }, hash: nextHash)
        stores[store] = old
    }
}
