import Synchronization
import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Sync of real stores through a real endpoint")
struct SyncTests {
    @Test("what alice writes reaches bob, and everybody holds the same")
    func exchange() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let article = try await alice.post("Hà Nội vào đông")
        let comment = try await alice.comment("Lạnh quá!", on: article)
        let pushed = try await alice.sync()
        #expect(pushed.pushed.changes == 2 && pushed.pushed.applied == 2)
        let pulled = try await bob.sync()
        #expect(pulled.pulled.documents == 2 && pulled.pulled.new == 2)
        #expect(try await bob.headline(article) == "Hà Nội vào đông")
        #expect(try await bob.document(comment) != nil)
        try await alice.expectQuiet(with: world.hub)
        try await bob.expectQuiet(with: world.hub)
    }

    @Test("edits of different fields merge; of the same field both stay")
    func merge() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let article = try await alice.post("Một")
        try await alice.sync()
        try await bob.sync()
        try await alice.setHeadline("Hai", of: article)
        try await bob.setHeadline("Ba", of: article)
        try await bob.store.edit(article) { $0.summary = "Tóm tắt" }
        try await alice.sync()
        let report = try await bob.sync()
        #expect(report.pushed.merged == 1 && report.pushed.applied == 1)
        #expect(report.conflicts == 1)
        try await alice.sync()
        for replica in [alice, bob] {
            try await replica.expectQuiet(with: world.hub)
            let document = try #require(try await replica.document(article))
            #expect(document["headline"].live.count == 2)
            #expect(document.value("summary")?.string == "Tóm tắt")
        }
    }

    @Test("with nothing to move a sync is one round trip of a few hundred bytes")
    func idle() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        _ = try await alice.post("Tin")
        try await alice.sync()
        try await alice.sync()
        let report = try await alice.sync()
        #expect(report.roundTrips == 1)
        #expect(report.pulled.bytes + report.pushed.bytes < 700)
        #expect(report.cursor != nil)
    }

    @Test("pushes of a store that is up to date need no pull")
    func pushOnly() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        try await alice.sync()
        _ = try await alice.post("Tin")
        let report = try await alice.sync()
        #expect(report.roundTrips == 2)
        #expect(try await alice.sync().roundTrips == 1)
    }

    @Test("a change of many batches arrives whole, groups in one piece")
    func batches() async throws {
        let world = try await World(limits: HelloResponse.PushLimits(changes: 7, bytes: 1 << 20))
        let alice = try await world.replica("alice")
        let article = try await alice.post("Tin")
        for number in 0..<20 { _ = try await alice.comment("Ý kiến \(number)", on: article) }
        let report = try await alice.sync()
        #expect(report.pushed.changes == 21)
        // One that overtakes the one before it is sent again.
        #expect(alice.transport.paths.filter { $0 == "/v1/push" }.count >= 3)
        try await alice.expectQuiet(with: world.hub)
    }

    /// A store with three batches to push, up to date but for them.
    private static func threeBatches() async throws -> (World, Replica) {
        let world = try await World(limits: HelloResponse.PushLimits(changes: 7, bytes: 1 << 20))
        let alice = try await world.replica("alice")
        try await alice.sync()
        let article = try await alice.post("Tin")
        for number in 0..<20 { _ = try await alice.comment("Ý kiến \(number)", on: article) }
        return (world, alice)
    }

    // VN-WIRE-061
    @Test("a push is on its way before the one in front of it is answered, and no pull is needed")
    func pushesAhead() async throws {
        let (world, alice) = try await SyncTests.threeBatches()
        let isFirst = Flag()
        let requests = alice.transport
        let before = requests.paths.count
        alice.transport.harm { request, _ in
            guard request.path == "/v1/push", isFirst.raise() else { return nil }
            return .before { try await eventually { requests.paths.count == before + 3 } }
        }
        let report = try await alice.sync()
        #expect(report.pushed.changes == 21)
        #expect(try await alice.sync().roundTrips == 1)
        #expect(Set(alice.transport.paths.dropFirst(before)) == ["/v1/hello", "/v1/push"])
        try await alice.expectQuiet(with: world.hub)
    }

    /// What befalls the push that is sent ahead.
    enum AheadFault: CaseIterable, Sendable {
        case request, response, overtaking, busy, other
    }

    // VN-WIRE-061
    @Test("whatever befalls a push ahead, nothing is lost", arguments: AheadFault.allCases)
    func aheadFails(fault: AheadFault) async throws {
        let (world, alice) = try await SyncTests.threeBatches()
        let bob = try await world.replica("bob")
        _ = try await bob.post("Tin khác")
        let pushes = Mutex(0)
        alice.transport.harm { request, _ in
            guard request.path == "/v1/push" else { return nil }
            let number = pushes.withLock { number in
                number += 1
                return number
            }
            switch (fault, number) {
            case (.request, 2): return .loseRequest
            case (.response, 2): return .loseResponse
            case (.busy, 2):
                return .problem(Problem(status: 503, code: WireCode.busy, title: "", detail: ""))
            case (.overtaking, 1):
                return .before { try await eventually { pushes.withLock { $0 } == 2 } }
            case (.other, 2): return .before { try await bob.sync() }
            default: return nil
            }
        }
        _ = try? await alice.sync()
        alice.transport.heal()
        try await alice.sync()
        try await bob.sync()
        #expect(try await alice.store.pendingCount() == 0)
        #expect(try await world.hub.store.contents().count == 22)
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
        try await bob.expectQuiet(with: world.hub)
    }

    @Test("a failing push does not keep the pull from running, and heals")
    func pushGatesNothing() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let news = try await bob.post("Tin mới")
        try await bob.sync()
        _ = try await alice.post("Tin của tôi")
        let broken = Problem(status: 500, code: "hub.internal", title: "", detail: "full")
        alice.transport.harm { request, _ in
            request.path == "/v1/push" ? .problem(broken) : nil
        }
        let error = await alice.syncFails()
        #expect(error?.code == .pushFailed && error?.cause == "hub.internal")
        #expect(error?.report?.pulled.new == 1)
        #expect(try await alice.headline(news) == "Tin mới")
        #expect(try await alice.store.pendingCount() == 1)
        alice.transport.heal()
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("a refused change is held, its document read again, and the queue moves on")
    func refused() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let article = try await bob.post("Tin")
        try await bob.sync()
        try await alice.sync()
        try await bob.store.edit(article) { $0.commentPolicy = .closed }
        try await bob.sync()
        let comment = try await alice.comment("Muộn rồi", on: article)
        try await alice.setHeadline("Tin sửa", of: article)
        let report = try await alice.sync()
        #expect(report.pushed.refused == 1 && report.pushed.applied == 1)
        #expect(try await alice.store.heldCodes() == ["comments-closed"])
        #expect(try await alice.document(comment) == nil, "the hub's state stands")
        #expect(alice.transport.paths.contains("/v1/documents"))
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("F3: what a lost answer said is learnt from the next hello, refusals too")
    func lostResponse() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let article = try await bob.post("Tin")
        try await bob.sync()
        try await alice.sync()
        try await bob.store.edit(article) { $0.commentPolicy = .closed }
        try await bob.sync()
        _ = try await alice.comment("Muộn rồi", on: article)
        try await alice.setHeadline("Tin sửa", of: article)
        alice.transport.harmOnce("/v1/push", .loseResponse)
        #expect(await alice.syncFails()?.code == .pushFailed)
        #expect(try await alice.store.pendingCount() == 2, "nothing is acknowledged by itself")
        let pushes = alice.transport.paths.filter { $0 == "/v1/push" }.count
        let report = try await alice.sync()
        #expect(report.pushed.refused == 1 && report.pushed.applied == 1)
        #expect(alice.transport.paths.filter { $0 == "/v1/push" }.count == pushes)
        #expect(try await alice.store.heldCodes() == ["comments-closed"])
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("F2: a stamp that the hub lowered is lowered here too")
    func loweredStamp() async throws {
        let world = try await World()
        let alice = try await world.replica("alice", clockAhead: 10 * 365 * 86_400_000)
        let article = try await alice.post("Tin từ tương lai")
        try await alice.sync()
        let stamps = try await alice.document(article)?.fields.flatMap(\.register.live)
            .map(\.stamp.milliseconds)
        let limit = world.hub.environment.milliseconds() + Limits.stampAhead
        #expect(stamps?.max() == limit)
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("F6: a re-read that failed is made by the next sync, with later changes on top")
    func rereadPersists() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let article = try await bob.post("Tin")
        try await bob.sync()
        try await alice.sync()
        try await bob.store.edit(article) { $0.commentPolicy = .closed }
        try await bob.sync()
        let comment = try await alice.comment("Muộn rồi", on: article)
        alice.transport.harm { request, _ in
            request.path == "/v1/documents" ? .loseResponse : nil
        }
        #expect(await alice.syncFails()?.code == .unavailable)
        #expect(try await alice.document(comment) != nil, "still the refused state")
        try await alice.setHeadline("Sửa sau", of: article)
        alice.transport.heal()
        try await alice.sync()
        #expect(try await alice.document(comment) == nil)
        #expect(try await alice.headline(article) == "Sửa sau")
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("413 makes batches smaller until they pass")
    func tooLarge() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let article = try await alice.post("Tin")
        for number in 0..<9 { _ = try await alice.comment("Ý kiến \(number)", on: article) }
        let problem = Problem(status: 413, code: "wire.too-large", title: "", detail: "")
        alice.transport.harm { request, _ in
            request.path == "/v1/push" && (request.body?.count ?? 0) > 1500
                ? .problem(problem) : nil
        }
        let report = try await alice.sync()
        #expect(report.pushed.applied == 10)
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("425: what a hub will never get from anyone is lowered, and the change arrives")
    func behind() async throws {
        let world = try await World()
        let other = try await Hub(at: world.directory + "/other/hub.db", seed: 2)
        let bob = try await world.replica("bob")
        let article = try await bob.post("Một")
        try await other.take(try await bob.store.outbox(after: 0, changeLimit: 9, byteLimit: 9999))
        try await bob.sync()
        try await bob.setHeadline("Hai", of: article)
        try await bob.sync()
        let alice = try await world.replica("alice")
        try await alice.sync()
        try await alice.setHeadline("Ba", of: article)
        try await alice.store.addRemote("other", url: "http://other")
        let moved = Replica(alice.store, alice.environment, other, remote: "other")
        let report = try await moved.sync()
        #expect(report.pushed.applied == 1)
        let paths = ["hello", "push", "pull", "push", "documents", "push"].map { "/v1/" + $0 }
        #expect(Array(moved.transport.paths.prefix(6)) == paths)
        let register = try #require(try await other.store.document(article))["headline"]
        #expect(register.live.map(\.value) == [.string("Ba")])
        let bobID = try await bob.store.journalState().replica
        #expect(register.seen[bobID] == 1, "lowered to what this hub holds")
        try await moved.expectQuiet(with: other)
        // The hash still covers the row as first written: else the hub would look forked now.
        try await moved.sync()
    }

    @Test("a scoped store keeps only what is in its scope")
    func scope() async throws {
        let world = try await World()
        let bob = try await world.replica("bob")
        var scope = Scope()
        scope.sections = ["the-thao"]
        let alice = try await world.replica("alice", scope: scope)
        let sport = try await bob.post("Bóng đá")
        let other = try await bob.post("Kinh tế")
        try await bob.store.edit(sport) { $0.section = "the-thao" }
        try await bob.sync()
        try await alice.sync()
        #expect(try await alice.document(sport) != nil)
        #expect(try await alice.document(other) == nil)
        try await bob.store.edit(sport) { $0.section = "kinh-te" }
        try await bob.sync()
        let report = try await alice.sync()
        #expect(report.pulled.evicted == 1)
        #expect(try await alice.document(sport) == nil)
    }
}
