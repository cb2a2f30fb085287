import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

import struct VNModel.Comment

/// Stores that were copied or rolled back, and hubs that were put back: the next sync recovers.
@Suite("Recovery") struct RecoveryTests {
    /// A copy of a replica's file as it stands, opened as a store of its own.
    private func twin(
        of replica: Replica, in world: World, _ name: String, seed: UInt64, isSeen: Bool = false
    ) async throws -> Replica {
        let path = world.directory + "/\(name)/store.db"
        try await RecoverySupport.copy(replica.store, to: path)
        let environment = TestEnvironment(seed: seed)
        let store = try await RecoverySupport.open(path, environment, isSeen: isSeen)
        return Replica(store, environment, world.hub)
    }

    /// A world in which alice wrote an article that the hub has.
    private func published(
        _ headline: String
    ) async throws -> (world: World, alice: Replica, article: DocumentID) {
        let world = try await World()
        let alice = try await world.replica("alice")
        let article = try await alice.post(headline)
        try await alice.sync()
        return (world, alice, article)
    }

    private func settle(_ replicas: [Replica], _ hub: Hub) async throws {
        for _ in 0..<3 { for replica in replicas { try await replica.sync() } }
        for replica in replicas {
            try await replica.expectQuiet(with: hub)
            #expect(try await replica.store.remoteState("origin").recovery == nil)
            #expect(try await replica.store.verify(deep: true).ok)
            #expect(try await RecoverySupport.unconfirmed(replica.store) == 0)
        }
    }

    @Test("a copy that the file shows takes a new id at its first sync and keeps what it wrote")
    func copied() async throws {
        let (world, alice, id) = try await published("Chung")
        let copy = try await twin(of: alice, in: world, "copy", seed: 900, isSeen: true)
        try await alice.setHeadline("Bản gốc", of: id)
        try await copy.setHeadline("Bản chép", of: id)
        let old = try await copy.store.journalState()
        #expect(old.isCopied)
        let report = try await copy.sync()
        #expect(report.recovery?.reason == .copied && report.recovery?.changes == 1)
        #expect(report.recovery?.isComplete == true)
        let state = try await copy.store.journalState()
        #expect(!state.isCopied && state.former == [old.replica])
        try await settle([alice, copy], world.hub)
        #expect(try await alice.document(id)?["headline"].live.count == 2)
    }

    @Test("a copy that nothing shows is found by the hub, before anything is mixed")
    func hidden() async throws {
        let (world, alice, id) = try await published("Chung")
        let copy = try await twin(of: alice, in: world, "copy", seed: 900)
        try await alice.setHeadline("Bản gốc", of: id)
        try await copy.setHeadline("Bản chép", of: id)
        let extra = try await copy.post("Chỉ ở bản chép")
        try await alice.sync()
        let report = try await copy.sync()
        #expect(report.recovery?.reason == .forked && report.recovery?.changes == 2)
        try await settle([alice, copy], world.hub)
        #expect(try await alice.headline(extra) == "Chỉ ở bản chép")
        let values = try await alice.document(id)?["headline"].live.map(\.value)
        #expect(Set(values ?? []) == [.string("Bản gốc"), .string("Bản chép")])
    }

    @Test("a store that was rolled back takes up what it had sent since, and keeps the rest")
    func rolledBack() async throws {
        let (world, alice, id) = try await published("Một")
        let old = try await twin(of: alice, in: world, "old", seed: 900)
        try await alice.setHeadline("Hai", of: id)
        let sent = try await alice.post("Đã gửi")
        try await alice.sync()
        // From here on there is only the older state.
        try await old.setHeadline("Ba", of: id)
        let report = try await old.sync()
        #expect(report.recovery?.reason == .forked)
        try await settle([old], world.hub)
        #expect(try await old.headline(sent) == "Đã gửi")
        #expect(try await old.document(id)?["headline"].live.count == 2)
    }

    @Test("what the hub does not have goes, unless something of it is still to be sent")
    func replacing() async throws {
        let (world, alice, kept) = try await published("Còn")
        let bob = try await world.replica("bob")
        try await bob.sync()
        // Something that no hub knows of: a part of a page that was cut out of a backup, say.
        let stray = try await RecoverySupport.plant("Không ai biết", in: alice.store)
        try await alice.setHeadline("Chưa gửi", of: kept)
        let copy = try await twin(of: alice, in: world, "copy", seed: 900, isSeen: true)
        #expect(try await copy.document(stray) != nil)
        let report = try await copy.sync()
        #expect(report.recovery?.removed == 1)
        #expect(try await copy.document(stray) == nil)
        #expect(try await copy.headline(kept) == "Chưa gửi")
        try await settle([bob, copy], world.hub)
    }

