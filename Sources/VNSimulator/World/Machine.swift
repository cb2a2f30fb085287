internal import FaultDisk
internal import Foundation
internal import VNModel
internal import VNStore
internal import VNWire

/// A machine of the simulated world: a disk with faults, a clock that may lie, a store.
final class Machine {
    let name: String
    let disk: FaultDisk
    let clock: SimulatedClock
    let path: String
    private let canary: Canary?
    private let resolvers: ViewResolvers
    /// Whether its connections keep so few pages that most transactions write before they commit.
    private let isTight: Bool
    private(set) var hasBackup = false
    /// Whether there is a state that it may be rolled back to.
    var hasSnapshot = false
    /// Whether it has had a store yet; the machine of a copy has none at first.
    private(set) var isBorn = false
    /// `nil` while the machine is down.
    private(set) var store: ContentStore?
    /// The same store as another process of the machine has it open; `nil` while none has.
    private(set) var other: ContentStore?
    /// What was last seen in the store.
    private(set) var view = StoreView()
    /// How much had been written to the disk then.
    private var seenWrites: UInt64?
    private let role: StoreView.Role
    /// Whether the store may have changed since.
    var isDirty = true
    /// Documents that are not what was written, until they are seen to be.
    private(set) var damaged: Set<DocumentID> = []
    /// Documents whose damage could not be committed: where its frames are whole in the log, it is
    /// there after the next start all the same.
    private var uncertain: Set<DocumentID> = []
    /// Whether some of them have other bytes than their digests say.
    var isRotten = false

    init(
        _ name: String, _ role: StoreView.Role, _ time: SimulatedTime, seed: UInt64,
        canary: Canary?, resolvers: ViewResolvers = .none
    ) throws {
        self.name = name
        self.role = role
        self.resolvers = resolvers
        self.canary = canary
        isTight = seed.isMultiple(of: 4)
        disk = try FaultDisk(under: Machine.folder)
        clock = SimulatedClock(time, seed: seed)
        path = disk.path("store.db")
    }

    /// Memory, where the system has a folder of it: nothing here has to outlive the process.
    static let folder: URL? = {
        let memory = URL(fileURLWithPath: "/dev/shm", isDirectory: true)
        return FileManager.default.isWritableFile(atPath: memory.path) ? memory : nil
    }()

    var configuration: StoreConfiguration {
        var configuration = StoreConfiguration()
        configuration.environment = clock
        configuration.readerLimit = 1
        configuration.resolvers = resolvers
        configuration.blocksCallers = true
        if isTight { configuration.cacheKibibytes = 40 }
        if canary == .skippedSync { configuration.forcedSynchronous = "OFF" }
        return configuration
    }

    /// Makes the store: a copy of an empty one that takes names of its own, as if it had been made
    /// here.
    func create() async throws {
        try EmptyStore.write(try await EmptyStore.bytes.value, to: path)
        let store = try await ContentStore.open(at: path, configuration: configuration)
        self.store = store
        let (name, replica) = (name, clock.newReplicaID())
        let generation = clock.newReplicaID()
        try await store.write(.durable) { session in
            _ = try session.run("UPDATE replica SET id = ?", .text(replica.description))
            _ = try session.run(
                """
                UPDATE store SET name = ?, created_ms = ?, generation = ?, is_copied = 0
                """, .text(name), .integer(session.milliseconds()),
                .text(generation.description))
        }
        isBorn = true
    }

    /// Ends the machine, or only its process, now.
    func crash(powerSeed: UInt64?) async {
        if let powerSeed { disk.cutPower(seed: powerSeed) } else { disk.kill() }
        await shut()
    }

    /// Gives the connections of a machine that is off up.
    func shut() async {
        await closeOther()
        try? await store?.close()
        store = nil
    }

    /// Another process opens the store, if none has done so yet.
    func openOther() async throws -> ContentStore {
        if let other { return other }
        let opened = try await ContentStore.open(at: path, configuration: configuration)
        other = opened
        return opened
    }

    /// The other process closes the store and ends.
    func closeOther() async {
        try? await other?.close()
        other = nil
    }

    /// What was seen is no more: the store is another one.
    func forgetView() {
        view = StoreView()
        seenWrites = nil
        isDirty = true
    }

