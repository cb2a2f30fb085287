import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Rehearsals of a sync")
struct RehearsalTests {
    @Test("it tells what would be pushed and whether there is something to pull; nothing moves")
    func tells() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let article = try await alice.post("Một")
        let head = try await alice.store.read { try $0.head() }
        let remote = try await alice.store.remoteState("origin")
        let rehearsal = try await alice.engine.rehearse()
        #expect(rehearsal.report.pushed.changes == 1 && rehearsal.needsPull)
        #expect(rehearsal.report.roundTrips == 1 && rehearsal.report.pushed.bytes > 0)
        #expect(alice.transport.paths == ["/v1/hello"])
        #expect(try await alice.store.read { try $0.head() } == head)
        #expect(try await alice.store.remoteState("origin") == remote)
        #expect(try await world.hub.store.contents().isEmpty)

        let report = try await alice.sync()
        #expect(report.pushed.changes == rehearsal.report.pushed.changes)
        try await alice.sync()
        let idle = try await alice.engine.rehearse()
        #expect(idle.report.pushed.changes == 0 && !idle.needsPull)

        try await bob.sync()
        try await bob.setHeadline("Hai", of: article)
        _ = try await bob.comment("Hay", on: article)
        #expect(try await bob.engine.rehearse(.pull).report.pushed.changes == 0)
        #expect(try await bob.engine.rehearse(.push).report.pushed.changes == 2)
        try await bob.sync()
        #expect(try await alice.engine.rehearse(.pull).needsPull)
        #expect(try await !alice.engine.rehearse(.push).needsPull)
        #expect(try await alice.headline(article) == "Một")
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("another scope would be pulled from the beginning, and stays as it was")
    func scope() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        try await alice.sync()
        #expect(try await !alice.engine.rehearse(.pull).needsPull)
        var other = Scope()
        other.sections = ["van-hoa"]
        #expect(try await alice.engine.rehearse(.pull, scope: other).needsPull)
        #expect(try await alice.store.remoteState("origin").scope == Scope())
        #expect(try await !alice.engine.rehearse(.pull).needsPull)
    }

    @Test("it fails as the sync would, and leaves no word of it")
    func fails() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        _ = try await alice.post("Tin")
        let remote = try await alice.store.remoteState("origin")
        alice.transport.harm { _, _ in .loseRequest }
        #expect(await Self.failure(of: alice) == .unavailable)
        let problem = Problem(status: 401, code: "hub.unauthorized", title: "", detail: "expired")
        alice.transport.harm { _, _ in .problem(problem) }
        #expect(await Self.failure(of: alice) == .unauthorized)
        alice.transport.heal()
        let owner = SyncOwner.current(random: 7)
        try await alice.store.acquireSyncLock(remote: "origin", owner: owner)
        #expect(await Self.failure(of: alice) == .locked)
        try await alice.store.releaseSyncLock(remote: "origin", owner: owner)
        #expect(try await alice.store.remoteState("origin") == remote)
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("a hub that was made anew is found out")
    func generation() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        _ = try await alice.post("Tin")
        try await alice.sync()
        let other = try await world.otherHub("anew")
        let moved = Replica(alice.store, alice.environment, other)
        let rehearsal = try await moved.engine.rehearse()
        #expect(rehearsal.recovery == .generation && rehearsal.needsPull)
        #expect(try await alice.store.remoteState("origin").recovery == nil)
        #expect(try await moved.sync().recovery?.reason == .generation)
        #expect(try await moved.engine.rehearse().recovery == nil)
    }

    @Test("a cancelled rehearsal ends as interrupted, and the engine goes on working")
    func cancelled() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        alice.transport.harmOnce("/v1/hello", .silence)
        let task = Task { try await alice.engine.rehearse() }
        while alice.transport.requests.isEmpty { await Task.yield() }
        let error = await #expect(throws: SyncError.self) { try await alice.engine.sync() }
        #expect(error?.code == .locked)
        task.cancel()
        let interrupted = await #expect(throws: SyncError.self) { try await task.value }
        #expect(interrupted?.code == .interrupted)
        try await alice.sync()
    }

    private static func failure(of replica: Replica) async -> SyncError.Code? {
        do {
            _ = try await replica.engine.rehearse()
            return nil
        } catch {
            return (error as? SyncError)?.code
        }
    }
}
