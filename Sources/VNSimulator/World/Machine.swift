internal import FaultDisk
internal import Foundation
internal import VNModel
internal import VNStore

/// A machine of the simulated world: a disk with faults, a clock that may lie, a store.
final class Machine {
    let name: String
    let disk: FaultDisk
    let clock: SimulatedClock
    let path: String
    private let canary: Canary?
    private let resolvers: ViewResolvers
    private(set) var hasBackup = false
    /// Whether there is a state that it may be rolled back to.
    var hasSnapshot = false
    /// Whether it has had a store yet; the machine of a copy has none at first.
    private(set) var isBorn = false
    /// `nil` while the machine is down.
    private(set) var store: ContentStore?
    /// What was last seen in the store.
    private(set) var view = StoreView()
    /// Whether the store may have changed since.
    var isDirty = true

    init(
        _ name: String, _ time: SimulatedTime, seed: UInt64, canary: Canary?,
        resolvers: ViewResolvers
    ) throws {
        self.name = name
        self.resolvers = resolvers
        self.canary = canary
        disk = try FaultDisk(under: Machine.folder)
        clock = SimulatedClock(time, seed: seed)
        path = disk.path("store.db")
    }

    /// Memory, where the system has a folder of it: nothing here has to outlive the process.
    private static let folder: URL? = {
        let memory = URL(fileURLWithPath: "/dev/shm", isDirectory: true)
        return FileManager.default.isWritableFile(atPath: memory.path) ? memory : nil
    }()

    var configuration: StoreConfiguration {
        var configuration = StoreConfiguration()
        configuration.environment = clock
        configuration.readerLimit = 1
        configuration.resolvers = resolvers
        configuration.blocksCallers = true
        if canary == .skippedSync { configuration.forcedSynchronous = "OFF" }
        return configuration
    }

    /// Makes the store.
    func create() async throws {
        store = try await ContentStore.create(
            at: path, name: name, configuration: configuration)
        isBorn = true
    }

    /// Ends the machine, or only its process, now.
    func crash(powerSeed: UInt64?) async {
        if let powerSeed { disk.cutPower(seed: powerSeed) } else { disk.kill() }
        await shut()
    }

    /// Gives the connections of a machine that is off up.
    func shut() async {
        try? await store?.close()
        store = nil
    }

    /// What was seen is no more: the store is another one.
    func forgetView() {
        view = StoreView()
        isDirty = true
    }

    /// Starts the machine again; its disk is sound then.
    func start() async throws {
        disk.heal()
        try disk.powerOn()
        store = try await ContentStore.open(at: path, configuration: configuration)
        isBorn = true
        isDirty = true
    }

    /// Looks at the store again if it may have changed.
    ///
    /// - Returns: the journal rows that are new.
    func observe() async throws -> [JournalRow] {
        guard isDirty, let store else { return [] }
        let replica = try await store.read { try $0.head().replica }
        // A store that was put back holds other rows than those that were seen.
        if replica != view.replica { view = StoreView() }
        let known = view
        let change = try await store.read { try StoreChange($0, since: known) }
        view.apply(change)
        isDirty = false
        return change.rows
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

    /// Closes the store at the end of the world.
    func end() async { await shut() }
}
