import Foundation
import NIOCore
import Synchronization
import Testing
import VNSync
import VNSyncHTTP

/// Streams of events over HTTP.
@Suite("HTTP events") struct HTTPEventsTests {
    private static let head =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n"

    private func stream(
        _ parts: [String], isEndless: Bool = false, pause: Int64 = 30
    ) -> ScriptedServer.Answer {
        ScriptedServer.Answer(
            parts: ([Self.head] + parts).map { Array($0.utf8) }, isEndless: isEndless,
            pause: .milliseconds(pause))
    }

    @Test("events come one by one, asked for behind the last, and count in no report")
    func events() async throws {
        let parts = ["event: head\nid: a:1:1\ndata: {}\n\n", ":\n\n", "data: x\n\n"]
        let server = try await ScriptedServer { [answer = stream(parts)] _ in answer }
        var configuration = HTTPTransportConfiguration()
        configuration.compression = true
        // Shorter than the hub's silence may be: it is for requests, not for events.
        configuration.readTimeout = .milliseconds(10)
        let transport = try HTTPTransport(url: server.url, configuration: configuration)
        let response = try await transport.openEvents(after: "a:0:0", token: "s3cret")
        #expect(response.status == 200 && response.contentType == "text/event-stream")
        var text = ""
        var pieces = 0
        while let bytes = try await response.body.next() {
            text += String(decoding: bytes, as: UTF8.self)
            pieces += 1
        }
        #expect(text == parts.joined() && pieces == 3)
        let request = try #require(server.requests.first)
        #expect(request.head.hasPrefix("GET /v1/events HTTP/1.1\r\n"))
        #expect(request.header("last-event-id") == "a:0:0")
        #expect(request.header("accept") == "text/event-stream")
        #expect(request.header("authorization") == "Bearer s3cret")
        #expect(request.header("accept-encoding") == nil)
        #expect(transport.counters == TransportCounters())
        await transport.shutdown()
        await #expect(throws: TransportError.self) {
            try await transport.openEvents(after: nil, token: nil)
        }
        try await server.stop()
    }

    @Test("an id that could break the header is not sent; without one none is")
    func ids() async throws {
        let server = try await ScriptedServer { [answer = stream([":\n\n"])] _ in answer }
        let transport = try HTTPTransport(url: server.url)
        for id in ["a\r\nx: y", "có dấu", nil] {
            _ = try await transport.openEvents(after: id, token: nil)
        }
        #expect(server.requests.count == 3)
        for request in server.requests { #expect(request.header("last-event-id") == nil) }
        await transport.shutdown()
        try await server.stop()
    }

    @Test("a page in the hub's place is recognised; a problem comes through")
    func wrong() async throws {
        let server = try await ScriptedServer { request in
            request.header("last-event-id") == nil
                ? .response(type: "text/html")
                : .response("404 Not Found", type: "application/problem+json")
        }
        let transport = try HTTPTransport(url: server.url)
        let error = await #expect(throws: TransportError.self) {
            try await transport.openEvents(after: nil, token: nil)
        }
        #expect(error?.code == "remote.captive-portal")
        let response = try await transport.openEvents(after: "a", token: nil)
        #expect(response.status == 404)
        await transport.shutdown()
        try await server.stop()
    }

    @Test("a reader that is cancelled ends at once, and so does its connection at a shut-down")
    func cancelled() async throws {
        let server = try await ScriptedServer { [answer = stream([], isEndless: false)] _ in
            var answer = answer
            answer.closes = false
            return answer
        }
        let transport = try HTTPTransport(url: server.url)
        let response = try await transport.openEvents(after: nil, token: nil)
        let reader = Task { try await response.body.next() }
        try await Task.sleep(for: .milliseconds(50))
        let start = ContinuousClock.now
        reader.cancel()
        _ = await reader.result
        _ = try await transport.openEvents(after: nil, token: nil)
        await transport.shutdown()
        #expect(ContinuousClock.now - start < .seconds(10))
        try await server.stop()
    }
}