    @Test("more removals than allowed are not done, and can be allowed later")
    func removalLimit() async throws {
        let world = try await World()
        let alice = try await world.replica("alice") { $0.deletionLimit = 0 }
        _ = try await alice.post("Còn")
        try await alice.sync()
        let stray = try await RecoverySupport.plant("Không ai biết", in: alice.store)
        try await alice.store.takeNewReplica()
        #expect(await alice.syncFails()?.code == .tooManyDeletions)
        #expect(try await alice.document(stray) != nil)
        #expect(try await alice.store.remoteState("origin").recovery == .copied)
        let generous = Replica(alice.store, alice.environment, world.hub)
        #expect(try await generous.sync().recovery?.removed == 1)
        try await settle([generous], world.hub)
    }

    @Test("a recovery that is cut anywhere goes on with the next sync", arguments: 0..<14)
    func interrupted(_ place: Int) async throws {
        let world = try await World(limits: HelloResponse.PushLimits(changes: 2))
        let alice = try await world.replica("alice"), bob = try await world.replica("bob")
        var ids: [DocumentID] = []
        for number in 1...5 { ids.append(try await alice.post("Bài \(number)")) }
        try await alice.sync()
        try await bob.sync()
        let copy = try await twin(of: alice, in: world, "copy", seed: 900)
        try await alice.setHeadline("Bản gốc", of: ids[0])
        try await alice.sync()
        for id in ids { try await copy.setHeadline("Bản chép", of: id) }
        try await bob.setHeadline("Của Bình", of: ids[4])
        try await bob.sync()
        let first = copy.transport.requests.count
        copy.transport.harm { _, count in
            count == first + place / 2 ? place % 2 == 0 ? .loseRequest : .loseResponse : nil
        }
        _ = try? await copy.sync()
        copy.transport.heal()
        // What is written while the recovery waits is under the new id, or is rewritten with it.
        try await copy.setHeadline("Sau khi đứt", of: ids[1])
        #expect(try await copy.headline(ids[1]) == "Sau khi đứt")
        try await settle([copy, alice, bob], world.hub)
        #expect(try await bob.headline(ids[1]) == "Sau khi đứt")
        #expect(try await bob.document(ids[0])?["headline"].live.count == 2)
    }

