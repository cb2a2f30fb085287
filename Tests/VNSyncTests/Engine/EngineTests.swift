import Synchronization
import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("The engine around a session")
struct EngineTests {
    private let unauthorized = Problem(
        status: 401, code: "hub.unauthorized", title: "", detail: "the token expired")

    @Test("the token is asked for, renewed once, and then its refusal is told")
    func token() async throws {
        let world = try await World()
        let asked = Mutex<[String]>([])
        let alice = try await world.replica("alice") { configuration in
            configuration.token = { request in
                switch request {
                case .first:
                    asked.withLock { $0.append("first") }
                    return "old"
                case .refused(let token):
                    asked.withLock { $0.append("refused \(token ?? "none")") }
                    return "new"
                }
            }
        }
        let problem = unauthorized
        alice.transport.harm { request, _ in request.token == "new" ? nil : .problem(problem) }
        try await alice.sync()
        #expect(asked.withLock { $0 } == ["first", "refused old"])
        #expect(alice.transport.requests.last?.token == "new")
        alice.transport.harm { _, _ in .problem(problem) }
        let error = await alice.syncFails()
        #expect(error?.code == .unauthorized && error?.isRetryable == false)
        #expect(asked.withLock { $0 } == ["first", "refused old", "refused new"])
    }

    @Test("a token that cannot be read is told as such, and nothing is sent")
    func unreadableToken() async throws {
        struct NoFile: Error {}
        let world = try await World()
        let alice = try await world.replica("alice") { $0.token = { _ in throw NoFile() } }
        #expect(await alice.syncFails()?.code == .unauthorized)
        #expect(alice.transport.requests.isEmpty)
    }

    @Test("a busy hub is left alone for as long as it asks")
    func busy() async throws {
        let world = try await World()
        let problem = Problem(
            status: 503, code: "hub.busy", title: "", detail: "full", retryAfter: 70)
        let patient = try await world.replica("alice") { $0.retryLimit = 1 }
        patient.transport.harmOnce("/v1/hello", .problem(problem))
        try await patient.sync()
        #expect(patient.environment.pauses == [.seconds(70)])

        let hasty = try await world.replica("bob")
        hasty.transport.harm { _, _ in .problem(problem) }
        let error = await hasty.syncFails()
        #expect(error?.code == .busy && error?.retryAfter == .seconds(70))
    }

    @Test("answers that are no protocol are told as such, and nothing is changed")
    func nonsense() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let problem = Problem(status: 404, code: "", title: "", detail: "")
        alice.transport.harm { _, _ in .problem(problem) }
        let error = await alice.syncFails()
        #expect(error?.code == .protocolViolation && error?.isRetryable == false)
        #expect(try await alice.store.remoteState("origin").generation == nil)
        #expect(try await alice.store.remoteState("origin").lastError != nil)
    }

    @Test("a success is noted with the skew of the clocks")
    func contact() async throws {
        let world = try await World()
        let alice = try await world.replica("alice", clockAhead: 5_000)
        try await alice.sync()
        let state = try await alice.store.remoteState("origin")
        #expect(state.clockSkew == -5_000 && state.lastError == nil)
        #expect(state.lastSuccess == alice.environment.milliseconds())
    }

    @Test("the status tells what is going on, and ends idle")
    func status() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        _ = try await alice.post("Tin")
        let seen = Mutex<[SyncStatus]>([])
        try await alice.engine.sync { status in seen.withLock { $0.append(status) } }
        let statuses = seen.withLock { $0 }
        #expect(statuses.first == .connecting && statuses.last == .idle)
        #expect(statuses.contains(.pushing(done: 0, total: 1)))
        #expect(statuses.contains { if case .pulling = $0 { true } else { false } })
        var first = await alice.engine.statuses().makeAsyncIterator()
        #expect(await first.next() == .idle)
    }
}
