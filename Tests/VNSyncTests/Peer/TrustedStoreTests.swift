import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

/// Stores that a hub trusts, and a hub that was put back.
@Suite("Trusted stores") struct TrustedStoreTests {
    /// A hub that was put back to before bob's second article, and alice, who has it.
    private static func restored(
        isTrusted: Bool, hubTrusts: Bool = true
    ) async throws -> (PeerWorld, Replica, DocumentID) {
        let world = try await PeerWorld(hubs: 1, trustsPeers: hubTrusts)
        let alice = try await world.replica("alice", at: 0) { $0.isTrusted = isTrusted }
        let bob = try await world.replica("bob", at: 0)
        _ = try await bob.post("Trước khi sao lưu")
        try await bob.sync()
        let backup = world.directory + "/backup.db"
        _ = try await world.hubs[0].store.backup(to: backup)
        let lost = try await bob.post("Sau khi sao lưu")
        try await bob.sync()
        try await alice.sync()
        try await RecoverySupport.restore(world.hubs[0], from: backup)
        return (world, alice, lost)
    }

    // VN-WIRE-144
    @Test(
        "a trusted store gives a hub that was put back what others had written",
        arguments: [
            true, false,
        ])
    func regains(isTrusted: Bool) async throws {
        let (world, alice, lost) = try await TrustedStoreTests.restored(isTrusted: isTrusted)
        _ = try await alice.post("Của An")
        try await alice.sync()
        // Whoever is not trusted replaces what it has by what the hub holds.
        #expect(try await alice.headline(lost) == (isTrusted ? "Sau khi sao lưu" : nil))
        #expect(try await world.hubs[0].store.contents().count == (isTrusted ? 3 : 2))
        let paths = alice.transport.paths
        #expect(paths.contains("/v1/offer") == isTrusted)
        if isTrusted {
            // Journal rows first: they carry the ids of changes.
            let offer = try #require(paths.lastIndex(of: "/v1/offer"))
            #expect(try #require(paths.lastIndex(of: "/v1/push")) < offer)
            #expect(try #require(paths.lastIndex(of: "/v1/pull")) > offer)
        }
        try await alice.expectQuiet(with: world.hubs[0])
    }

    // VN-WIRE-130, VN-WIRE-144
    @Test("a hub that does not trust the store is pulled from all the same")
    func refused() async throws {
        let (world, alice, lost) = try await TrustedStoreTests.restored(
            isTrusted: true, hubTrusts: false)
        try await alice.sync()
        #expect(try await alice.headline(lost) == nil)
        try await alice.expectQuiet(with: world.hubs[0])
    }

    // VN-WIRE-144
    @Test(
        "an offer that was lost is made again before anything is replaced",
        arguments: [
            false, true,
        ])
    func lost(isResponse: Bool) async throws {
        let (world, alice, lost) = try await TrustedStoreTests.restored(isTrusted: true)
        alice.transport.harmOnce("/v1/offer", isResponse ? .loseResponse : .loseRequest)
        #expect(await alice.syncFails()?.isRetryable == true)
        #expect(try await alice.headline(lost) == "Sau khi sao lưu")
        try await alice.sync()
        #expect(try await world.hubs[0].store.document(lost) != nil)
        try await alice.expectQuiet(with: world.hubs[0])
    }

    // VN-WIRE-144. Any answer that was no success, and no reason to try again at once, was taken
    // for a hub that does not trust the store, which then removed what it alone still held.
    @Test(
        "an offer that was damaged on its way is made again before anything is replaced",
        arguments: [
            Problem(status: 400, code: WireCode.malformed, title: "", detail: ""),
            Problem(status: 200, code: "", title: "", detail: ""),
        ])
    func damaged(problem: Problem) async throws {
        let (world, alice, lost) = try await TrustedStoreTests.restored(isTrusted: true)
        alice.transport.harmOnce("/v1/offer", .problem(problem))
        _ = await alice.syncFails()
        #expect(try await alice.headline(lost) == "Sau khi sao lưu")
        try await alice.sync()
        #expect(try await world.hubs[0].store.document(lost) != nil)
        try await alice.expectQuiet(with: world.hubs[0])
    }

    // VN-WIRE-144
    @Test("an offer that a proxy finds too large goes in smaller ones")
    func tooLarge() async throws {
        let (world, alice, lost) = try await TrustedStoreTests.restored(isTrusted: true)
        let problem = Problem(status: 413, code: "", title: "", detail: "")
        alice.transport.harm { request, _ in
            guard request.path == "/v1/offer", let body = request.body,
                let offer = try? OfferRequest(parsing: body), offer.items.count > 1
            else { return nil }
            return .problem(problem)
        }
        try await alice.sync()
        #expect(try await alice.headline(lost) == "Sau khi sao lưu")
        #expect(try await world.hubs[0].store.document(lost) != nil)
        try await alice.expectQuiet(with: world.hubs[0])
    }

    // VN-WIRE-144. A refused value that was offered as a register stood at the hub for good.
    @Test("what was refused or waits is not offered")
    func withheld() async throws {
        let (world, alice, lost) = try await TrustedStoreTests.restored(isTrusted: true)
        try await alice.setHeadline("Bị từ chối", of: lost)
        // The refusal is known, but the document was not read again yet.
        let head = try await alice.store.journalState().head.counter
        let refusal = Verdict(
            counter: head, outcome: .refused(code: "limits", message: "too many"))
        _ = try await alice.store.recordVerdicts([refusal], remote: "origin")
        let page = try await alice.store.documentsToOffer(
            remote: "origin", after: nil, limit: 10)
        #expect(page.documents.allSatisfy { $0.id != lost }, "it is to be read again")
        try await alice.sync()
        let headline = try await world.hubs[0].store.document(lost)?["headline"]
        #expect(headline?.live.contains { $0.value.string == "Bị từ chối" } != true)
        try await alice.expectQuiet(with: world.hubs[0])
    }

    // VN-WIRE-144. The dot of a duplicate that was offered as a register stood beside the canonical
    // one for good.
    @Test("what was a duplicate waits to be read again, though the hub was put back")
    func duplicates() async throws {
        let (world, alice, lost) = try await TrustedStoreTests.restored(isTrusted: true)
        try await alice.setHeadline("Đã có", of: lost)
        let state = try await alice.store.journalState()
        let duplicate = Verdict(
            counter: state.head.counter, outcome: .duplicate(of: Dot(ReplicaID(bits: 7), 1)))
        _ = try await alice.store.recordVerdicts([duplicate], remote: "origin")
        _ = try await alice.store.adoptGeneration(
            "another", remote: "origin", known: state.head, former: [:])
        let page = try await alice.store.documentsToOffer(
            remote: "origin", after: nil, limit: 10)
        #expect(!page.documents.isEmpty)
        #expect(page.documents.allSatisfy { $0.id != lost }, "it is to be read again")
        withExtendedLifetime(world) {}
    }
}