    @Test("a sync that was under way when the store took a new id begins anew")
    func underWay() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        _ = try await alice.post("Tin")
        try await alice.sync()
        let bob = try await world.replica("bob")
        _ = try await bob.post("Tin của Bình")
        try await bob.sync()
        let (store, old) = (alice.store, try await alice.store.journalState().replica)
        alice.transport.harmOnce("/v1/pull", .before { try await store.takeNewReplica() })
        #expect(try await alice.sync().recovery?.reason == .copied)
        try await settle([alice], world.hub)
        // Between header and page nobody compares: the store itself does.
        for puller in [
            Puller(replica: old, isReplacing: false),
            Puller(replica: try await store.journalState().replica, isReplacing: true),
        ] {
            let error = await #expect(throws: StoreError.self) {
                _ = try await store.applyPage(
                    [], remote: "origin", cursor: "x", isComplete: true, puller: puller)
            }
            #expect(error?.code == .syncLocked)
        }
    }

    // MARK: Hubs

    @Test("a hub that was put back gets again what it lost")
    func restoredHub() async throws {
        let (world, alice, id) = try await published("Một")
        let bob = try await world.replica("bob")
        try await bob.sync()
        let backup = try await RecoverySupport.backUpHub(of: world)
        try await alice.setHeadline("Hai", of: id)
        let lost = try await alice.post("Mất ở máy chủ")
        try await alice.sync()
        try await bob.sync()
        try await bob.setHeadline("Ba", of: id)
        try await bob.sync()
        try await RecoverySupport.restore(world.hub, from: backup)
        #expect(try await world.hub.store.document(lost) == nil)
        // Bob comes first with what has observed changes that the hub does not hold.
        let report = try await bob.sync()
        #expect(report.recovery?.reason == .generation && report.recovery?.changes == 1)
        #expect(try await bob.document(lost) == nil, "only its author can give it back")
        #expect(try await alice.sync().recovery?.changes == 2)
        try await settle([alice, bob], world.hub)
        #expect(try await bob.headline(lost) == "Mất ở máy chủ")
        #expect(try await alice.headline(id) == "Ba")
        #expect(try await alice.store.conflicts(id).isEmpty, "same dots: nothing is doubled")
        #expect(try await alice.store.journalState().former.isEmpty)
    }

    @Test("a hub that was made anew gets everything from the journals")
    func recreatedHub() async throws {
        let (world, alice, id) = try await published("Một")
        let bob = try await world.replica("bob")
        try await bob.sync()
        let answer = try await bob.comment("Hay", on: id)
        try await bob.sync()
        let hub = try await world.otherHub("anew")
        let alone = Replica(bob.store, bob.environment, hub)
        // Bob's comment waits for the article that alice wrote.
        _ = try? await alone.sync()
        let author = Replica(alice.store, alice.environment, hub)
        for _ in 0..<3 {
            try await author.sync()
            try await alone.sync()
        }
        try await author.expectQuiet(with: hub)
        try await alone.expectQuiet(with: hub)
        #expect(try await author.document(answer) != nil)
        #expect(try await alone.headline(id) == "Một")
    }

    @Test("rows under a former id are offered again too (F8)")
    func formerRows() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let backup = try await RecoverySupport.backUpHub(of: world)
        let id = try await alice.post("Dưới mã cũ")
        try await alice.sync()
        try await alice.store.takeNewReplica()
        try await alice.setHeadline("Dưới mã mới", of: id)
        try await alice.sync()
        try await RecoverySupport.restore(world.hub, from: backup)
        let report = try await alice.sync()
        #expect(report.recovery?.changes == 2 && report.pushed.applied == 2)
        try await settle([alice], world.hub)
        #expect(try await alice.headline(id) == "Dưới mã mới")
        #expect(try await alice.store.conflicts(id).isEmpty)
    }

    @Test("a refused row goes out without effect, so that counters stay contiguous (F8)")
    func refusedRow() async throws {
        let (world, alice, id) = try await published("Bài")
        let backup = try await RecoverySupport.backUpHub(of: world)
        try await alice.store.edit(id) { $0.commentPolicy = .closed }
        try await alice.sync()
        try await RecoverySupport.postComment("Muộn", on: id, at: alice)
        #expect(try await alice.sync().pushed.refused == 1)
        try await alice.setHeadline("Sau đó", of: id)
        try await alice.sync()
        try await RecoverySupport.restore(world.hub, from: backup)
        try await settle([alice], world.hub)
        #expect(try await alice.headline(id) == "Sau đó")
        #expect(try await alice.store.heldChanges().count == 1, "held once")
    }

    @Test("what was purged here is offered without content, its deletion as it is (F8, C2)")
    func purgedRow() async throws {
        let (world, alice, id) = try await published("Sẽ bị gỡ")
        let backup = try await RecoverySupport.backUpHub(of: world)
        try await alice.setHeadline("Bí mật", of: id)
        try await alice.store.delete(id)
        try await alice.sync()
        try await RecoverySupport.purge(id, at: world.hub)
        try await alice.sync()
        #expect(try await alice.document(id) == nil)
        try await RecoverySupport.restore(world.hub, from: backup)
        try await alice.sync()
        let held = try #require(try await world.hub.store.document(id))
        #expect(held.isDeleted, "the deletion is known again")
        #expect(held.value("headline")?.string == "Sẽ bị gỡ", "what came behind it is not")
        try await settle([alice], world.hub)
    }

    /// Found by the simulator: the store took the hub's answer for all that there was to know, and
    /// lacked the document that its own deletion had made there.
    @Test(
        "what was purged here stands here again when a hub took its deletion after the pull",
        arguments: [false, true])
    func purgedRowAfterPull(lowersStamps: Bool) async throws {
        let world = try await World()
        let backup = try await RecoverySupport.backUpHub(of: world)
        let alice = try await world.replica("alice")
        if lowersStamps { alice.environment.advance(by: 10 * 86_400_000) }
        let id = try await alice.post("Sẽ bị gỡ")
        try await alice.store.delete(id)
        try await alice.sync()
        try await RecoverySupport.purge(id, at: world.hub)
        try await alice.sync()
        #expect(try await alice.document(id) == nil)
        try await RecoverySupport.restore(world.hub, from: backup)
        RecoverySupport.failPushes(of: alice)
        _ = await alice.syncFails()
        alice.transport.heal()
        try await settle([alice], world.hub)
        let document = try #require(try await alice.document(id))
        #expect(document.isDeleted)
        let latest = world.hub.environment.milliseconds() + 120_000
        #expect(document["deleted"].live.allSatisfy { $0.stamp.milliseconds <= latest })
        // Whatever is written about it now is no more what was purged.
        #expect(try await alice.store.read { try $0.isPurged(id) } == false)
    }

    /// Found by the simulator: the row waited again, but nobody could read its document.
    @Test("what was evicted here stands here again while it waits to be offered")
    func evictedRow() async throws {
        let world = try await World()
        var scope = Scope()
        scope.sections = ["kinh-te"]
        let alice = try await world.replica("alice", scope: scope)
        let backup = try await RecoverySupport.backUpHub(of: world)
        let id = try await alice.post("Ngoài phạm vi")
        try await alice.sync()
        #expect(try await alice.document(id) == nil)
        try await RecoverySupport.restore(world.hub, from: backup)
        RecoverySupport.failPushes(of: alice)
        _ = await alice.syncFails()
        #expect(try await alice.headline(id) == "Ngoài phạm vi")
        #expect(try await alice.store.verify(deep: true).ok)
        alice.transport.heal()
        for _ in 0..<2 { try await alice.sync() }
        #expect(try await world.hub.store.document(id) != nil)
        #expect(try await alice.document(id) == nil)
    }

    @Test("a hub that was put back holds other rows under the same counters: all take a new id")
    func otherRows() async throws {
        let (world, alice, id) = try await published("Chung")
        let copy = try await twin(of: alice, in: world, "copy", seed: 900)
        let backup = try await RecoverySupport.backUpHub(of: world)
        try await alice.setHeadline("Bản gốc", of: id)
        let extra = try await alice.post("Thêm ở bản gốc")
        try await alice.sync()
        try await RecoverySupport.restore(world.hub, from: backup)
        try await copy.setHeadline("Bản chép", of: id)
        try await copy.sync()
        let report = try await alice.sync()
        #expect(report.recovery?.reason == .generation && report.recovery?.changes == 3)
        try await settle([alice, copy], world.hub)
        #expect(try await copy.headline(extra) == "Thêm ở bản gốc")
        let values = try await alice.document(id)?["headline"].live.map(\.value)
        #expect(Set(values ?? []) == [.string("Bản gốc"), .string("Bản chép")])
    }

    @Test("of a former id that the hub knows otherwise the rows take the newest id, in order")
    func formerOtherRows() async throws {
        let (world, alice, id) = try await published("Chung")
        let copy = try await twin(of: alice, in: world, "copy", seed: 900)
        let backup = try await RecoverySupport.backUpHub(of: world)
        try await alice.setHeadline("Hai", of: id)
        try await alice.sync()
        try await alice.store.takeNewReplica()
        try await alice.setHeadline("Ba", of: id)
        try await alice.sync()
        try await alice.setHeadline("Bốn", of: id)
        try await RecoverySupport.restore(world.hub, from: backup)
        try await copy.setHeadline("Bản chép", of: id)
        try await copy.sync()
        try await alice.sync()
        try await settle([alice, copy], world.hub)
        let values = try await copy.document(id)?["headline"].live.map(\.value)
        #expect(Set(values ?? []) == [.string("Bốn"), .string("Bản chép")])
    }

    @Test("a failing push does not make the replacing pull take away what is offered again")
    func failingPush() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let backup = try await RecoverySupport.backUpHub(of: world)
        let id = try await alice.post("Một")
        try await alice.sync()
        try await RecoverySupport.restore(world.hub, from: backup)
        RecoverySupport.failPushes(of: alice)
        #expect(await alice.syncFails()?.code == .pushFailed)
        #expect(try await alice.headline(id) == "Một")
        #expect(try await alice.store.remoteState("origin").recovery == nil)
        alice.transport.heal()
        try await settle([alice], world.hub)
        #expect(try await world.hub.store.document(id) != nil)
    }

    @Test("with two hubs nothing that only one of them had answered for is lost")
    func twoHubs() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let other = try await world.otherHub("second")
        try await alice.store.addRemote("second", url: "http://second")
        let there = Replica(alice.store, alice.environment, other, remote: "second")
        let first = try await alice.post("Ở cả hai")
        try await alice.sync()
        try await there.sync()
        let second = try await alice.post("Chỉ ở máy chủ đầu")
        try await alice.sync()
        let change = try await alice.store.takeNewReplica()
        #expect(change.acknowledged == 1 && change.changes == 1)
        #expect(try await there.sync().pushed.applied == 1)
        #expect(try await alice.sync().pushed.duplicate == 1)
        for _ in 0..<2 {
            try await there.sync()
            try await alice.sync()
        }
        #expect(try await alice.headline(first) == "Ở cả hai")
        #expect(try await other.store.document(second)?.value("headline") != nil)
        #expect(try await alice.store.conflicts(second).isEmpty)
        try await alice.expectQuiet(with: world.hub)
    }

    @Test("of a hub that lacks what was compacted nothing is taken and nothing is lost")
    func compacted() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        for number in 1...3 { _ = try await alice.post("Bài \(number)") }
        for _ in 0..<2 { try await alice.sync() }
        var options = CompactOptions()
        options.keepDays = 0
        alice.environment.advance(by: 86_400_000)
        #expect(try await alice.store.compact(options).journalRows == 2)
        let before = try await alice.store.remoteState("origin")
        let there = Replica(
            alice.store, alice.environment, try await world.otherHub("anew"))
        let error = await there.syncFails()
        #expect(error?.code == .generation && error?.hint?.contains("export") == true)
        #expect(try await alice.store.contents().count == 3)
        #expect(try await alice.store.remoteState("origin").generation == before.generation)
        // The hub that has it is still the one that the store knows.
        try await settle([alice], world.hub)
    }
}
