import Testing
import VNEndpoint
import VNModel
import VNWire

/// One change under two dots: a copied store pushed it again.
@Suite struct AliasTests {
    /// A hub that has alice's change as a6 … and the same change as b1.
    private static func twice(
        _ hub: Hub, _ id: DocumentID, between: (Hub) async throws -> Void = { _ in }
    ) async throws -> PushResponse {
        var (journal, copy) = (Writer(alice), Writer(bob))
        let row = journal.change(id, Write.article("Bản đầu"))
        try await hub.push([row])
        try await between(hub)
        return try await hub.push([
            copy.change(id, Write.article("Bản đầu"), cid: row.change.cid)
        ])
    }

    // VN-WIRE-036
    @Test("a known cid is answered with the canonical dot", arguments: HubKind.allCases)
    func canonical(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        let response = try await AliasTests.twice(hub, document(1))
        #expect(response.verdicts.map(\.outcome) == [.duplicate(of: Dot(alice, 1))])
        #expect(response.known.counter == 1)
        #expect(try await hub.held(document(1))?["headline"].live.map(\.dot) == [Dot(alice, 1)])
    }

    // VN-WIRE-037. A later change that had observed b1 left a6 alive beside itself.
    @Test("a change that observed one dot supersedes the other", arguments: HubKind.allCases)
    func laterChange(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        _ = try await AliasTests.twice(hub, document(1))
        var copy = Writer(bob)
        _ = copy.change(document(1), Write.article("Bản đầu"), cid: document(99))
        var third = Writer(carol)
        // Former ids make the hub believe b1, which it holds only as an alias.
        let response = try await hub.push(
            [third.change(document(1), [Write("headline", "Bản sau", seen: "b1")])], former: [bob])
        #expect(response.codes == ["applied"])
        let register = try await hub.held(document(1))?["headline"]
        #expect(register?.live.map(\.dot) == [Dot(carol, 1)])
        #expect(register?.seen == vector("a1 b1 c1"))
    }

    // VN-WIRE-037. An alias that worked only for later changes left a superseded value shown.
    @Test("an alias works on what the hub holds already", arguments: HubKind.allCases)
    func heldRegisters(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, copy, third) = (Writer(alice), Writer(bob), Writer(carol))
        let row = journal.change(document(1), Write.article("Bản đầu"))
        try await hub.push([row])
        // Carol wrote over what she knows as b1; here it stands beside a1.
        try await hub.push(
            [third.change(document(1), [Write("headline", "Bản sau", seen: "b1")])], former: [bob])
        #expect(try await hub.held(document(1))?["headline"].live.count == 2)
        let before = try await hub.pull(carol)
        let response = try await hub.push(
            [copy.change(document(1), Write.article("Bản đầu"), cid: row.change.cid)],
            cursor: before.end.cursor)
        #expect(response.codes == ["duplicate"])
        let register = try await hub.held(document(1))?["headline"]
        #expect(register?.live.map(\.dot) == [Dot(carol, 1)])
        // VN-WIRE-058: the hub changed more than was pushed, so the cursor stays.
        #expect(response.cursor == nil && response.from == nil)
        // The amended register is nobody's echo.
        let delta = try await hub.pull(carol, from: before.end.cursor)
        #expect(delta.document(document(1))?.fields.map(\.path) == ["headline"])
    }

    // VN-WIRE-037, VN-WIRE-058. The answer moved the cursor past a register that the hub had
    // amended.
    @Test("a vector that an alias changed moves no cursor", arguments: HubKind.allCases)
    func noCursor(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        _ = try await AliasTests.twice(hub, document(1))
        var third = Writer(carol)
        let cursor = try await hub.pull(carol).end.cursor
        let response = try await hub.push(
            [third.change(document(1), [Write("headline", "Bản sau", seen: "b1")])], former: [bob],
            cursor: cursor)
        #expect(response.codes == ["applied"])
        #expect(response.cursor == nil)
        let delta = try await hub.pull(carol, from: cursor)
        #expect(delta.document(document(1))?["headline"].seen == vector("a1 b1 c1"))
    }

    // VN-WIRE-037. The article stayed alive although the delete had seen everything.
    @Test("what a deletion saw under one dot it saw under the other", arguments: HubKind.allCases)
    func deletionSaw(kind: HubKind) async throws {
        for isEarly in [true, false] {
            let hub = try await Hub(kind)
            let delete: @Sendable (Hub) async throws -> Void = { hub in
                var third = Writer(carol)
                try await hub.push(
                    [third.change(document(1), [.delete(saw: "b1")])], former: [bob])
            }
            _ = try await AliasTests.twice(hub, document(1)) { hub in
                if isEarly { try await delete(hub) }
            }
            if !isEarly { try await delete(hub) }
            #expect(try await hub.held(document(1))?.isDeleted == true)
        }
    }

    // VN-WIRE-036. A refused cid that counted as known made a copy's push the duplicate of
    // nothing: the change was lost.
    @Test("a refused or withdrawn change makes no cid known", arguments: HubKind.allCases)
    func refusedCID(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, copy) = (Writer(alice), Writer(bob))
        let refused = journal.change(document(1), [Write("headline", .null)])
        let taken = journal.change(document(2), Write.article())
        #expect(
            try await hub.push([refused, journal.withdrawn(taken)]).codes
                == ["content.invalid", "withdrawn"])
        let response = try await hub.push([
            copy.change(document(1), Write.article(), cid: refused.change.cid),
            copy.change(document(2), Write.article(), cid: taken.change.cid),
        ])
        #expect(response.codes == ["applied", "applied"])
    }

    // VN-WIRE-036, VN-WIRE-052. The alias of the other member of a refused group was never
    // recorded.
    @Test(
        "a duplicate stays one in a refused group and of a purged document",
        arguments: HubKind.allCases)
    func beforeRefusals(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, copy) = (Writer(alice), Writer(bob))
        let first = journal.change(document(1), Write.article())
        let second = journal.change(document(2), Write.article())
        try await hub.push([first, second])
        try await hub.push([journal.change(document(2), [Write("erased", .bool(true))])])
        let response = try await hub.push([
            copy.change(document(1), Write.article(), group: 1, cid: first.change.cid),
            copy.change(document(2), Write.article(), group: 1, cid: second.change.cid),
            copy.change(document(2), [Write("headline", "Tin mới")], group: 1),
            copy.change(document(3), Write.article(), group: 1),
        ])
        #expect(response.codes == ["duplicate", "duplicate", "purged", "group"])
        let aliases = try await hub.store.read { try $0.aliases(of: document(1)) }
        #expect(
            aliases.contains(Alias(path: "headline", dot: Dot(bob, 1), canonical: Dot(alice, 1))))
    }

    @Test("a cid of another document is no duplicate", arguments: HubKind.allCases)
    func foreignCID(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        let row = journal.change(document(1), Write.article())
        try await hub.push([row])
        let response = try await hub.push([
            other.change(document(2), Write.article(), cid: row.change.cid)
        ])
        #expect(response.codes == ["content.invalid"])
    }
}
