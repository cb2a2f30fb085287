import Foundation
import Testing
import VNEndpoint
import VNModel
import VNPeer
import VNStore
import VNSync
import VNWire

/// Hubs that replicate with each other, with stores around them.
@Suite struct HubPeerTests {
    // VN-WIRE-131, VN-WIRE-134, VN-WIRE-142
    @Test("what is written at either hub arrives at the other")
    func bothWays() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 0)
        let bob = try await world.replica("bob", at: 1)
        let article = try await alice.post("Giá cà phê tăng")
        _ = try await bob.post("Lúa được mùa")
        try await alice.sync()
        try await bob.sync()
        try await world.exchange(0, 1)
        try await alice.sync()
        try await bob.sync()
        #expect(try await alice.headlines() == ["Giá cà phê tăng", "Lúa được mùa"])
        #expect(try await world.sums() == [try await alice.store.sum])
        // An edit of both at the same time stands at both, as a conflict.
        try await alice.setHeadline("Cà phê lên giá", of: article)
        try await bob.setHeadline("Cà phê vượt đỉnh", of: article)
        for replica in [alice, bob] { try await replica.sync() }
        try await world.exchange(0, 1)
        for replica in [alice, bob] { try await replica.sync() }
        #expect(try await alice.store.conflictCount() == 1)
        #expect(try await alice.store.sum == bob.store.sum)
        #expect(try await world.sums() == [try await bob.store.sum])
    }

    // VN-WIRE-142
    @Test("what a proxy finds too large for one request goes in smaller ones")
    func tooLarge() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 0)
        for number in 1...5 { _ = try await alice.post("Bài \(number)") }
        try await alice.sync()
        let problem = Problem(status: 413, code: "", title: "", detail: "")
        world.transport(0, 1).harm { request, _ in
            guard request.path == "/v1/offer", let body = request.body,
                let offer = try? OfferRequest(parsing: body),
                offer.items.count + offer.judged.count > 2
            else { return nil }
            return .problem(problem)
        }
        try await world.exchange(0, 1)
        #expect(try await world.sums().count == 1)
        #expect(try await world.hubs[1].store.contents().count == 5)
    }

    // VN-WIRE-140. Without it each hub sent back whatever it had just been told.
    @Test("what a peer told goes back to nobody, and quiet hubs have one round trip")
    func noPingPong() async throws {
        let world = try await PeerWorld(hubs: 2)
        let bob = try await world.replica("bob", at: 1)
        for number in 1...5 { _ = try await bob.post("Bài \(number)") }
        try await bob.sync()
        let peer = world.peer(0, 1)
        #expect(try await peer.exchange().pulled.documents == 5)
        #expect(world.paths(0, 1) == ["/v1/peer"])
        let alice = try await world.replica("alice", at: 0)
        _ = try await alice.post("Bài 6")
        try await alice.sync()
        let report = try await peer.exchange()
        #expect(report.pushed.changes == 1)
        #expect(report.pulled.documents == 0)
        #expect(world.paths(0, 1) == ["/v1/peer", "/v1/peer", "/v1/offer", "/v1/offer"])
        #expect(try await peer.exchange().pulled.documents == 0)
        #expect(world.paths(0, 1).count == 5)
        #expect(try await world.sums().count == 1)
    }

    // VN-WIRE-142
    @Test("a chain and a ring come to the same everywhere", arguments: [false, true])
    func shapes(isRing: Bool) async throws {
        let world = try await PeerWorld(hubs: 3)
        var replicas: [Replica] = []
        for (index, name) in ["alice", "bob", "carol"].enumerated() {
            let replica = try await world.replica(name, at: index)
            _ = try await replica.post("Bài của \(name)")
            try await replica.sync()
            replicas.append(replica)
        }
        let edges = isRing ? [(0, 1), (1, 2), (2, 0)] : [(0, 1), (1, 2)]
        for _ in 0..<2 { for (one, other) in edges { try await world.exchange(one, other) } }
        for replica in replicas { try await replica.sync() }
        #expect(try await world.sums() == [try await replicas[0].store.sum])
        #expect(try await replicas[2].headlines().count == 3)
        // At rest nothing goes round and round.
        let heads = try await world.heads()
        for _ in 0..<3 { for (one, other) in edges { try await world.exchange(one, other) } }
        #expect(try await world.heads() == heads)
        let ledgers = try await world.ledgers()
        #expect(Set(ledgers).count == 1 && ledgers[0].count == 3)
    }

    // VN-WIRE-132, VN-WIRE-142
    @Test("an exchange that is cut at any byte or request goes on", arguments: 0..<12)
    func cuts(seed: Int) async throws {
        let world = try await PeerWorld(hubs: 2, pageRows: 3)
        let alice = try await world.replica("alice", at: 0)
        let bob = try await world.replica("bob", at: 1)
        for number in 0..<8 {
            _ = try await alice.post("Bài A\(number)")
            _ = try await bob.post("Bài B\(number)")
        }
        for replica in [alice, bob] { try await replica.sync() }
        let transport = world.transport(0, 1)
        transport.harm { request, count in
            switch (seed + count) % 4 {
            case 0: .loseRequest
            case 1: .loseResponse
            case 2: request.path == "/v1/peer" ? .cut(after: 700 * (seed + 1)) : nil
            default: nil
            }
        }
        for _ in 0..<12 { _ = try? await world.peer(0, 1).exchange() }
        transport.heal()
        try await world.exchange(0, 1)
        #expect(try await world.sums().count == 1)
        let ledgers = try await world.ledgers()
        #expect(ledgers[0] == ledgers[1] && ledgers[0].values.allSatisfy { $0 == 8 })
    }

    // VN-WIRE-142. A peer that replaced lost what the restored hub had lost.
    @Test("a hub that was put back regains from its peer what it had lost, verdicts too")
    func restoredHub() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 1)
        _ = try await alice.post("Trước khi sao lưu")
        try await alice.sync()
        try await world.exchange(0, 1)
        let backup = world.directory + "/backup.db"
        _ = try await world.hubs[1].store.backup(to: backup)
        _ = try await alice.post("Sau khi sao lưu")
        try await alice.sync()
        try await world.exchange(0, 1)
        try await RecoverySupport.restore(world.hubs[1], from: backup)
        #expect(try await world.hubs[1].store.sum.count == 1)
        try await world.exchange(0, 1)
        #expect(try await world.sums().count == 1)
        #expect(try await world.hubs[1].store.sum.count == 2)
        let ledgers = try await world.ledgers()
        #expect(ledgers[0] == ledgers[1])
        // Its author has nothing to offer again.
        let report = try await alice.sync()
        #expect(report.pushed.changes == 0)
        #expect(try await alice.headlines().count == 2)
    }

    // VN-WIRE-142. What it had offered under the old generation it would not have offered again.
    @Test("a hub that was put back itself joins everything anew")
    func restoredAsker() async throws {
        let world = try await PeerWorld(hubs: 2)
        let alice = try await world.replica("alice", at: 0)
        _ = try await alice.post("Một")
        try await alice.sync()
        try await world.exchange(0, 1)
        let backup = world.directory + "/backup.db"
        _ = try await world.hubs[0].store.backup(to: backup)
        _ = try await alice.post("Hai")
        try await alice.sync()
        try await world.exchange(0, 1)
        try await RecoverySupport.restore(world.hubs[0], from: backup)
        try await world.exchange(0, 1)
        #expect(try await world.sums().count == 1)
        #expect(try await world.hubs[0].store.sum.count == 2)
        let ledgers = try await world.ledgers()
        #expect(ledgers[0] == ledgers[1])
    }

    // VN-WIRE-130, VN-WIRE-142
    // The exchange failed with what only an operator could mend, and waited for one.
    @Test("a hub that is put back again and again is tried again later")
    func restoredTwice() async throws {
        let world = try await PeerWorld(hubs: 2)
        let problem = Problem(status: 409, code: WireCode.generation, title: "", detail: "")
        world.transport(0, 1).harm { request, _ in
            request.path == "/v1/offer" ? .problem(problem) : nil
        }
        let alice = try await world.replica("alice", at: 0)
        _ = try await alice.post("Bản tin")
        try await alice.sync()
        let error = await #expect(throws: SyncError.self) { try await world.exchange(0, 1) }
        #expect(error?.code == .generation && error?.isRetryable == true)
        world.transport(0, 1).heal()
        try await world.exchange(0, 1)
        #expect(try await world.sums().count == 1)
    }

    @Test("a hub that is its own upstream, or that nobody trusts, says so")
    func misuse() async throws {
        let world = try await PeerWorld(hubs: 2)
        let own = await #expect(throws: SyncError.self) { try await world.exchange(0, 0) }
        #expect(own?.code == .protocolViolation)
        #expect(own?.message.contains("this hub itself") == true)
        let stranger = try await world.hub("stranger", trustsPeers: false)
        let peer = HubPeer(
            store: SQLiteEndpointStore(world.hubs[0].store), url: "http://stranger",
            transport: EndpointTransport(stranger.endpoint))
        let refused = await #expect(throws: SyncError.self) { try await peer.exchange() }
        #expect(refused?.cause == WireCode.forbidden)
        #expect(refused?.isRetryable == false)
    }

    // VN-WIRE-135
    @Test("a purge travels from hub to hub and to the stores of both")
    func purges() async throws {
        let world = try await PeerWorld(hubs: 3)
        let alice = try await world.replica("alice", at: 0)
        let carol = try await world.replica("carol", at: 2)
        let article = try await alice.post("Tin sai")
        _ = try await alice.post("Tin đúng")
        try await alice.sync()
        for _ in 0..<2 {
            try await world.exchange(0, 1)
            try await world.exchange(1, 2)
        }
        try await carol.sync()
        #expect(try await carol.headlines().count == 2)
        try await RecoverySupport.purge(article, at: world.hubs[0])
        try await world.exchange(0, 1)
        try await world.exchange(1, 2)
        try await carol.sync()
        #expect(try await carol.headlines() == ["Tin đúng"])
        try await alice.sync()
        #expect(try await world.sums() == [try await alice.store.sum])
    }
}
