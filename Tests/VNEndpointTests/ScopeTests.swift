import Testing
import VNEndpoint
import VNModel
import VNWire

/// Pulls and pushes of stores that hold a part only.
@Suite struct ScopeTests {
    static var economy: Scope {
        var scope = Scope()
        scope.sections = ["kinh-te"]
        return scope
    }

    /// An article of a section with one comment, pulled by bob within his scope.
    static func prepare(_ hub: Hub, section: String) async throws -> (Writer, String?) {
        var journal = Writer(alice)
        try await hub.push([
            journal.change(document(1), Write.article(section: section)),
            journal.change(document(2), .comment, Write.comment(on: document(1))),
            journal.change(document(3), Write.article(section: "the-thao")),
        ])
        let pulled = try await hub.pull(PullRequest(replica: bob, scope: economy))
        return (journal, pulled.end.cursor)
    }

    func delta(_ hub: Hub, _ cursor: String?, scope: Scope = economy) async throws -> Pulled {
        try await hub.pull(PullRequest(replica: bob, cursor: cursor, scope: scope))
    }

    // VN-WIRE-045. Comments at a new place but with old registers travelled empty.
    @Test(
        "an article that moves into the scope comes whole, with its comments",
        arguments: HubKind.allCases)
    func arrives(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, cursor) = try await ScopeTests.prepare(hub, section: "the-thao")
        try await hub.push([
            journal.change(document(1), [Write("section", "kinh-te", seen: "a1")])
        ])
        let pulled = try await delta(hub, cursor)
        #expect(pulled.document(document(1))?.fields.count == 4)
        #expect(pulled.document(document(2))?.fields.count == 4)
        #expect(pulled.items.count == 2)
    }

    // VN-WIRE-045
    @Test(
        "an article that leaves the scope is evicted, with its comments",
        arguments: HubKind.allCases)
    func leaves(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, cursor) = try await ScopeTests.prepare(hub, section: "kinh-te")
        try await hub.push([
            journal.change(document(1), [Write("section", "the-thao", seen: "a1")])
        ])
        #expect(
            try await delta(hub, cursor).items == [.evict(document(1)), .evict(document(2))])
        // What never belonged to the scope and has not moved is nobody's concern.
        try await hub.push([
            journal.change(document(3), [Write("headline", "Tin mới", seen: "a3")])
        ])
        let next = try await delta(hub, try await delta(hub, cursor).end.cursor)
        #expect(next.items.isEmpty)
    }

    // VN-WIRE-045. Comments came before their article, out of every scope.
    @Test(
        "an article that arrives takes comments along that came before it",
        arguments: HubKind.allCases)
    func lateArticle(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        try await hub.push([
            journal.change(document(2), .comment, Write.comment(on: document(1)))
        ])
        let first = try await delta(hub, nil)
        #expect(first.documents.isEmpty)
        try await hub.push([journal.change(document(1), Write.article(section: "kinh-te"))])
        let second = try await delta(hub, first.end.cursor)
        #expect(second.documents.map(\.id) == [document(1), document(2)])
        #expect(second.document(document(2))?.fields.count == 4)
    }

    // VN-WIRE-045, VN-WIRE-044
    @Test("a document that moved comes whole even to its own author", arguments: HubKind.allCases)
    func wholeForAuthor(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, _) = try await ScopeTests.prepare(hub, section: "the-thao")
        let cursor = try await hub.pull(
            PullRequest(replica: alice, scope: ScopeTests.economy)
        ).end.cursor
        try await hub.push([
            journal.change(document(1), [Write("section", "kinh-te", seen: "a1")])
        ])
        let pulled = try await hub.pull(
            PullRequest(replica: alice, cursor: cursor, scope: ScopeTests.economy))
        #expect(pulled.document(document(1))?.fields.count == 4)
    }

    // VN-WIRE-057. `out` as part of the stored verdict made replays differ.
    @Test("out is as of the end of the push and is not stored", arguments: HubKind.allCases)
    func out(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let rows = [
            journal.change(document(1), Write.article(section: "kinh-te")),
            journal.change(document(2), .comment, Write.comment(on: document(1))),
            journal.change(document(1), [Write("section", "the-thao", seen: "a1")]),
            journal.change(document(3), Write.article(section: "kinh-te")),
        ]
        let scoped = try await hub.push(rows, scope: ScopeTests.economy)
        #expect(scoped.verdicts.map(\.isOutOfScope) == [true, true, true, false])
        let full = try await hub.push(rows)
        #expect(full.verdicts.map(\.isOutOfScope) == [false, false, false, false])
        let stored = try await hub.store.read { try $0.logRow(Dot(alice, 1)) }
        #expect(stored?.verdict.isOutOfScope == false)
        let hello = try await hub.hello(
            HelloRequest(
                replica: alice, counter: 4, acked: .origin, scope: ScopeTests.economy))
        #expect(hello.verdicts == scoped.verdicts)
    }

    // VN-WIRE-008
    @Test(
        "publishers, dates, ids, bodies and comments limit a scope", arguments: HubKind.allCases)
    func limits(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let block = JSONValue.object([
            ("order", .string("V")), ("role", .string("paragraph")), ("text", .string("Tin.")),
        ])
        let pushed = try await hub.push([
            journal.change(document(1), [Write("body/p1", block)] + Write.article()),
            journal.change(document(2), .comment, Write.comment(on: document(1))),
        ])
        try #require(pushed.codes == ["applied", "applied"], "\(pushed.verdicts)")
        func ids(_ change: (inout Scope) -> Void) async throws -> [DocumentID] {
            var scope = Scope()
            change(&scope)
            return try await delta(hub, nil, scope: scope).documents.map(\.id)
        }
        let both = [document(1), document(2)]
        #expect(try await ids { $0.publishers = ["Báo Mẫu"] } == both)
        #expect(try await ids { $0.publishers = ["Báo Khác"] }.isEmpty)
        #expect(try await ids { $0.publishers = [] }.isEmpty)
        #expect(try await ids { $0.since = 1_767_297_845_000 } == both)
        #expect(try await ids { $0.since = 1_767_297_846_000 }.isEmpty)
        #expect(try await ids { $0.articles = [document(1)] } == both)
        #expect(try await ids { $0.articles = [document(2)] }.isEmpty)
        #expect(try await ids { $0.includesComments = false } == [document(1)])
        var scope = Scope()
        scope.includesBodies = false
        let pulled = try await delta(hub, nil, scope: scope)
        #expect(pulled.document(document(1))?.fields.count == 3)
        #expect(
            try await hub.reread([document(1)], as: bob, scope: scope).documents[0].fields.count
                == 3)
        try await hub.push([journal.change(document(1), [Write("body/p1", .null, seen: "a1")])])
        #expect(try await delta(hub, pulled.end.cursor, scope: scope).items.isEmpty)
    }

    // VN-WIRE-046. The puller had held the document for a while when it was purged.
    @Test(
        "what is purged or evicted while an empty store pulls is told",
        arguments: HubKind.inProcess)
    func whilePulling(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        for start in [UInt64(1), 301] {
            try await hub.push(
                (start..<start + 300).map { number in
                    journal.change(document(number), Write.article(section: "kinh-te"))
                })
        }
        try await hub.push([journal.change(document(600), [Write("erased", .bool(true))])])
        let request = PullRequest(replica: bob, scope: ScopeTests.economy, isEmpty: true)
        let response = await hub.endpoint.handle(
            EndpointRequest(method: "GET", path: "/v1/pull", query: request.query))
        // The first page is read; what it has delivered goes away now.
        try await hub.push([
            journal.change(document(1), [Write("erased", .bool(true))]),
            journal.change(document(2), [Write("section", "the-thao", seen: "a2")]),
        ])
        let pulled = try Pulled(await Answer(response))
        #expect(pulled.items.count == 601)
        #expect(pulled.items.suffix(2) == [.purge(document(1)), .evict(document(2))])
        #expect(!pulled.items.contains(.purge(document(600))))
    }
}
