import Foundation
import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Comparing a store with its hub") struct ReconcileTests {
    /// How many documents the larger tests have.
    private static let count =
        ProcessInfo.processInfo.environment["VNSYNC_RECONCILE_DOCUMENTS"].flatMap { Int($0) }
        ?? 2000

    /// Two replicas that hold the same as the hub.
    private func pair(
        _ world: World, articles: Int, scope: Scope = Scope()
    ) async throws -> (alice: Replica, bob: Replica, ids: [DocumentID]) {
        let alice = try await world.replica("alice", chunkSize: 1 << 20)
        let bob = try await world.replica("bob", scope: scope, chunkSize: 1 << 20)
        var ids: [DocumentID] = []
        for number in 0..<articles { ids.append(try await alice.post("Tin \(number)")) }
        try await alice.sync()
        #expect(try await bob.sync().mismatch == nil)
        return (alice, bob, ids)
    }

    @Test("stores that are equal cost one round trip")
    func equal() async throws {
        let world = try await World()
        let (_, bob, _) = try await pair(world, articles: 40)
        let result = try await bob.engine.verify()
        #expect(result.isEqual && result.found == 0 && result.compared == 40)
        #expect(result.roundTrips == 1 && result.bytes < 700)
    }

    // VN-WIRE-095
    @Test("one document among many that differs is found and repaired in a few round trips")
    func oneOfMany() async throws {
        let world = try await World()
        let (_, bob, ids) = try await pair(world, articles: Self.count)
        // A byte of the row, with a digest that fits: only the hub can tell.
        let id = ids[Self.count / 3]
        try await bob.store.rewrite(id) { document in
            let live = document["headline"].live[0]
            let value = LiveValue(dot: live.dot, stamp: live.stamp, value: .string("Tin giả"))
            document.set("headline", Register(seen: document["headline"].seen, live: [value]))
        }
        let found = try await bob.engine.verify()
        #expect(found.differing == 1 && found.found == 1 && !found.isEqual)
        #expect(found.roundTrips <= 4 && found.bytes < 64 << 10)
        #expect(try await bob.headline(id) == "Tin giả")
        let repaired = try await bob.engine.verify(repair: true)
        #expect(repaired.repaired == 1 && repaired.isEqual)
        #expect(repaired.roundTrips <= 5 && repaired.bytes < 64 << 10)
        #expect(try await bob.headline(id) == "Tin \(Self.count / 3)")
        try await bob.expectQuiet(with: world.hub)
        #expect(try await bob.engine.verify().isEqual)
        guard Self.count > 2000 else { return }
        print(
            "\(Self.count) documents:", repaired.roundTrips, "round trips,", repaired.bytes, "bytes"
        )
    }

    @Test(
        "a row whose bytes were damaged is found by the deep checks and fetched again",
        arguments: [
            "UPDATE article SET headline = 'hỏng' WHERE id = ?",
            "UPDATE article SET clock = x'FF00FF' WHERE id = ?",
            "UPDATE article SET digest = x'00' WHERE id = ?",
            "UPDATE article SET publisher = '{' WHERE id = ?",
        ])
    func damage(sql: String) async throws {
        let world = try await World()
        let (_, bob, ids) = try await pair(world, articles: 5)
        try await bob.setHeadline("Chờ gửi", of: ids[1])
        try await bob.store.write(.durable) { _ = try $0.run(sql, .id(ids[2])) }
        #expect(try await bob.store.verify(deep: true).ok == false)
        _ = try await bob.store.verify(repair: true)
        let result = try await bob.engine.verify(repair: true)
        #expect(result.isEqual && result.repaired >= 1)
        #expect(try await bob.store.verify(deep: true).ok)
        #expect(try await bob.headline(ids[2]) == "Tin 2")
        #expect(try await bob.store.pendingCount() == 1)
        try await bob.sync()
        try await bob.expectQuiet(with: world.hub)
    }

    // VN-WIRE-095
    @Test("what is missing comes, what the hub has not goes, what is pending stays")
    func sides() async throws {
        let world = try await World()
        let (_, bob, ids) = try await pair(world, articles: 80)
        try await bob.setHeadline("Sửa khi đi tàu", of: ids[4])
        let new = try await bob.post("Chưa gửi")
        let stray = DocumentID(high: 0x7001, low: 0x8000_0000_0000_0001)
        try await bob.store.write(.durable) { session in
            for id in [ids[7], ids[8]] {
                if let stored = try session.stored(id) { try session.remove(stored) }
            }
            var document = Document(id: stray, kind: .article)
            if let stored = try session.stored(ids[9]) {
                for field in stored.document.fields { document.set(field.path, field.register) }
            }
            try session.save(document, over: nil, seq: try session.nextSeq())
        }
        let result = try await bob.engine.verify(repair: true)
        #expect(result.missing == 2 && result.extra == 1 && result.differing == 0)
        #expect(result.pending == 2 && result.repaired == 3 && result.isEqual)
        #expect(try await bob.document(stray) == nil)
        #expect(try await bob.headline(ids[4]) == "Sửa khi đi tàu")
        #expect(try await bob.headline(new) == "Chưa gửi")
        #expect(try await bob.store.pendingCount() == 2)
        #expect(try await bob.sync().pushed.applied == 2)
        try await bob.expectQuiet(with: world.hub)
    }

    @Test("what the hub changed since the last pull is no difference")
    func newer() async throws {
        let world = try await World()
        let (alice, bob, ids) = try await pair(world, articles: 50)
        try await alice.setHeadline("Mới hơn", of: ids[3])
        _ = try await alice.post("Bài mới")
        try await alice.sync()
        let result = try await bob.engine.verify(repair: true)
        #expect(result.newer == 2 && result.found == 0 && result.isEqual && result.repaired == 0)
    }

    @Test("a store of a part compares that part")
    func scoped() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        for number in 0..<30 {
            let id = try await alice.post("Tin \(number)")
            guard number % 3 == 0 else { continue }
            try await alice.store.edit(id) { $0.section = "kinh-te" }
            _ = try await alice.comment("Ý kiến", on: id)
        }
        try await alice.sync()
        var scope = Scope()
        scope.sections = ["kinh-te"]
        for name in ["bob", "carol"] {
            let replica = try await world.replica(name, scope: scope)
            #expect(try await replica.sync().mismatch == nil)
            let result = try await replica.engine.verify()
            #expect(result.isEqual && result.compared == 20 && result.roundTrips == 1)
            let ids = try await replica.store.contents().keys.sorted()
            try await replica.store.write(.durable) { session in
                if let stored = try session.stored(ids[5]) { try session.remove(stored) }
            }
            let repaired = try await replica.engine.verify(repair: true)
            #expect(repaired.missing == 1 && repaired.isEqual)
            #expect(try await replica.store.contents().count == 20)
            scope.includesBodies = false
        }
    }

    // VN-WIRE-096
    @Test("a store that is not what the hub says after a pull is repaired by that sync")
    func afterPull() async throws {
        let world = try await World()
        let (alice, bob, ids) = try await pair(world, articles: 60)
        try await bob.store.write(.durable) { session in
            if let stored = try session.stored(ids[10]) { try session.remove(stored) }
        }
        _ = try await alice.post("Tin nữa")
        try await alice.sync()
        let report = try await bob.sync()
        #expect(report.mismatch?.missing == 1 && report.mismatch?.repaired == 1)
        #expect(report.mismatch?.isEqual == true)
        #expect(try await bob.store.remoteState("origin").lastError == nil)
        try await bob.expectQuiet(with: world.hub)
        #expect(try await bob.sync().mismatch == nil)
        #expect(!bob.transport.requests.contains { $0.query.contains { $0.name == "replace" } })
    }

    @Test("a sum that was miscounted is counted again, without a repair")
    func miscounted() async throws {
        let world = try await World()
        let (alice, bob, _) = try await pair(world, articles: 10)
        try await bob.store.write(.durable) { session in
            _ = try session.run("UPDATE store SET documents = documents + 1")
        }
        #expect(try await bob.store.verify(deep: true).ok == false)
        _ = try await alice.post("Tin nữa")
        try await alice.sync()
        let report = try await bob.sync()
        #expect(report.mismatch?.found == 0 && report.mismatch?.isEqual == true)
        #expect(try await bob.store.verify(deep: true).ok)
    }

    @Test("a repair that is cut is told, and done by the next sync")
    func cut() async throws {
        let world = try await World()
        let (alice, bob, ids) = try await pair(world, articles: 10)
        try await bob.store.write(.durable) { session in
            if let stored = try session.stored(ids[1]) { try session.remove(stored) }
        }
        _ = try await alice.post("Tin nữa")
        try await alice.sync()
        bob.transport.harmOnce("/v1/documents", .loseResponse)
        let report = try await bob.sync()
        #expect(report.mismatch?.isEqual == false)
        #expect(try await bob.store.remoteState("origin").lastError?.contains("differs") == true)
        try await bob.sync()
        try await bob.expectQuiet(with: world.hub)
        #expect(try await bob.store.remoteState("origin").lastError == nil)
    }

    @Test("what another hub brought is no difference and stays")
    func shared() async throws {
        let world = try await World()
        let (_, bob, ids) = try await pair(world, articles: 8)
        let other = try await world.otherHub("other")
        let carol = try await world.replica("carol")
        let elsewhere = Replica(carol.store, carol.environment, other)
        let only = try await elsewhere.post("Chỉ có ở nơi khác")
        try await elsewhere.sync()
        try await bob.store.addRemote("other", url: "http://other")
        let second = Replica(bob.store, bob.environment, other, remote: "other")
        #expect(try await second.sync().mismatch == nil)
        try await bob.store.write(.durable) { session in
            if let stored = try session.stored(ids[0]) { try session.remove(stored) }
        }
        let result = try await bob.engine.verify(repair: true)
        #expect(result.isShared && result.missing == 1 && result.extra == 1)
        #expect(result.isEqual && result.repaired == 1)
        #expect(try await bob.headline(only) == "Chỉ có ở nơi khác")
        #expect(try await bob.headline(ids[0]) == "Tin 0")
    }

    @Test("before the first sync there is nothing to compare")
    func notSynced() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let error = await #expect(throws: SyncError.self) { try await alice.engine.verify() }
        #expect(error?.code == .notSynced)
    }
}

extension ContentStore {
    /// Changes a document behind the journal's back, with a digest that fits.
    fileprivate func rewrite(
        _ id: DocumentID, _ change: @escaping @Sendable (inout Document) -> Void
    ) async throws {
        try await write(.durable) { session in
            guard let stored = try session.stored(id) else { return }
            var document = stored.document
            change(&document)
            try session.save(document, over: stored, seq: stored.seq, scopeSeq: stored.scopeSeq)
        }
    }
}