    /// Starts the machine again; its disk is sound then.
    func start() async throws {
        disk.heal()
        try disk.powerOn()
        store = try await ContentStore.open(at: path, configuration: configuration)
        isBorn = true
        isDirty = true
        seenWrites = nil
        for id in uncertain { noteDamage(of: id, isRot: false) }
        uncertain = []
    }

    /// Looks at the store again if it may have changed.
    ///
    /// - Returns: the journal rows that are new.
    func observe() async throws -> [JournalRow] {
        // What one process commits all see.
        guard isDirty, let store = other ?? store else { return [] }
        let writes = disk.count(.write)
        if writes == seenWrites {
            // Without a write to one of its files nothing was committed.
            view.forgetChanges()
            isDirty = false
            return []
        }
        var known = view
        var change = try await read(store, since: known)
        if change.replica != known.replica {
            // A store that was put back holds other rows than those that were seen.
            known = StoreView()
            change = try await read(store, since: known)
        }
        view = known
        view.apply(change)
        (seenWrites, isDirty) = (writes, false)
        return change.rows
    }

    private func read(_ store: ContentStore, since known: StoreView) async throws -> StoreChange {
        let role = role
        return try await store.read { try StoreChange($0, since: known, role: role) }
    }

    /// A document of the store is not what was written.
    ///
    /// - Parameters:
    ///   - id: the document.
    ///   - isRot: whether its bytes are others than its digest says.
    ///   - isCertain: whether the damage was committed.
    func noteDamage(of id: DocumentID, isRot: Bool, isCertain: Bool = true) {
        damaged.insert(id)
        if !isCertain { uncertain.insert(id) }
        isRotten = isRotten || isRot
        // Its place in the feed is the old one: it is read again whatever its place.
        view.documents[id]?.seq = 0
        isDirty = true
        seenWrites = nil
    }

    /// A document is again what it was.
    func noteRepair(of id: DocumentID) { damaged.remove(id) }

    /// All documents are again what they were.
    func forgetDamage() { damaged = [] }

    /// The file of another machine is taken over, with what is damaged in it.
    func takeDamage(of machine: Machine) {
        damaged.formUnion(machine.damaged)
        isRotten = isRotten || machine.isRotten
    }

    /// Makes a backup beside the store.
    ///
    /// - Returns: how that went.
    func backUp() async -> String {
        guard let store else { return "down" }
        do {
            _ = try await store.backup(to: disk.path("backup.db"), replacing: true)
            hasBackup = true
            return "done"
        } catch {
            return (error as? StoreError)?.code.rawValue ?? "\(error)"
        }
    }

    /// Puts the store back from its backup.
    ///
    /// - Returns: how that went.
    func restore() async -> String {
        guard store != nil, hasBackup else { return "nothing to restore" }
        isDirty = true
        do {
            let report = try await ContentStore.restore(
                from: disk.path("backup.db"), to: path, configuration: configuration)
            return "done, carried \(report.carried), pending \(report.pending)"
        } catch {
            return (error as? StoreError)?.code.rawValue ?? "\(error)"
        }
    }

    /// Closes the store at the end of the world; nothing need be written any more.
    func end() async {
        disk.kill()
        await shut()
    }

    /// The generation of the feed, and where some documents or their purges stand in it; `nil` if
    /// the machine is down or its disk fails.
    func feedPlaces(
        of ids: [DocumentID]
    ) async -> (generation: String, seqs: [DocumentID: UInt64])? {
        try? await store?.read { session in
            var seqs: [DocumentID: UInt64] = [:]
            for id in ids {
                let purge = try session.first("SELECT seq FROM purged WHERE doc = ?", [.id(id)]) {
                    $0.unsigned(0)
                }
                seqs[id] = try session.stored(id)?.seq ?? purge
            }
            return (try session.head().generation, seqs)
        }
    }

    /// How far the store has pulled; `nil` if it has not, or the machine is down or its disk fails.
    func cursor(of remote: String) async -> Cursor? {
        let text = try? await store?.read { try $0.remote(remote).cursor }
        return (text ?? nil).flatMap { try? Cursor($0) }
    }
}
