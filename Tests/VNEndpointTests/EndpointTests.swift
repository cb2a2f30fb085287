import Testing
import VNEndpoint
import VNModel
import VNWire

/// Paths, methods, media types and failures.
@Suite struct EndpointTests {
    func problem(_ response: EndpointResponse) async throws -> Problem {
        #expect(response.contentType == Problem.mediaType)
        let problem = try Problem(parsing: try await Hub.bytes(response))
        #expect(problem.status == response.status)
        #expect(!problem.title.isEmpty && !problem.detail.isEmpty)
        return problem
    }

    // VN-WIRE-010, VN-WIRE-011
    @Test("unknown paths, methods and media types have problems of their own")
    func routing() async throws {
        let hub = try await Hub(.memory)
        let path = await hub.endpoint.handle(EndpointRequest(method: "GET", path: "/v2/pull"))
        #expect(try await problem(path).code == WireCode.notFound && path.status == 404)
        let method = await hub.endpoint.handle(EndpointRequest(method: "GET", path: "/v1/push"))
        #expect(try await problem(method).code == WireCode.method && method.status == 405)
        #expect(method.allow == "POST")
        let media = await hub.endpoint.handle(
            EndpointRequest(method: "POST", path: "/v1/hello", contentType: "text/html"))
        #expect(try await problem(media).code == WireCode.unsupportedMedia && media.status == 415)
        let text = await hub.endpoint.handle(
            EndpointRequest(
                method: "POST", path: "/v1/hello", contentType: "Application/JSON; charset=utf-8",
                body: Array("{".utf8)))
        #expect(try await problem(text).code == WireCode.malformed && text.status == 400)
    }

    // VN-WIRE-012
    @Test("a body beyond the limit is refused before it is read")
    func tooLarge() async throws {
        let hub = try await Hub(.memory)
        let body = [UInt8](repeating: UInt8(ascii: " "), count: WireLimits.requestBytes + 1)
        let response = await hub.endpoint.handle(
            EndpointRequest(method: "POST", path: "/v1/push", body: body))
        #expect(try await problem(response).code == WireCode.tooLarge && response.status == 413)
    }

    // VN-WIRE-080, VN-WIRE-013
    @Test("the hub is alive without its store, but neither ready nor able")
    func health() async throws {
        let hub = try await Hub(.sqlite)
        for path in ["/livez", "/readyz"] {
            let response = await hub.endpoint.handle(EndpointRequest(method: "GET", path: path))
            #expect(response.status == 200)
        }
        try await (hub.store as? SQLiteEndpointStore)?.close()
        let live = await hub.endpoint.handle(EndpointRequest(method: "GET", path: "/livez"))
        #expect(live.status == 200)
        let ready = await hub.endpoint.handle(EndpointRequest(method: "GET", path: "/readyz"))
        #expect(try await problem(ready).status >= 500)
        let pull = await hub.endpoint.handle(
            EndpointRequest(method: "GET", path: "/v1/pull", query: "replica=\(bob)"))
        #expect(try await problem(pull).status >= 500)
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
