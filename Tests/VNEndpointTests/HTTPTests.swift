import Synchronization
import Testing
import VNCompression
import VNEndpoint
import VNEndpointHTTP
import VNModel
import VNSync
import VNSyncHTTP
import VNWire

/// What only HTTP shows: codings, framing, limits of heads and bodies. What is answered, the other
/// suites ask over HTTP too.
@Suite("HTTP of the endpoint") struct HTTPTests {
    /// A hub with so many articles.
    private func hub(_ count: UInt64, snapshots: SnapshotPolicy? = nil) async throws -> Hub {
        let hub = try await Hub(.http, snapshots: snapshots)
        var journal = Writer(alice)
        for start in stride(from: 1, through: count, by: 400) {
            try await hub.push(
                (start...min(start + 399, count)).map {
                    journal.change(document($0), Write.article("Tin \($0)"))
                })
        }
        return hub
    }

    private static let pull = "/v1/pull?replica=\(bob)"

    @Test("answers of some length are compressed for those who take that", arguments: [0, 20, 900])
    func coding(count: UInt64) async throws {
        let hub = try await hub(count)
        let plain = try await hub.ask("GET", Self.pull)
        #expect(plain.status == 200 && plain.headers["content-type"] == Pulled.mediaType)
        #expect(try Pulled(plain).items.count == Int(count))
        // What fits into one chunk has its length; no coding changes that.
        let isStreamed = plain.body.count >= EndpointLimits.chunkBytes
        #expect(isStreamed == (count == 900))
        for accepted in ["gzip", "br, GZIP;q=0.5", "identity;q=0, gzip"] {
            let answer = try await hub.ask("GET", Self.pull, [("accept-encoding", accepted)])
            guard count > 0 else {
                #expect(answer.headers["content-encoding"] == nil && answer.body == plain.body)
                continue
            }
            #expect(answer.headers["content-encoding"] == "gzip", "\(accepted)")
            let unfolded = try Gzip.decompress(answer.body, limit: plain.body.count)
            // Not compared in the macro, which would list how long bytes differ.
            let isSame = unfolded == plain.body
            #expect(isSame && answer.body.count < plain.body.count / 2)
            #expect((answer.headers["transfer-encoding"] == "chunked") == isStreamed)
        }
        for accepted in ["", "gzip;q=0", "gzip; q=0.000", "br", "identity"] {
            let answer = try await hub.ask("GET", Self.pull, [("accept-encoding", accepted)])
            #expect(answer.headers["content-encoding"] == nil, "\(accepted)")
            let isSame = answer.body == plain.body
            #expect(isSame, "\(accepted)")
        }
        #expect(plain.headers["vary"] == "Accept-Encoding")
        #expect(plain.headers["cache-control"] == "no-store")
        #expect((plain.headers["transfer-encoding"] == "chunked") == isStreamed)
    }

    // VN-WIRE-012
    @Test("a compressed message is taken, and one that unfolds beyond the limit is not")
    func compressedRequests() async throws {
        let hub = try await hub(1)
        let hello = HelloRequest(replica: bob, counter: 0, acked: .origin).encoded
        func post(_ coding: String, _ body: [UInt8]) async throws -> Answer {
            try await hub.ask(
                "POST", "/v1/hello",
                [("content-length", "\(body.count)"), ("content-encoding", coding)], body)
        }
        let packed = try Gzip.compress(hello)
        for (coding, body) in [("gzip", packed), ("X-GZip", packed), ("identity", hello)] {
            let answer = try await post(coding, body)
            #expect(answer.status == 200, "\(coding)")
            #expect(try HelloResponse(parsing: answer.body).head == 1)
        }
        let most = hello + Array(repeating: 32, count: WireLimits.requestBytes - hello.count)
        #expect(try await post("gzip", Gzip.compress(most)).status == 200)
        for (coding, body, code, status) in [
            ("gzip", try Gzip.compress(most + [32]), WireCode.tooLarge, 413),
            ("gzip", hello, WireCode.malformed, 400),
            ("gzip", packed.dropLast(), WireCode.malformed, 400),
            ("identity", packed, WireCode.malformed, 400),
            ("br", packed, WireCode.unsupportedMedia, 415),
            ("gzip, gzip", packed, WireCode.unsupportedMedia, 415),
        ] {
            let problem = try await post(coding, Array(body)).problem()
            #expect(problem.code == code && problem.status == status, "\(coding)")
        }
    }

