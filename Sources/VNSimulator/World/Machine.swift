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
    /// `nil` while the machine is down.
    private(set) var store: ContentStore?
    /// What was last seen in the store.
    private(set) var view = StoreView()
    /// Whether the store may have changed since.
    var isDirty = true

    init(_ name: String, _ time: SimulatedTime, seed: UInt64, canary: Canary?) throws {
        self.name = name
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

    private var configuration: StoreConfiguration {
        var configuration = StoreConfiguration()
        configuration.environment = clock
        configuration.readerLimit = 1
        if canary == .skippedSync { configuration.forcedSynchronous = "OFF" }
        return configuration
    }

    /// Makes the store.
    func create() async throws {
        store = try await ContentStore.create(
            at: path, name: name, configuration: configuration)
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

    /// Starts the machine again; its disk is sound then.
    func start() async throws {
        disk.heal()
        try disk.powerOn()
        store = try await ContentStore.open(at: path, configuration: configuration)
        isDirty = true
    }

    /// Looks at the store again if it may have changed.
    ///
    /// - Returns: the journal rows that are new.
    func observe() async throws -> [JournalRow] {
        guard isDirty, let store else { return [] }
        let known = view
        let change = try await store.read { try StoreChange($0, since: known) }
        view.apply(change)
        isDirty = false
        return change.rows
    }

    /// Closes the store at the end of the world.
    func end() async { await shut() }
}
