import Foundation
import NIOCore
import Testing
import VNModel
import VNStore
import VNSync
import VNSyncHTTP

/// Engines against what stands in a hub's place, over real sockets.
@Suite("Hostile networks", .serialized) struct HostileNetworkTests {
    private typealias Answer = ScriptedServer.Answer

    /// A store with a change that waits, and an engine that meets the script.
    private func sync(
        _ script: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Answer,
        configure: (inout SyncConfiguration) -> Void = { _ in },
        transport: (inout HTTPTransportConfiguration) -> Void = { _ in },
        _ check: (SyncError, ScriptedServer) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "vnsync-hostile-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try await ContentStore.create(at: folder + "/store.db")
        let server = try await ScriptedServer(script)
        try await store.addRemote("origin", url: server.url)
        try await store.post(
            Article(
                id: SystemEnvironment().newDocumentID(), headline: "Tin",
                datePublished: "2026-11-23T08:00:00+07:00",
                publisher: Agent(kind: .organization, id: "bao", name: "Báo")))
        var settings = HTTPTransportConfiguration()
        settings.readTimeout = .seconds(2)
        transport(&settings)
        let client = try HTTPTransport(url: server.url, configuration: settings)
        var configuration = SyncConfiguration()
        configure(&configuration)
        let engine = SyncEngine(
            store: store, remote: "origin", transport: client, configuration: configuration)
        let before = try await store.remoteState("origin")
        do {
            try await engine.sync()
            Issue.record("the sync succeeded")
        } catch let error as SyncError {
            #expect(error.message.count > 20, "it says what happened")
            try await check(error, server)
        }
        let after = try await store.remoteState("origin")
        #expect(after.cursor == before.cursor && after.acked == before.acked)
        #expect(after.generation == before.generation)
        #expect(try await store.pendingCount() == 1, "the change waits")
        #expect(await engine.status == .idle)
        await client.shutdown()
        try await store.close()
        try await server.stop()
    }

    @Test(
        "pages and other things in the hub's place are told from hubs",
        arguments: [
            ("200 OK", "text/html; charset=utf-8", "remote.captive-portal", true),
            ("200 OK", "text/plain", "remote.captive-portal", true),
            ("204 No Content", "text/html", "remote.captive-portal", true),
            ("302 Found", "text/html", "remote.captive-portal", true),
            ("307 Temporary Redirect", "application/json", "remote.captive-portal", true),
            ("511 Network Authentication Required", "text/html", "remote.captive-portal", true),
            ("200 OK", "application/json", "remote.protocol", false),
            ("404 Not Found", "text/html", "remote.protocol", false),
            ("403 Forbidden", "text/html", "remote.unauthorized", false),
            ("502 Bad Gateway", "text/html", "remote.unavailable", true),
            ("504 Gateway Timeout", "text/html", "remote.unavailable", true),
        ])
    func inPlaceOfTheHub(
        status: String, type: String, code: String, isRetryable: Bool
    ) async throws {
        let page = Array("<html><title>Đăng nhập</title></html>".utf8)
        let body = type == "application/json" ? Array("{}".utf8) : page
        try await sync({ _ in .response(status, type: type, body: body) }) { error, server in
            #expect(error.code.rawValue == code && error.isRetryable == isRetryable)
            #expect(server.requests.count == 1, "it is not asked again at once")
        }
    }

    @Test(
        "storms of refusals are met with few requests, and pauses that the hub asked for",
        arguments: [
            ("401 Unauthorized", "remote.unauthorized", 2),
            ("413 Content Too Large", "remote.protocol", 1),
            ("429 Too Many Requests", "remote.busy", 4),
            ("500 Internal Server Error", "remote.unavailable", 4),
            ("503 Service Unavailable", "remote.busy", 4),
        ])
    func storms(status: String, code: String, requests: Int) async throws {
        try await sync(
            { _ in .response(status, type: "text/html", headers: ["Retry-After: 0"]) },
            configure: { configuration in
                configuration.retryLimit = 3
                configuration.retryPauseLimit = .milliseconds(20)
                configuration.token = { request in
                    if case .refused = request { "second" } else { "first" }
                }
            },
            { error, server in
                #expect(error.code.rawValue == code)
                #expect(server.requests.count == requests)
            })
        try await sync({ _ in .response(status, type: "text/html", headers: ["Retry-After: 77"]) })
        {
            error, _ in
            let isPassing = code == "remote.busy" || code == "remote.unavailable"
            #expect(error.isRetryable == isPassing)
            if isPassing { #expect(error.retryAfter == .seconds(77)) }
        }
    }

    @Test("a head or a body that trickles, and one that never comes, end in a time-out")
    func trickle() async throws {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        let body = Array("content-length: 90000\r\n\r\n".utf8)
        let space = Array(" ".utf8)
        let start = ContinuousClock.now
        try await sync(
            { _ in
                Answer(
                    parts: [Array(head.utf8) + body, space], isEndless: true,
                    pause: .milliseconds(100))
            }, transport: { $0.readTimeout = .seconds(1) }
        ) { error, _ in
            #expect(error.code == .timeout && error.isRetryable)
        }
        try await sync(
            { _ in
                Answer(
                    parts: [Array(head.utf8), Array("x-a: b\r\n".utf8)], isEndless: true,
                    pause: .milliseconds(100))
            },
            transport: {
                $0.readTimeout = .seconds(60)
                $0.answerTimeout = .seconds(1)
            }
        ) { error, _ in
            // A head without an end is stopped by its size or by the time, whichever is first.
            #expect(error.isRetryable)
        }
        try await sync({ _ in .silence }, transport: { $0.readTimeout = .milliseconds(300) }) {
            error, _ in
            #expect(error.code == .timeout && error.isRetryable)
        }
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test("a slow body that goes on is read to its end")
    func slowButSteady() async throws {
        let text = [UInt8](repeating: UInt8(ascii: " "), count: 1200)
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 12000\r\n\r\n"
        let server = try await ScriptedServer { _ in
            Answer(
                parts: [Array(head.utf8)] + [[UInt8]](repeating: text, count: 10), closes: false,
                pause: .milliseconds(150))
        }
        var configuration = HTTPTransportConfiguration()
        configuration.readTimeout = .milliseconds(400)
        let transport = try HTTPTransport(url: server.url, configuration: configuration)
        let response = try await transport.send(TransportRequest(.get, "/"))
        var count = 0
        while let bytes = try await response.body.next() { count += bytes.count }
        #expect(count == 12_000)
        await transport.shutdown()
        try await server.stop()
    }

    @Test("an answer that is cut anywhere is retryable and changes nothing", arguments: 0...8)
    func truncated(eighth: Int) async throws {
        let body = Array("{\"generation\":\"0000000000abc\",\"head\":0,\"v\":1}".utf8)
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + "\(body.count + 1)\r\n\r\n"
        let all = Array(head.utf8) + body
        let part = Array(all.prefix(all.count * eighth / 8))
        try await sync({ _ in Answer(parts: [part]) }) { error, _ in
            #expect(error.code == .unavailable && error.isRetryable)
        }
    }
}
