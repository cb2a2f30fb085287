import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

/// Stores that their users move from one hub to another that replicates with it.
@Suite("Moves between hubs") struct MoveTests {
    private static func ids(_ replica: Replica) async throws -> [ReplicaID] {
        let state = try await replica.store.journalState()
        return state.former + [state.replica]
    }

    /// Once the hubs have replicated, what waited stands alone, with its reader at hub 0 too.
    private func expectArrival(
        _ headline: String, of article: DocumentID, from moved: Replica, at reader: Replica,
        in world: PeerWorld
    ) async throws {
        try await world.exchange(0, 1)
        try await moved.sync()
        try await world.exchange(0, 1)
        try await reader.sync()
        #expect(try await reader.headline(article) == headline)
        #expect(try await reader.store.conflictCount() == 0)
        try await reader.expectQuiet(with: world.hubs[1])
    }

    // VN-WIRE-143, VN-WIRE-137. A new id at each move left every change twice.
    @Test("a store that moves keeps its id, and nothing is pushed twice")
    func known() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 0)
        let article = try await alice.post("Một")
        try await alice.sync()
        try await world.exchange(0, 1)
        let ids = try await MoveTests.ids(alice)
        let moved = try await world.move(alice, to: 1)
        try await moved.setHeadline("Hai", of: article)
        let report = try await moved.sync()
        #expect(report.pushed.changes == 1 && report.pushed.applied == 1)
        #expect(try await MoveTests.ids(moved) == ids)
        try await world.exchange(0, 1)
        try await moved.expectQuiet(with: world.hubs[0])
        // And back.
        let back = try await world.move(moved, to: 0)
        try await back.setHeadline("Ba", of: article)
        #expect(try await back.sync().pushed.changes == 1)
        #expect(try await MoveTests.ids(back) == ids)
        try await world.exchange(0, 1)
        try await back.expectQuiet(with: world.hubs[1])
        #expect(try await back.store.conflictCount() == 0)
    }

    // VN-WIRE-143
    @Test("what the other hub lacks of its journal is offered again under the same dots")
    func lagging() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 0)
        let article = try await alice.post("Một")
        try await alice.sync()
        try await world.exchange(0, 1)
        try await alice.setHeadline("Hai", of: article)
        try await alice.setHeadline("Ba", of: article)
        try await alice.sync()
        let ids = try await MoveTests.ids(alice)
        let moved = try await world.move(alice, to: 1)
        #expect(try await moved.sync().pushed.applied == 2)
        #expect(try await MoveTests.ids(moved) == ids)
        try await world.exchange(0, 1)
        try await moved.expectQuiet(with: world.hubs[0])
        #expect(try await world.sums().count == 1)
        #expect(try await moved.store.conflictCount() == 0)
    }

    // VN-WIRE-143. Lowered vectors left the value that was written over beside the new one.
    @Test("what had observed more than the other hub holds waits for the hubs")
    func behind() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 0)
        let bob = try await world.replica("bob", at: 0)
        let article = try await bob.post("Của Bình")
        try await bob.sync()
        try await world.exchange(0, 1)
        try await bob.setHeadline("Bình sửa", of: article)
        try await bob.sync()
        try await alice.sync()
        try await alice.setHeadline("An sửa sau Bình", of: article)
        let moved = try await world.move(alice, to: 1)
        for _ in 0..<3 {
            let error = await moved.syncFails()
            #expect(error?.code == .pushFailed && error?.isRetryable == true)
            #expect(error?.hint?.contains("--upstream") == true)
            #expect(try await moved.store.pendingCount() == 1)
        }
        try await expectArrival("An sửa sau Bình", of: article, from: moved, at: bob, in: world)
    }

    // Seed 1250055965 of the simulator, --faults hubs: the pending change was lowered.
    @Test("whoever turns back on the way to another hub is still one who moved")
    func turnedBack() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 0)
        let bob = try await world.replica("bob", at: 0)
        let article = try await bob.post("Của Bình")
        try await bob.sync()
        try await alice.sync()
        try await alice.setHeadline("An sửa sau Bình", of: article)
        let moved = try await world.move(alice, to: 1)
        #expect(await moved.syncFails()?.code == .pushFailed)
        for _ in 0..<2 {
            _ = try await world.move(moved, to: 0)
            let back = try await world.move(moved, to: 1)
            for _ in 0..<2 { #expect(await back.syncFails()?.code == .pushFailed) }
            #expect(try await back.store.pendingCount() == 1)
        }
        try await expectArrival("An sửa sau Bình", of: article, from: moved, at: bob, in: world)
    }

    // VN-WIRE-143, VN-WIRE-139. Rows that stayed under the old id were lost with the old hub.
    @Test("a journal that does not reach back takes a new id, and the hubs make aliases")
    func pruned() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 0)
        var articles: [DocumentID] = []
        for number in 1...3 { articles.append(try await alice.post("Bài \(number)")) }
        for _ in 0..<2 { try await alice.sync() }
        alice.environment.advance(by: 86_400_000)
        var options = CompactOptions()
        options.keepDays = 0
        #expect(try await alice.store.compact(options).journalRows == 2)
        try await alice.setHeadline("Bài 3 sửa", of: articles[2])
        let ids = try await MoveTests.ids(alice)
        let moved = try await world.move(alice, to: 1)
        try await moved.sync()
        let now = try await MoveTests.ids(moved)
        #expect(now.last != ids.last)
        // What only the old hub has comes from there.
        for _ in 0..<2 { try await world.exchange(0, 1) }
        try await moved.sync()
        #expect(try await world.sums() == [try await moved.store.sum])
        #expect(
            try await moved.headlines() == ["Bài 1", "Bài 2", "Bài 3 sửa"])
        #expect(try await moved.store.conflictCount() == 0)
        #expect(try await moved.store.verify(deep: true).ok)
    }

    // VN-WIRE-143
    @Test("another address of the same hub is no move")
    func sameHub() async throws {
        let world = try await PeerWorld(hubs: 1)
        let alice = try await world.replica("alice", at: 0)
        _ = try await alice.post("Một")
        try await alice.sync()
        try await alice.store.setURL("http://hub0.example", ofRemote: "origin")
        try await alice.sync()
        let backup = world.directory + "/backup.db"
        _ = try await world.hubs[0].store.backup(to: backup)
        try await RecoverySupport.restore(world.hubs[0], from: backup)
        try await alice.sync()
        #expect(try await alice.store.remoteState("origin").isMoved == false)
    }
}
