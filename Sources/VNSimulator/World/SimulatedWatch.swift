internal import Synchronization
internal import VNModel
internal import VNStore
internal import VNSync

/// What those who watch and listen in a world have in common.
struct Watching: Sendable {
    let alarms = Alarms()
    let time: SimulatedTime
    let thread: OneThread

    func clock(of machine: Machine) -> PatientClock {
        PatientClock(clock: machine.clock, time: time, alarms: alarms, owner: machine.name)
    }
}

/// A store that is watched: the watcher, and what it works with.
final class SimulatedWatch {
    let engine: WatchedEngine
    let events: EventLine
    let gate: Gate
    private let watcher: SyncWatcher
    private let transport: SimulatedTransport
    private let task: Task<Void, Never>
    private let outcome: Outcome

    /// How a watcher ended.
    private final class Outcome: Sendable {
        let error = Mutex<(any Error)?>(nil)
    }

    /// How long a watcher waits between two syncs, and before another attempt, in milliseconds.
    /// Shorter than usual, so that a run holds more of them.
    static let interval: UInt64 = 10_000
    static let retryLimit: UInt64 = 30_000
    /// After how long it tries again what needs somebody.
    static let unattendedRetry: UInt64 = 60_000

    init(
        of store: ContentStore, _ machine: Machine, _ watching: Watching, _ hub: HubAddress,
        _ record: ExchangeRecord, _ configuration: SyncConfiguration, canary: Canary?
    ) {
        gate = Gate()
        transport = SimulatedTransport(gate, hub, record, nil)
        events = EventLine(hub, watching.alarms, machine.name, canary: canary)
        var configuration = configuration
        configuration.interval = .milliseconds(SimulatedWatch.interval)
        configuration.retryPauseLimit = .milliseconds(SimulatedWatch.retryLimit)
        engine = WatchedEngine(
            SyncEngine(
                store: store, remote: World.remote,
                transport: WatchedTransport(transport: transport, events: events),
                environment: machine.clock, configuration: configuration),
            gate, record, events, watching.clock(of: machine), canary: canary)
        var watch = WatchConfiguration()
        watch.unattendedRetry = .milliseconds(SimulatedWatch.unattendedRetry)
        watcher = SyncWatcher(watching: engine, configuration: watch)
        outcome = Outcome()
        task = Task.detached(executorPreference: watching.thread) { [watcher, outcome] in
            do { try await watcher.run() } catch {
                outcome.error.withLock { $0 = error }
            }
        }
    }

    /// How the watcher ended; `nil` while it runs.
    var end: (any Error)? { outcome.error.withLock { $0 } }

    /// How many requests its syncs made.
    var requests: Int { transport.counters.requests }

    /// Whether the watcher waits for somebody.
    var status: SyncStatus { watcher.status }

    func wake() async { await watcher.wake() }

    func cancel() { task.cancel() }
}
