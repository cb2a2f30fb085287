import Testing
import VNEndpoint
import VNModel
import VNWire

/// Paths, methods, media types and failures.
@Suite struct EndpointTests {
    // VN-WIRE-010, VN-WIRE-011
    @Test(
        "unknown paths, methods and media types have problems of their own",
        arguments: HubKind.allCases)
    func routing(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        let path = try await hub.ask(EndpointRequest(method: "GET", path: "/v2/pull"))
        #expect(try path.problem().code == WireCode.notFound && path.status == 404)
        let method = try await hub.ask(EndpointRequest(method: "GET", path: "/v1/push"))
        #expect(try method.problem().code == WireCode.method && method.status == 405)
        #expect(method.headers["allow"] == "POST")
        let media = try await hub.ask(
            EndpointRequest(method: "POST", path: "/v1/hello", contentType: "text/html"))
        #expect(try media.problem().code == WireCode.unsupportedMedia && media.status == 415)
        let text = try await hub.ask(
            EndpointRequest(
                method: "POST", path: "/v1/hello", contentType: "Application/JSON; charset=utf-8",
                body: Array("{".utf8)))
        #expect(try text.problem().code == WireCode.malformed && text.status == 400)
    }

    // VN-WIRE-012
    @Test("a body beyond the limit is refused before it is read", arguments: HubKind.allCases)
    func tooLarge(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        let body = [UInt8](repeating: UInt8(ascii: " "), count: WireLimits.requestBytes + 1)
        let answer = try await hub.ask(
            EndpointRequest(method: "POST", path: "/v1/push", body: body))
        #expect(try answer.problem().code == WireCode.tooLarge && answer.status == 413)
    }

    // VN-WIRE-080, VN-WIRE-013
    @Test(
        "the hub is alive without its store, but neither ready nor able",
        arguments: [HubKind.sqlite, .http])
    func health(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        for path in ["/livez", "/readyz"] {
            let answer = try await hub.ask(EndpointRequest(method: "GET", path: path))
            #expect(answer.status == 200)
        }
        try await (hub.store as? SQLiteEndpointStore)?.close()
        let live = try await hub.ask(EndpointRequest(method: "GET", path: "/livez"))
        #expect(live.status == 200)
        let ready = try await hub.ask(EndpointRequest(method: "GET", path: "/readyz"))
        #expect(try ready.problem().status >= 500)
        let pull = try await hub.ask(
            EndpointRequest(method: "GET", path: "/v1/pull", query: "replica=\(bob)"))
        #expect(try pull.problem().status >= 500)
    }

    // VN-WIRE-020, VN-WIRE-023
    @Test("hello says whether a pull is worth it", arguments: HubKind.allCases)
    func needsPull(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let generation = try await hub.generation
        func needs(_ cursor: String?, _ generation: String?) async throws -> Bool {
            try await hub.hello(
                HelloRequest(
                    replica: bob, counter: 0, acked: .origin, generation: generation,
                    cursor: cursor)
            ).needsPull
        }
        try await hub.push([
            journal.change(document(1), Write.article()),
            journal.change(document(2), Write.article()),
        ])
        #expect(try await needs(nil, nil))
        let page = try await hub.pull(PullRequest(replica: bob, limit: 1)).end.cursor
        #expect(try await needs(page, generation))
        let end = try await hub.pull(bob, from: page).end.cursor
        #expect(try await !needs(end, generation))
        #expect(try await needs(end, "0000000000001"))
        #expect(try await needs("\(generation):0:2", generation))
        try await hub.push([journal.change(document(3), Write.article())])
        #expect(try await needs(end, generation))
    }

    // VN-WIRE-021, VN-WIRE-022, VN-WIRE-024
    @Test(
        "hello answers the verdicts after acked, and none of another journal",
        arguments: HubKind.allCases)
    func helloVerdicts(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, copy) = (Writer(alice), Writer(alice))
        let rows = (1...5).map { journal.change(document($0), Write.article()) }
        let hash = rows[1].previous.map { rows[1].change.hash(after: $0) }
        try await hub.push(rows)
        func hello(_ acked: JournalMark) async throws -> HelloResponse {
            try await hub.hello(
                HelloRequest(
                    replica: alice, formerReplicas: [bob], counter: 5, acked: acked))
        }
        let answer = try await hello(JournalMark(counter: 2, hash: try #require(hash)))
        #expect(answer.verdicts.map(\.counter) == [3, 4, 5])
        #expect(answer.former.map(\.replica) == [bob])
        #expect(answer.former.map(\.known) == [.origin])
        _ = copy.change(document(9), Write.article())
        _ = copy.change(document(9), [Write("summary", "x")])
        let other = try await hello(JournalMark(counter: 2, hash: copy.hash))
        #expect(other.verdicts.isEmpty)
        #expect(other.known.counter == 5)
    }
}