    // VN-WIRE-012
    @Test("a body beyond the limit is answered before it ends, whether or not it says its length")
    func endlessRequests() async throws {
        let hub = try await hub(1)
        let hello = HelloRequest(replica: bob, counter: 0, acked: .origin).encoded
        func chunk(_ body: [UInt8]) -> [UInt8] {
            Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n".utf8)
        }
        let chunked = [("transfer-encoding", "chunked")]
        let whole = try await hub.ask(
            "POST", "/v1/hello", chunked, chunk(hello) + Array("0\r\n\r\n".utf8))
        #expect(whole.status == 200)
        let long = hello + Array(repeating: 32, count: WireLimits.requestBytes)
        for (headers, body) in [
            (chunked, chunk(long)), ([("content-length", "\(2 * long.count)")], long),
        ] {
            let answer = try await hub.ask("POST", "/v1/hello", headers, body)
            #expect(try answer.problem().code == WireCode.tooLarge && answer.status == 413)
        }
    }

    // VN-WIRE-012. A target of more than 16 KiB, such as that of a pull of 400 ids, was refused
    // without a word, as if it were a header.
    @Test("heads beyond their limits are refused, those within are not")
    func heads() async throws {
        let hub = try await hub(1)
        func status(_ headers: [(String, String)]) async throws -> Int {
            let answer = try await hub.ask("GET", "/livez", headers)
            #expect(answer.status == 200 || answer.headers["connection"] == "close")
            return answer.status
        }
        func text(_ bytes: Int) -> String { String(repeating: "a", count: bytes) }
        let limits = EndpointHTTPLimits.self
        #expect(try await status([("x", text(limits.headerFieldBytes))]) == 200)
        #expect(try await status([("x", text(limits.headerFieldBytes + 1))]) == 400)
        let fields = (0...limits.headerBytes / 4000).map { ("x\($0)", text(4000)) }
        #expect(try await status(Array(fields.dropLast(2))) == 200)
        #expect(try await status(fields) == 400)
        let many = (0...limits.headerCount).map { ("x\($0)", "a") }
        #expect(try await status(Array(many.dropLast(10))) == 200)
        #expect(try await status(many) == 400)
        let target = Self.pull + "&x="
        let room = limits.targetBytes - target.utf8.count
        #expect(try await hub.ask("GET", target + text(room)).status == 200)
        let long = try await hub.ask("GET", target + text(room + 1))
        #expect(try long.problem().code == WireCode.tooLarge && long.status == 414)
    }

