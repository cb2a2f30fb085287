import Testing
import VNEndpoint
import VNModel
import VNWire

/// What a hub sends to a store that wants another scope than before.
@Suite("The difference of two scopes") struct ScopeDifferenceTests {
    private static func sections(_ names: String...) -> Scope {
        var scope = Scope()
        scope.sections = names
        return scope
    }

    /// Two articles of two sections, each with a comment, and the cursor of who has all of one.
    private func prepare(_ hub: Hub, _ scope: Scope) async throws -> (Writer, String) {
        var journal = Writer(alice)
        for (number, section) in [(1 as UInt64, "kinh-te"), (3, "the-thao")] {
            try await hub.push([
                journal.change(document(number), Write.article(section: section)),
                journal.change(
                    document(number + 1), .comment, Write.comment(on: document(number))),
            ])
        }
        let pulled = try await hub.pull(PullRequest(replica: bob, scope: scope))
        return (journal, try #require(pulled.end.cursor))
    }

    private func pull(
        _ hub: Hub, _ scope: Scope, _ was: Scope, _ held: String, limit: Int? = nil,
        cursor: String? = nil
    ) async throws -> Pulled {
        try await hub.pull(
            PullRequest(
                replica: bob, cursor: cursor, limit: limit, scope: scope,
                held: HeldScope(scope: was, cursor: held)))
    }

    // VN-WIRE-151
    @Test(
        "what is in both does not travel, what is in one comes or goes",
        arguments: HubKind.allCases)
    func difference(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        let (economy, sport) = (Self.sections("kinh-te"), Self.sections("the-thao"))
        let (_, held) = try await prepare(hub, economy)
        let swapped = try await pull(hub, sport, economy, held)
        #expect(swapped.documents.map(\.id) == [document(3), document(4)])
        #expect(swapped.items.prefix(2) == [.evict(document(1)), .evict(document(2))])
        #expect(swapped.items.count == 4)
        #expect(try await pull(hub, Scope(), economy, held).items.count == 2)
        #expect(try await pull(hub, economy, economy, held).items.isEmpty)
    }

    // VN-WIRE-151, VN-WIRE-152
    @Test(
        "registers that changed since travel alone, moved documents whole",
        arguments: HubKind.allCases)
    func changed(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        let economy = Self.sections("kinh-te")
        var (journal, held) = try await prepare(hub, economy)
        try await hub.push([
            journal.change(document(1), [Write("headline", "Tin mới", seen: "a1")]),
            journal.change(document(3), [Write("section", "kinh-te", seen: "a3")]),
            journal.change(document(9), [Write("erased", .bool(true))]),
        ])
        let pulled = try await pull(hub, Scope(), economy, held)
        #expect(pulled.document(document(1))?.fields.map(\.path) == ["headline"])
        #expect(pulled.document(document(3))?.fields.count == 4)
        #expect(pulled.items.contains(.purge(document(9))))
        let later = try #require(pulled.end.cursor)
        #expect(try await pull(hub, economy, Scope(), later).items.isEmpty)
    }

    // VN-WIRE-150
    @Test("goes on from a cursor between two parts", arguments: HubKind.allCases)
    func parts(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        let economy = Self.sections("kinh-te")
        let (_, held) = try await prepare(hub, economy)
        let first = try await pull(hub, Scope(), economy, held, limit: 1)
        #expect(first.documents.map(\.id) == [document(3)] && !first.end.isComplete)
        let rest = try await pull(hub, Scope(), economy, held, cursor: first.end.cursor)
        #expect(rest.documents.map(\.id) == [document(4)] && rest.end.isComplete)
    }

    // VN-WIRE-007. Over HTTP a query of so many ids was refused as a header that is too long.
    @Test("a pull may name two scopes of a thousand articles each", arguments: HubKind.allCases)
    func thousands(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        func articles(from first: UInt64) -> Scope {
            var scope = Scope()
            scope.articles = (first..<first + UInt64(WireLimits.scopeEntries)).map { document($0) }
            return scope
        }
        let (_, held) = try await prepare(hub, articles(from: 1))
        let items = try await pull(hub, articles(from: 2), articles(from: 1), held).items
        #expect(items == [.evict(document(1)), .evict(document(2))])
    }

    // VN-WIRE-150
    @Test("needs both, and a cursor of this hub", arguments: HubKind.allCases)
    func refused(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        let (_, held) = try await prepare(hub, Scope())
        for (query, status) in [
            ("was=%7B%7D", 400),
            ("held=\(held.split(separator: ":").joined(separator: "%3A"))", 400),
            ("was=%7B%7D&held=x", 400), ("was=%7B%7D&held=other%3A1%3A1", 409),
        ] {
            let answer = try await hub.ask(
                EndpointRequest(
                    method: "GET", path: "/v1/pull", query: "replica=\(bob)&\(query)"))
            #expect(try answer.problem().status == status, "\(query)")
        }
    }
}
