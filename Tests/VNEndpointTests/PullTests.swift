import Testing
import VNEndpoint
import VNModel
import VNWire

/// What travels in a pull.
@Suite struct PullTests {
    // VN-WIRE-042, VN-WIRE-048. With registers chosen by position, a1's headline never came.
    @Test("registers are chosen by since while pages go on", arguments: HubKind.allCases)
    func pages(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        try await hub.push([
            journal.change(document(1), Write.article()),
            journal.change(document(2), Write.article()),
        ])
        let start = try await hub.pull(bob).end.cursor
        try await hub.push([
            journal.change(document(1), [Write("headline", "Tin mới", seen: "a1")]),
            journal.change(document(2), [Write("headline", "Tin mới", seen: "a2")]),
        ])
        try await hub.push([journal.change(document(1), [Write("summary", "Tóm tắt")])])
        let first = try await hub.pull(PullRequest(replica: bob, cursor: start, limit: 1))
        #expect(first.items.map(\.id) == [document(2)])
        #expect(!first.end.isComplete)
        let between = try Cursor(try #require(first.end.cursor))
        #expect(between.since < between.position)
        let second = try await hub.pull(
            PullRequest(replica: bob, cursor: first.end.cursor, limit: 1))
        #expect(second.document(document(1))?.fields.map(\.path) == ["headline", "summary"])
        #expect(second.end.isComplete)
        let end = try Cursor(try #require(second.end.cursor))
        #expect(end.since == end.position)
        #expect(end.position == (try await hub.head))
        #expect(try await hub.pull(bob, from: second.end.cursor).items.isEmpty)
    }

    // VN-WIRE-044
    @Test("what the puller pushed itself does not come back", arguments: HubKind.allCases)
    func echo(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        try await hub.push([other.change(document(1), Write.article())])
        let cursor = try await hub.pull(alice).end.cursor
        try await hub.push([
            journal.change(document(1), [Write("headline", "Của An", seen: "b1")]),
            journal.change(document(2), Write.article()),
        ])
        #expect(try await hub.pull(alice, from: cursor).items.isEmpty)
        #expect(try await hub.pull(bob, from: cursor).items.count == 2)
        // VN-WIRE-043: whole documents are never filtered.
        #expect(try await hub.pull(alice).documents.count == 2)
        var scope = Scope()
        scope.includesBodies = false
        #expect(
            try await hub.pull(PullRequest(replica: alice, scope: scope)).documents.count == 2)
        let replacing = try await hub.pull(
            PullRequest(replica: alice, cursor: cursor, isReplacing: true))
        #expect(replacing.document(document(1))?.fields.count == 3)
    }

    // VN-WIRE-044. One live own dot is not enough: its vector may have grown.
    @Test(
        "a register that others changed or that differs is no echo", arguments: HubKind.allCases)
    func noEcho(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        try await hub.push([journal.change(document(1), Write.article())])
        let cursor = try await hub.pull(alice).end.cursor
        // Bob's value joins alice's: two live values.
        try await hub.push([other.change(document(1), [Write("headline", "Của Bình")])])
        try await hub.push([journal.change(document(1), [Write("headline", "Của An", seen: "a1")])])
        let merged = try await hub.pull(alice, from: cursor)
        #expect(merged.document(document(1))?["headline"].live.count == 2)
        // Alice supersedes both with all she had observed: exactly what she pushed.
        let next = merged.end.cursor
        try await hub.push([
            journal.change(document(1), [Write("headline", "Chung", seen: "a2 b1")])
        ])
        #expect(try await hub.pull(alice, from: next).items.isEmpty)
    }

    // VN-WIRE-044. The register's one live dot is alice's, but its vector grew beyond hers.
    @Test(
        "a register whose vector grew travels although its value is the puller's",
        arguments: HubKind.allCases)
    func grownVector(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        try await hub.push([
            other.change(document(1), Write.article()),
            other.change(document(1), [Write("headline", "Hai", seen: "b1")]),
        ])
        let cursor = try await hub.pull(alice).end.cursor
        // What bob observes here is a write of alice's that comes later, and not the hub's b2.
        try await hub.push([journal.change(document(1), [Write("headline", "Của An", seen: "b2")])])
        #expect(try await hub.pull(alice, from: cursor).items.isEmpty)
        try await hub.push(
            [other.change(document(1), [Write("headline", "Ba", seen: "b2 c7")])], former: [carol])
        try await hub.push([journal.change(document(1), [Write("headline", "Bốn", seen: "a1 b3")])])
        let delta = try await hub.pull(alice, from: cursor)
        #expect(delta.document(document(1))?["headline"].live.map(\.dot) == [Dot(alice, 2)])
        #expect(delta.document(document(1))?["headline"].seen == vector("a2 b3 c7"))
    }

    // VN-WIRE-047, VN-WIRE-048
    @Test(
        "checkpoints come at least every 500 documents and lead to the same end",
        arguments: HubKind.allCases)
    func checkpoints(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        for start in stride(from: UInt64(1), through: 1200, by: 300) {
            try await hub.push(
                (start..<start + 300).map { number in
                    journal.change(document(number), Write.article("Tin \(number)"))
                })
        }
        let whole = try await hub.pull(bob)
        #expect(whole.items.count == 1200)
        #expect(whole.checkpoints.count == 2)
        #expect(whole.header.head == 1200 && whole.header.from == 0)
        var ids: [DocumentID] = []
        let cut = try #require(whole.checkpoints.first)
        ids += whole.items.prefix(500).map(\.id)
        ids += try await hub.pull(bob, from: cut).items.map(\.id)
        #expect(ids == whole.items.map(\.id))
    }

    // VN-WIRE-047
    @Test("large documents make smaller pages", arguments: HubKind.allCases)
    func largePages(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let block = JSONValue.object([
            ("order", .string("V")), ("role", .string("paragraph")),
            ("text", .string(String(repeating: "tin ", count: 4900))),
        ])
        for number in UInt64(1)...20 {
            let body = (10..<20).map { Write("body/p\($0)", block) }
            let codes = try await hub.push([
                journal.change(document(number), body + Write.article())
            ]).codes
            #expect(codes == ["applied"])
        }
        let pulled = try await hub.pull(bob)
        #expect(pulled.items.count == 20)
        #expect((2...5).contains(pulled.checkpoints.count))
        var chunks: [Int] = []
        let response = await hub.endpoint.handle(
            EndpointRequest(method: "GET", path: "/v1/pull", query: "replica=\(bob)"))
        if case .stream(let stream) = response.body {
            while let chunk = try await stream.next() { chunks.append(chunk.count) }
        }
        #expect(chunks.count > 2)
        #expect(
            chunks.allSatisfy { $0 >= EndpointLimits.chunkBytes && $0 < 3 * WireLimits.pageBytes })
    }