    // VN-WIRE-014. Answers to HEAD had a body, which the next answer was taken to begin with.
    @Test("HEAD tells what GET would, without a body")
    func head() async throws {
        var policy = SnapshotPolicy()
        policy.leastDocuments = 1
        let hub = try await hub(0, snapshots: policy)
        func same(_ path: String, _ headers: [(String, String)] = []) async throws -> Answer {
            let (head, get) = (
                try await hub.ask("HEAD", path, headers), try await hub.ask("GET", path, headers)
            )
            #expect(head.status == get.status, "\(path)")
            func comparable(_ answer: Answer) -> [String: String] {
                answer.headers.filter { $0.key != "date" }
            }
            #expect(comparable(head) == comparable(get), "\(path)")
            return get
        }
        for path in ["/livez", "/readyz"] { #expect(try await same(path).status == 200) }
        for path in ["/v1/snapshot", "/nothing"] { #expect(try await same(path).status == 404) }
        var journal = Writer(alice)
        try await hub.push([journal.change(document(1), Write.article())])
        let file = try #require(try await hub.snapshots?.make())
        #expect(try await same("/v1/snapshot").status == 200)
        let held = try await same("/v1/snapshot", [("if-none-match", file.etag)])
        #expect(held.status == 304)
        // A range is one of GET.
        let part = try await hub.ask("HEAD", "/v1/snapshot", [("range", "bytes=5-")])
        #expect(part.status == 200 && part.headers["content-length"] == String(file.bytes))
        for (path, allowed) in [
            ("/v1/pull", "GET"), ("/v1/events", "GET"), ("/v1/push", "POST"),
        ] {
            let answer = try await hub.ask("HEAD", path)
            #expect(answer.status == 405 && answer.headers["allow"] == allowed, "\(path)")
        }
    }

    // VN-WIRE-100
    @Test("a snapshot is never compressed on the way")
    func snapshotCoding() async throws {
        let hub = try await hub(1, snapshots: SnapshotPolicy())
        let file = try #require(try await hub.snapshots?.make())
        let answer = try await hub.ask(
            "GET", "/v1/snapshot", [("accept-encoding", "gzip")])
        #expect(answer.body.count == file.bytes && answer.headers["etag"] == file.etag)
        #expect(answer.headers["content-encoding"] == nil && answer.headers["vary"] == nil)
    }

    @Test("a connection serves one request after the other, whatever was answered")
    func oneConnection() async throws {
        let hub = try await hub(1)
        let body = "{\"v\":1}"
        let post = "POST /v1/hello HTTP/1.1\r\nhost: h\r\ncontent-length: \(body.utf8.count)\r\n"
        let requests = [
            ("HEAD /livez HTTP/1.1\r\nhost: h\r\n\r\n", 200),
            ("HEAD /v1/pull HTTP/1.1\r\nhost: h\r\n\r\n", 405),
            (post + "content-type: text/html\r\n\r\n" + body, 415),
            (post + "content-encoding: br\r\n\r\n" + body, 415),
            (post + "\r\n" + body, 400),
            ("GET \(Self.pull) HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n", 200),
        ]
        var rest = try await #require(hub.server)
            .exchange(Array(requests.map(\.0).joined().utf8))[...]
        for (request, status) in requests {
            let answer = try Answer(takenFrom: &rest, isToHead: request.hasPrefix("HEAD"))
            #expect(answer.status == status, "\(request)")
            if status >= 400, !answer.body.isEmpty {
                #expect(try answer.problem().status == status)
            }
        }
        #expect(rest.isEmpty)
    }

    // VN-WIRE-048
    @Test("a pull whose store fails on the way breaks off, and never looks whole")
    func cut() async throws {
        let hub = try await hub(1200)
        for accepted in ["gzip", "identity"] {
            let store = FailingStore(hub.store, reads: 2)
            let server = try await HTTPHub(Endpoint(store: store), events: EventFeed(store: store))
            await #expect(throws: BadAnswer.self) {
                try await server.ask("GET", Self.pull, [("accept-encoding", accepted)])
            }
            // Before the first line there is a problem.
            let answer = try await server.ask("GET", Self.pull)
            #expect(try answer.problem().code == WireCode.internalError && answer.status == 500)
        }
    }

    // VN-WIRE-110, VN-WIRE-113, VN-WIRE-114
    @Test("events come as they happen, past caches and compressors, until the hub stops")
    func events() async throws {
        let hub = try await Hub(.memory)
        let feed = EventFeed(store: hub.store, limit: 2)
        let server = try await HTTPHub(hub.endpoint, events: feed)
        let post = try await server.ask("POST", EventFeed.path)
        #expect(post.status == 405 && post.headers["allow"] == "GET")
        async let listening = server.ask(
            "GET", EventFeed.path, [("accept-encoding", "gzip"), ("last-event-id", "x")])
        try await eventually { await feed.count == 1 }
        let stream = try await server.transport.openEvents(after: nil, token: nil).body
        let busy = try await server.ask("GET", EventFeed.path)
        #expect(try busy.problem().retryAfter == EndpointLimits.eventRetrySeconds)
        var journal = Writer(alice)
        try await hub.push([journal.change(document(1), Write.article())])
        let moved = HeadEvent(generation: try await hub.generation, head: 1).frame
        var told: [UInt8] = []
        while told.firstRange(of: moved) == nil {
            told += try #require(try await stream.next(), "the stream ended")
        }
        await feed.stop()
        #expect(try await stream.next() == nil)
        let answer = try await listening
        #expect(answer.status == 200 && answer.headers["content-type"] == HeadEvent.mediaType)
        #expect(answer.headers["content-encoding"] == nil)
        #expect(answer.headers["cache-control"] == "no-store")
        #expect(answer.headers["x-accel-buffering"] == "no")
        #expect(answer.headers["transfer-encoding"] == "chunked")
    }

    // VN-WIRE-112
    @Test("who leaves a stream of events makes room for others")
    func leaving() async throws {
        let hub = try await Hub(.memory)
        let feed = EventFeed(store: hub.store)
        let server = try await HTTPHub(hub.endpoint, events: feed)
        let listener = Task { try await server.ask("GET", EventFeed.path) }
        try await eventually { await feed.count == 1 }
        listener.cancel()
        _ = await listener.result
        try await eventually { await feed.count == 0 }
    }
}

extension Hub {
    /// Asks over HTTP with a request that is written out.
    fileprivate func ask(
        _ method: String, _ target: String, _ headers: [(String, String)] = [],
        _ body: [UInt8] = []
    ) async throws -> Answer {
        try await #require(server).ask(method, target, headers, body)
    }
}

/// A store that fails from some read on.
private final class FailingStore: EndpointStore {
    private let base: any EndpointStore
    private let left: Mutex<Int>

    init(_ base: any EndpointStore, reads: Int) {
        self.base = base
        left = Mutex(reads)
    }

    func read<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointReading) throws -> T
    ) async throws -> T {
        let left = left.withLock { left in
            left -= 1
            return left
        }
        guard left >= 0 else {
            throw EndpointError(code: "endpoint.corrupt", message: "the test lets it fail")
        }
        return try await base.read(body)
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any EndpointWriting) throws -> T
    ) async throws -> T {
        try await base.write(body)
    }
}
