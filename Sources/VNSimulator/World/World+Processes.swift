internal import VNModel
internal import VNRandom
internal import VNStore

// Another process that has a replica's store open beside the first: an app and a command.
extension World {
    /// The other process writes, rehearses, syncs or ends; it starts first if it does not run.
    ///
    /// A watched store has none, see ``SimulatedReplica/beginWatch(_:)``.
    func useOtherProcess(
        of replica: SimulatedReplica, _ random: inout SplitMix64
    ) async throws {
        let machine = replica.machine
        guard machine.store != nil, replica.watch == nil else {
            return try await write(at: replica, &random)
        }
        machine.isDirty = true
        do {
            let store = try await machine.openOther()
            switch random.below(10) {
            case ..<4: return try await write(at: replica, &random)
            case ..<7:
                try await rehearse(random.chance(50) ? machine.store ?? store : store)
                try await settle("\(replica.name) rehearses")
            case ..<9: try await sync(replica, through: store)
            default:
                await machine.closeOther()
                try await settle("\(replica.name) other process ends")
            }
        } catch let error as StoreError {
            try check(error, at: machine)
            try await finishCrash(of: replica)
            try await settle("\(replica.name) other process: \(error.code.rawValue)")
        }
    }

    /// Writes more than small caches keep, and takes it back.
    private func rehearse(_ store: ContentStore) async throws {
        let texts = (0..<40).map { String(repeating: "Đoạn \($0) của bài dài. ", count: 40) }
        let article = Article(
            id: newID(), headline: "Bài không lưu", datePublished: "2026-11-23T08:00:00+07:00",
            publisher: Agent(kind: .organization, id: "bao-mau", name: "Báo Mẫu"),
            body: texts.enumerated().map { Block(id: "doan-\($0)", text: $1) })
        try await store.rehearsing.post(article)
    }

    /// The other process syncs; where a sync of the first stands still it may not, or takes over.
    private func sync(_ replica: SimulatedReplica, through store: ContentStore) async throws {
        syncs += 1
        let (time, hub) = (time, home(of: replica).machine)
        let result = await replica.syncElsewhere(store, pushContext(of: replica)) {
            time.advance(by: 100)
            hub.isDirty = true
        }
        try await finishHubCrashes()
        try await finishCrash(of: replica)
        let end = try text(of: result, at: replica.machine)
        try await settle("\(replica.name) other process syncs: \(end)")
    }
}