    // VN-WIRE-049
    @Test(
        "a cursor of another generation or of nobody is told apart", arguments: HubKind.allCases)
    func cursors(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        let generation = try await hub.generation
        for (text, code, status) in [
            ("0000000000001:0:0", WireCode.generation, 409), ("x", WireCode.cursor, 400),
            ("\(generation):0:5", WireCode.cursor, 400),
        ] {
            let problem = try await Hub.problem { _ = try await hub.pull(bob, from: text) }
            #expect(problem.code == code && problem.status == status)
        }
    }

    // VN-WIRE-040
    @Test("the header says what is known of the puller's journal", arguments: HubKind.allCases)
    func header(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        try await hub.push([journal.change(document(1), Write.article())])
        #expect(
            try await hub.pull(alice).header.known == JournalMark(counter: 1, hash: journal.hash))
        #expect(try await hub.pull(bob).header.known == .origin)
        #expect(
            try await hub.reread([], as: alice).header.known
                == JournalMark(counter: 1, hash: journal.hash))
    }

    // VN-WIRE-070
    @Test("a re-read answers each id in order", arguments: HubKind.allCases)
    func reread(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        try await hub.push([
            journal.change(document(1), Write.article(section: "kinh-te")),
            journal.change(document(2), Write.article(section: "the-thao")),
            journal.change(document(3), Write.article()),
            journal.change(document(3), [Write("erased", .bool(true))]),
        ])
        var scope = Scope()
        scope.sections = ["kinh-te"]
        let ids = [4, 3, 2, 1].map { document($0) }
        let answer = try await hub.reread(ids, as: alice, scope: scope)
        #expect(answer.items.map(\.id) == ids)
        #expect(answer.items[0] == .absent(document(4)))
        #expect(answer.items[1] == .purge(document(3)))
        #expect(answer.items[2] == .evict(document(2)))
        #expect(answer.documents.map(\.fields.count) == [4])
        #expect(answer.end.isComplete && answer.end.cursor == nil)
    }
}
