import Foundation
import Synchronization
import Testing
import VNCompression
import VNSync
import VNSyncHTTP

@Suite("HTTP transport")
struct HTTPTransportTests {
    private typealias Answer = ScriptedServer.Answer

    private func collect(_ response: TransportResponse) async throws -> [UInt8] {
        var result: [UInt8] = []
        while let bytes = try await response.body.next() { result += bytes }
        return result
    }

    /// Runs a test against a server with a script.
    private func with(
        _ script: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Answer,
        path: String = "",
        configure: (inout HTTPTransportConfiguration) -> Void = { _ in },
        _ body: (HTTPTransport, ScriptedServer) async throws -> Void
    ) async throws {
        let server = try await ScriptedServer(script)
        var configuration = HTTPTransportConfiguration()
        configuration.readTimeout = .seconds(2)
        configure(&configuration)
        let transport = try HTTPTransport(url: server.url + path, configuration: configuration)
        do {
            try await body(transport, server)
        } catch {
            Issue.record(error)
        }
        await transport.shutdown()
        try await server.stop()
    }

    /// The code of the error that an operation throws.
    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? TransportError)?.code ?? "\(type(of: error))"
        }
    }

    @Test("a request goes out as it was asked for, below the prefix of the address")
    func request() async throws {
        try await with({ _ in .response() }, path: "/tin/tuc/") { transport, server in
            var request = TransportRequest(
                .get, "/v1/pull", query: [("cursor", "a:1:2"), ("scope", "{\"x\":\"Hà Nội\"}")])
            request.token = "s3cret"
            let response = try await transport.send(request)
            #expect(response.status == 200 && response.contentType == "application/json")
            #expect(try await collect(response) == Array("{}".utf8))
            let head = server.requests.first?.head ?? ""
            let path =
                "GET /tin/tuc/v1/pull?cursor=a%3A1%3A2"
                + "&scope=%7B%22x%22%3A%22H%C3%A0%20N%E1%BB%99i%22%7D HTTP/1.1"
            #expect(head.split(separator: "\r\n").first.map(String.init) == path)
            let sent = server.requests.first
            #expect(sent?.header("authorization") == "Bearer s3cret")
            #expect(sent?.header("accept-encoding") == nil, "none on this machine")
            #expect(head.utf8.count < 260, "an idle sync pays for each byte of it")
        }
    }

    @Test("bodies are compressed both ways where that is asked for")
    func compression() async throws {
        let text = Array(String(repeating: "Tin trong nước. ", count: 4000).utf8)
        let packed = try Gzip.compress(text)
        try await with(
            { _ in .response(headers: ["Content-Encoding: gzip"], body: packed) },
            configure: { $0.compression = true }
        ) { transport, server in
            let response = try await transport.send(TransportRequest(.post, "/x", body: text))
            #expect(try await collect(response) == text)
            let request = try #require(server.requests.first)
            #expect(request.header("content-encoding") == "gzip")
            #expect(request.body.count < 2000)
            #expect(try Gzip.decompress(request.body, limit: text.count) == text)
        }
    }

    @Test("counted is what went through the sockets, to the byte")
    func counters() async throws {
        let body = [UInt8](repeating: 7, count: 300_000)
        try await with({ _ in .response(body: body) }) { transport, server in
            for _ in 0..<3 {
                _ = try await collect(
                    try await transport.send(TransportRequest(.post, "/x", body: body)))
            }
            let counters = transport.counters
            // The server counts a part when its write is done, which may be after it was read here.
            for _ in 0..<200 where server.state.withLock(\.sent) < counters.bytesReceived {
                try await Task.sleep(for: .milliseconds(10))
            }
            let seen = server.state.withLock { $0 }
            #expect(counters.requests == 3)
            #expect(counters.bytesSent == seen.received && counters.bytesSent > 900_000)
            #expect(counters.bytesReceived == seen.sent && counters.bytesReceived > 900_000)
        }
    }

    @Test("a captive portal is recognised", arguments: ["html", "redirect", "511"])
    func portal(kind: String) async throws {
        try await with({ _ in
            switch kind {
            case "html": .response(type: "text/html; charset=utf-8", body: Array("<html>".utf8))
            case "redirect": .response("302 Found", headers: ["Location: http://portal/"])
            default: .response("511 Network Authentication Required", type: "text/html")
            }
        }) { transport, _ in
            let code = await code { _ = try await transport.send(TransportRequest(.get, "/x")) }
            #expect(code == "remote.captive-portal")
        }
    }

    @Test("a problem comes through with its status, type and pause")
    func problem() async throws {
        try await with({ _ in
            .response(
                "503 Busy", type: "application/problem+json; charset=utf-8",
                headers: ["Retry-After: 30"], body: Array("{\"code\":\"hub.busy\"}".utf8))
        }) { transport, _ in
            let response = try await transport.send(TransportRequest(.get, "/x"))
            #expect(response.status == 503 && response.retryAfter == .seconds(30))
            #expect(response.contentType == "application/problem+json")
        }
    }

    @Test("an answer that breaks off is told, never taken for its end", arguments: 0...2)
    func cut(kind: Int) async throws {
        let packed = try Gzip.compress(Array("một dòng dài\n".utf8))
        try await with(
            { _ in
                let type = "content-type: application/json\r\n"
                let text =
                    switch kind {
                    case 0: "HTTP/1.1 200 OK\r\n\(type)content-length: 9\r\n\r\n{}"
                    case 1: "HTTP/1.1 200 OK\r\n\(type)transfer-encoding: chunked\r\n\r\n2\r\n{}"
                    default:
                        "HTTP/1.1 200 OK\r\n\(type)content-encoding: gzip\r\n"
                            + "content-length: \(packed.count - 3)\r\n\r\n"
                    }
                let body = kind == 2 ? Array(packed.dropLast(3)) : []
                return Answer(parts: [Array(text.utf8) + body])
            }, configure: { $0.compression = true }
        ) { transport, _ in
            let code = await code {
                _ = try await collect(try await transport.send(TransportRequest(.get, "/x")))
            }
            #expect(code == "remote.unavailable")
        }
    }

    @Test("a bomb is stopped at the limit")
    func bomb() async throws {
        let packed = try Gzip.compress([UInt8](repeating: 0, count: 20_000_000))
        try await with(
            { _ in .response(headers: ["Content-Encoding: gzip"], body: packed) },
            configure: {
                $0.compression = true
                $0.responseLimit = 1_000_000
            }
        ) { transport, _ in
            let response = try await transport.send(TransportRequest(.get, "/x"))
            var count = 0
            let code = await code {
                while let bytes = try await response.body.next() { count += bytes.count }
            }
            #expect(code == "remote.protocol" && count <= 1_000_000)
        }
    }

    @Test("while nobody reads, the hub waits")
    func backPressure() async throws {
        let part = [UInt8](repeating: 7, count: 1 << 20)
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        let length = "content-length: \(64 << 20)\r\n\r\n"
        try await with({ _ in
            Answer(
                parts: [Array((head + length).utf8)] + Array(repeating: part, count: 64),
                closes: false)
        }) { transport, server in
            let response = try await transport.send(TransportRequest(.get, "/x"))
            _ = try await response.body.next()
            try await Task.sleep(for: .milliseconds(300))
            #expect(server.state.withLock(\.sent) < 16 << 20)
            var count = 0
            while let bytes = try await response.body.next() { count += bytes.count }
            #expect(count > 60 << 20)
        }
    }

    @Test("silence ends in a time-out")
    func timeout() async throws {
        try await with(
            { _ in .silence }, configure: { $0.readTimeout = .milliseconds(200) }
        ) { transport, _ in
            let code = await code { _ = try await transport.send(TransportRequest(.get, "/x")) }
            #expect(code == "remote.timeout")
        }
    }

    @Test("nobody there is told at once, no TLS there too")
    func unavailable() async throws {
        let server = try await ScriptedServer { _ in .response() }
        let tls = try HTTPTransport(
            url: server.url.replacingOccurrences(of: "http:", with: "https:"))
        #expect(
            await code { _ = try await tls.send(TransportRequest(.get, "/x")) } == "remote.tls")
        await tls.shutdown()
        try await server.stop()
        let transport = try HTTPTransport(url: server.url)
        let start = ContinuousClock.now
        let code = await code { _ = try await transport.send(TransportRequest(.get, "/x")) }
        #expect(code == "remote.unavailable")
        #expect(ContinuousClock.now - start < .seconds(5))
        await transport.shutdown()
    }

    @Test("a cancelled request ends as cancelled")
    func cancellation() async throws {
        try await with({ _ in .silence }) { transport, _ in
            let task = Task { _ = try await transport.send(TransportRequest(.get, "/x")) }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            let result = await task.result
            #expect(throws: CancellationError.self) { try result.get() }
        }
    }

    @Test("a hub behind a unix socket is reached by both forms of the address")
    func unixSocket() async throws {
        let path = "/tmp/vnsync-\(UUID().uuidString.prefix(8)).sock"
        let server = try await ScriptedServer(unixSocket: path) { _ in .response() }
        let encoded = path.replacingOccurrences(of: "/", with: "%2F")
        for url in ["unix:\(path)", "http+unix://\(encoded)/prefix"] {
            let transport = try HTTPTransport(url: url)
            let response = try await transport.send(TransportRequest(.get, "/v1/x"))
            #expect(try await collect(response) == Array("{}".utf8))
            await transport.shutdown()
        }
        let lines = server.requests.compactMap { $0.head.split(separator: "\r\n").first }
        #expect(lines == ["GET /v1/x HTTP/1.1", "GET /prefix/v1/x HTTP/1.1"])
        try await server.stop()
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", "hub", "ftp://hub", "http://", "https://user:secret@hub", "http://hub?x=1",
            "http://hub/#x", "unix:relative", "unix://x",
        ])
    func addresses(url: String) {
        let error = #expect(throws: TransportError.self) { _ = try HTTPTransport(url: url) }
        #expect(error?.code == "remote.address")
    }

    @Test("a token that could break the header is not sent")
    func token() async throws {
        try await with({ _ in .response() }) { transport, server in
            var request = TransportRequest(.get, "/x")
            request.token = "a\r\nx: y"
            let code = await code { _ = try await transport.send(request) }
            #expect(code == "remote.unauthorized" && server.requests.isEmpty)
        }
    }
}
