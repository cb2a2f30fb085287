import Dispatch
import Testing
import VNSync

/// A transport whose `send` blocks the thread it is called on, as a bad one may.
private final class BlockingTransport: Transport {
    let hasBegun = Flag()
    let semaphore = DispatchSemaphore(value: 0)
    private let base: EndpointTransport

    init(_ base: EndpointTransport) { self.base = base }

    var counters: TransportCounters { base.counters }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        if hasBegun.raise() { block() }
        return try await base.send(request)
    }

    private func block() { semaphore.wait() }
}

@Suite("The engine and its caller", .timeLimit(.minutes(1)))
struct EngineExecutorTests {
    /// The executor of an application's user interface.
    @MainActor
    private func answers() -> Bool { true }

    @Test("a sync that is stuck in its transport leaves the main actor free")
    @MainActor
    func main() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        _ = try await alice.post("Đầu đề")
        let transport = BlockingTransport(alice.transport)
        let engine = SyncEngine(
            store: alice.store, remote: "origin", transport: transport,
            environment: alice.environment)
        let sync = Task { try await engine.sync() }
        // This loop runs on the main actor: it would stand still with it.
        var turns = 0
        while transport.hasBegun.isLowered || turns < 10 {
            try await Task.sleep(for: .milliseconds(1))
            turns += 1
        }
        #expect(answers())
        transport.semaphore.signal()
        #expect(try await sync.value.pushed.applied == 1)
    }

    @Test("a sync that is cancelled while the hub is silent ends at once and can be made again")
    func cancelled() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        _ = try await alice.post("Đầu đề")
        alice.transport.harm { request, _ in request.path == "/v1/push" ? .silence : nil }
        let engine = alice.engine
        let sync = Task { try await engine.sync() }
        while !alice.transport.paths.contains("/v1/push") {
            try await Task.sleep(for: .milliseconds(1))
        }
        sync.cancel()
        let error = await #expect(throws: SyncError.self) { try await sync.value }
        #expect(error?.code == .interrupted)
        alice.transport.heal()
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
    }
}
