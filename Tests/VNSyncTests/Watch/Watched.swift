import Testing
import VNEndpoint
import VNStore
import VNSync
import VNWire

/// A store that a watcher keeps in sync, with a clock that a test moves.
struct Watched {
    let replica: Replica
    let transport: ListeningTransport
    let environment: ManualEnvironment
    let engine: SyncEngine
    let watcher: SyncWatcher

    init(
        _ world: World, _ name: String, listens: Bool = true,
        configure: (inout SyncConfiguration) -> Void = { _ in },
        watching: (inout WatchConfiguration) -> Void = { _ in }
    ) async throws {
        replica = try await world.replica(name)
        transport = ListeningTransport(world.hub)
        environment = ManualEnvironment(seed: 7)
        var configuration = SyncConfiguration()
        configure(&configuration)
        engine = SyncEngine(
            store: replica.store, remote: "origin",
            transport: listens ? transport : transport.requests, environment: environment,
            configuration: configuration)
        var watch = WatchConfiguration()
        watching(&watch)
        watcher = SyncWatcher(engine, configuration: watch)
    }

    var requests: EndpointTransport { transport.requests }
    var status: SyncStatus { watcher.status }
    var pushes: Int { requests.paths.count { $0 == "/v1/push" } }

    /// Runs the watcher while `body` does; then it is cancelled and must end.
    func watching(_ body: () async throws -> Void) async throws {
        let task = Task { try await watcher.run() }
        do {
            try await body()
        } catch {
            task.cancel()
            _ = await task.result
            throw error
        }
        task.cancel()
        let result = await task.result
        #expect(throws: CancellationError.self) { try result.get() }
        #expect(watcher.status == .idle)
        #expect(environment.sleepers == 0, "nothing goes on")
    }

    /// Waits until the first sync is over and, if it can, the watcher listens.
    func settle() async throws {
        try await eventually {
            !requests.paths.isEmpty && status == .idle && !transport.opened.isEmpty
        }
        try await listens()
    }

    /// Waits until the first bytes of the last stream were taken, and more are waited for.
    func listens(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let silence = Duration.seconds(45)
        try await eventually(sourceLocation: sourceLocation) {
            environment.pauses.count { $0 == silence } >= 2 * transport.opened.count
                && environment.nextWake == silence
        }
    }

    /// Waits until the next thing to happen is so far away, and lets that time go by.
    func pass(
        _ duration: Duration, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await eventually(sourceLocation: sourceLocation) { environment.nextWake == duration }
        environment.advance(by: duration)
    }
}

/// Waits until something holds, for a few seconds at most.
func eventually(
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    for _ in 0..<4000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("it did not come to pass", sourceLocation: sourceLocation)
    throw CancellationError()
}
