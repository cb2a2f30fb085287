import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync

/// Remotes that are added when the journal no longer begins with the first change.
@Suite("Compacted journal") struct CompactedJournalTests {
    private static let day: UInt64 = 86_400_000

    /// A store with three pushed articles of which the journal holds the last change only.
    private func compacted(_ world: World) async throws -> (Replica, [DocumentID]) {
        let alice = try await world.replica("alice")
        var ids: [DocumentID] = []
        for number in 1...3 { ids.append(try await alice.post("Bài \(number)")) }
        try await settle(alice)
        #expect(try await compact(alice) == 2)
        return (alice, ids)
    }

    /// The hub's next greeting tells that what was pushed is safe with it.
    private func settle(_ replica: Replica) async throws {
        for _ in 0..<2 { try await replica.sync() }
    }

    private func compact(_ replica: Replica) async throws -> Int {
        var options = CompactOptions()
        options.keepDays = 0
        replica.environment.advance(by: Self.day)
        return try await replica.store.compact(options).journalRows
    }

    /// The same store with another hub.
    private func second(_ replica: Replica, _ hub: Hub) async throws -> Replica {
        try await replica.store.addRemote("second", url: "http://second")
        return Replica(replica.store, replica.environment, hub, remote: "second")
    }

    @Test("a hub without what was compacted is pulled from, and the refused push says why")
    func gap() async throws {
        let world = try await World()
        let (alice, ids) = try await compacted(world)
        let hub = try await world.otherHub("other")
        let bob = Replica(
            try await world.replica("bob").store, TestEnvironment(seed: 9), hub)
        let foreign = try await bob.post("Của Bình")
        try await bob.sync()
        let there = try await second(alice, hub)
        try await alice.setHeadline("Sửa sau khi nén", of: ids[0])
        for _ in 0..<2 {
            let error = await there.syncFails()
            #expect(error?.code == .pushFailed && error?.cause == "sync.journal-gap")
            #expect(error?.message.contains("lacks 3 earlier changes") == true)
            #expect(error?.hint?.contains("export") == true)
        }
        #expect(try await alice.headline(foreign) == "Của Bình", "the pull went on")
        #expect(try await alice.store.pendingCount() == 1)
        #expect(try await alice.store.heldChanges().isEmpty)
        #expect(try await hub.store.contents().count == 1, "nothing came in parts")
        // The first hub is not concerned.
        #expect(try await alice.sync().pushed.applied == 1)
        #expect(
            try await world.hub.store.document(ids[0])?.value("headline")?.string
                == "Sửa sau khi nén")
        #expect(try await alice.store.verify(deep: true).ok)
    }

    @Test("a hub that has it all is pushed to, also when it was removed and added again")
    func addedAgain() async throws {
        let world = try await World()
        let (alice, ids) = try await compacted(world)
        try await alice.store.removeRemote("origin")
        let again = try await second(alice, world.hub)
        try await alice.setHeadline("Sau khi thêm lại", of: ids[1])
        let report = try await again.sync()
        #expect(report.pushed.applied == 1 && report.pushed.changes == 1)
        try await again.expectQuiet(with: world.hub)
        #expect(try await again.sync().roundTrips == 1)
        try await again.setHeadline("Lần nữa", of: ids[1])
        try await settle(again)
        // From there on the journal is compacted again.
        #expect(try await compact(again) > 0)
    }

    @Test("a hub that knows a part of what was compacted is no fork")
    func part() async throws {
        let world = try await World()
        let hub = try await world.otherHub("other")
        let alice = try await world.replica("alice")
        _ = try await alice.post("Một")
        let there = try await second(alice, hub)
        try await there.sync()
        try await alice.store.removeRemote("second")
        for number in 2...4 { _ = try await alice.post("Bài \(number)") }
        try await settle(alice)
        #expect(try await compact(alice) == 3)
        let again = try await second(alice, hub)
        let error = await again.syncFails()
        #expect(error?.code == .pushFailed && error?.cause == "sync.journal-gap")
        #expect(error?.message.contains("lacks 3 earlier changes") == true)
    }

    private func restored(_ replica: Replica, _ world: World) async throws {
        let backup = world.directory + "/backup-\(UUID().uuidString).db"
        _ = try await replica.store.backup(to: backup)
        var configuration = StoreConfiguration()
        configuration.environment = replica.environment
        _ = try await ContentStore.restore(
            from: backup, to: replica.store.path, configuration: configuration)
    }

    private func rows(_ store: ContentStore) async throws -> [[Int64]] {
        try await store.read { session in
            try session.all(
                "SELECT replica, count(*), min(counter) FROM journal GROUP BY 1 ORDER BY 1"
            ) { [$0.integer(0), $0.integer(1), $0.integer(2)] }
        }
    }

    @Test("rows of former ids are compacted once a change of the present id is in every backup")
    func formerRows() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        for number in 1...5 { _ = try await alice.post("Bài \(number)") }
        try await alice.sync()
        try await restored(alice, world)
        try await alice.sync()
        #expect(try await compact(alice) == 0, "no hub has seen the new id")
        #expect(try await rows(alice.store).map { $0[1] } == [5])
        let id = try await alice.post("Dưới mã mới")
        try await settle(alice)
        #expect(try await compact(alice) == 4)
        #expect(try await rows(alice.store).map { [$0[1], $0[2]] } == [[1, 5], [1, 1]])
        #expect(try await alice.store.verify(deep: true).ok)
        try await alice.setHeadline("Vẫn gửi được", of: id)
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
        // A hub that never heard of the former id cannot get what stood under it.
        let there = try await second(alice, try await world.otherHub("other"))
        let error = await there.syncFails()
        #expect(error?.cause == "sync.journal-gap")
        #expect(error?.message.contains("lacks 4 earlier changes") == true)
    }

    @Test("a hub that never heard of a former id gets what stands under it")
    func formerRowsElsewhere() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let id = try await alice.post("Bài một")
        try await alice.sync()
        try await restored(alice, world)
        try await alice.sync()
        try await alice.setHeadline("Dưới mã mới", of: id)
        let hub = try await world.otherHub("other")
        let there = try await second(alice, hub)
        #expect(try await there.sync().pushed.applied == 2)
        try await there.expectQuiet(with: hub)
        #expect(try await alice.headline(id) == "Dưới mã mới")
        #expect(try await alice.store.conflicts(id).isEmpty)
    }

    @Test("a document that another hub has comes back after a re-read found none")
    func absentElsewhere() async throws {
        let world = try await World()
        let bob = try await world.replica("bob")
        let id = try await bob.post("Của Bình")
        try await bob.sync()
        let alice = try await world.replica("alice")
        try await alice.sync()
        let there = try await second(alice, try await world.otherHub("other"))
        try await alice.setHeadline("Sửa trước khi gửi", of: id)
        #expect(try await there.sync().pushed.refused == 1)
        try await alice.sync()
        #expect(try await alice.headline(id) == "Của Bình")
        #expect(try await alice.store.heldChanges().count == 1)
        try await alice.expectQuiet(with: world.hub)
    }
}
