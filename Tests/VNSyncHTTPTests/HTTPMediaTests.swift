import Foundation
import NIOCore
import Synchronization
import Testing
import VNModel
import VNStore
import VNSyncHTTP

@Suite("Media files over HTTP") struct HTTPMediaTests {
    private typealias Answer = ScriptedServer.Answer

    private static let pictures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/media")

    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: pictures.appendingPathComponent(name)))
    }

    private static func picture(_ name: String, type: String = "text/plain") -> Answer {
        guard let bytes = try? bytes(name) else { return .response("404 Not Found") }
        return .response(type: type, body: bytes)
    }

    /// The part of a request's first line that names what is asked for.
    private static func path(_ request: ScriptedServer.Request) -> String {
        request.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    }

    private static func redirect(_ place: String, status: String = "302 Found") -> Answer {
        .response(status, headers: ["Location: \(place)"], body: [])
    }

    /// Runs a test against a server of this machine, which is allowed.
    private func with(
        _ script: @escaping @Sendable (ScriptedServer.Request) -> Answer,
        configure: (inout HTTPMediaConfiguration, String) -> Void = { $0.privateHosts = [$1] },
        _ body: (HTTPMediaFetcher, ScriptedServer) async throws -> Void
    ) async throws {
        let server = try await ScriptedServer(script)
        var configuration = HTTPMediaConfiguration()
        configuration.readTimeout = .seconds(2)
        configure(&configuration, String(server.url.dropFirst(7)))
        let fetcher = HTTPMediaFetcher(configuration: configuration)
        do {
            try await body(fetcher, server)
        } catch {
            Issue.record(error)
        }
        await fetcher.shutdown()
        try await server.stop()
    }

    private func collect(
        _ fetcher: HTTPMediaFetcher, _ url: String, limit: Int = 1 << 20
    ) async throws -> [UInt8] {
        let stream = try await fetcher.fetch(MediaReference(url: url, digest: nil), limit: limit)
        var bytes: [UInt8] = []
        while let part = try await stream.next() { bytes += part }
        return bytes
    }

    private func code(
        _ fetcher: HTTPMediaFetcher, _ url: String, limit: Int = 1 << 20
    ) async -> String? {
        do {
            _ = try await collect(fetcher, url, limit: limit)
            return nil
        } catch {
            return (error as? MediaError)?.code ?? "\(type(of: error))"
        }
    }

    @Test("a picture comes as it is, without cookies, referrer or password on the way")
    func picture() async throws {
        try await with({ _ in Self.picture("song-hong.png") }) { fetcher, server in
            let url = server.url + "/anh/s%C3%B4ng.png?w=64#top"
            let got = try await collect(fetcher, url)
            let wanted = try Self.bytes("song-hong.png")
            #expect(got == wanted)
            let request = try #require(server.requests.first)
            #expect(request.head.hasPrefix("GET /anh/s%C3%B4ng.png?w=64 HTTP/1.1\r\n"))
            for name in ["cookie", "referer", "authorization", "accept-encoding"] {
                #expect(request.header(name) == nil)
            }
        }
    }

    @Test("redirects are followed five times, also relative ones, and cookies are not taken along")
    func redirects() async throws {
        try await with({ request in
            let number = Int(Self.path(request).dropFirst()) ?? 0
            var answer = Self.redirect("/\(number - 1)", status: "307 Temporary Redirect")
            if number == 0 { answer = Self.picture("co-do.gif") }
            return answer
        }) { fetcher, server in
            let got = try await collect(fetcher, server.url + "/5")
            let wanted = try Self.bytes("co-do.gif")
            #expect(got == wanted)
            #expect(await code(fetcher, server.url + "/6") == "media.too-many-redirects")
            #expect(server.requests.count == 12)
        }
    }

    @Test(
        "a redirect to anything but the web is refused",
        arguments: [
            "file:///etc/passwd", "ftp://anh.example/a.png", "data:image/png;base64,AA",
            "http://user:word@anh.example/a.png", "javascript:alert(1)", "http:///a.png",
        ])
    func otherSchemes(place: String) async throws {
        try await with({ _ in Self.redirect(place) }) { fetcher, server in
            #expect(await code(fetcher, server.url) == "media.address")
            #expect(server.requests.count == 1)
        }
    }

    @Test(
        "a redirect into a private network is refused before anybody is asked there",
        arguments: [
            "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1",
        ])
    func privateRedirect(host: String) async throws {
        let inner = try await ScriptedServer { _ in Self.picture("co-do.gif") }
        let port = inner.url.split(separator: ":").last ?? ""
        try await with({ _ in Self.redirect("http://\(host):\(port)/") }) { fetcher, server in
            #expect(await code(fetcher, server.url) == "media.refused-address")
            #expect(server.requests.count == 1)
        }
        #expect(inner.state.withLock { $0.received } == 0)
        try await inner.stop()
    }

    @Test(
        "addresses that are not of the public internet are refused",
        arguments: [
            "http://127.0.0.1:1/a", "http://localhost/a", "http://10.1.2.3/a",
            "http://172.16.0.1/a", "http://192.168.1.1/a", "http://169.254.169.254/latest",
            "http://100.64.0.1/a", "http://0.0.0.0/a", "http://224.0.0.1/a",
            "http://255.255.255.255/", "http://[::]/a", "http://[fe80::1]/a", "http://[fd00::1]/a",
            "http://[::ffff:10.0.0.1]/a", "http://[64:ff9b::10.0.0.1]/a",
            "http://[2002:0a00:0001::1]/a", "http://[2001:db8::1]/a", "http://[ff02::1]/a",
        ])
    func privateAddresses(url: String) async {
        let fetcher = HTTPMediaFetcher()
        #expect(await code(fetcher, url) == "media.refused-address")
        await fetcher.shutdown()
    }

    @Test("a name that leads elsewhere once it was looked up is refused when the connection stands")
    func rebinding() async throws {
        let server = try await ScriptedServer { _ in Self.picture("co-do.gif") }
        // What was looked up is of the public internet; the connection goes to this machine.
        let fetcher = HTTPMediaFetcher(configuration: HTTPMediaConfiguration()) { _ in
            [[93, 184, 215, 14]]
        }
        for _ in 1...3 {
            #expect(await code(fetcher, server.url) == "media.refused-address")
        }
        #expect(server.requests.isEmpty, "no request is sent over such a connection")
        await fetcher.shutdown()
        try await server.stop()
    }

    @Test("addresses that lead nowhere on the web are refused")
    func wrongAddresses() async {
        let fetcher = HTTPMediaFetcher()
        for url in [
            "", "a.png", "file:///etc/passwd", "ftp://anh.example/a", "http://", "https://:443/a",
            "http://an@anh.example/a.png", "mailto:an@anh.example",
        ] {
            #expect(await code(fetcher, url) == "media.address", "\(url)")
        }
        #expect(!fetcher.reaches(MediaReference(url: nil, digest: nil)))
        await fetcher.shutdown()
    }

    @Test("with leave, this machine is asked like any other")
    func allowed() async throws {
        try await with(
            { _ in Self.picture("co-do.gif") },
            configure: { configuration, _ in configuration.allowsPrivateAddresses = true }
        ) { fetcher, server in
            let got = try await collect(fetcher, server.url)
            let wanted = try Self.bytes("co-do.gif")
            #expect(got == wanted)
        }
        try await with({ _ in Self.picture("co-do.gif") }, configure: { _, _ in }) {
            fetcher, server in
            #expect(await code(fetcher, server.url) == "media.refused-address")
            #expect(server.state.withLock { $0.received } == 0)
        }
    }

    @Test("an endless body is cut off soon behind the limit, said length or not")
    func endless() async throws {
        let head = Array("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".utf8)
        let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 7, count: 65_536) + [13, 10]
        let answer = Answer(parts: [head, chunk], closes: false, isEndless: true)
        try await with({ request in
            guard Self.path(request) == "/said" else { return answer }
            return .response(headers: ["x: y"], body: [UInt8](repeating: 7, count: 2 << 20))
        }) { fetcher, server in
            #expect(await code(fetcher, server.url) == "media.too-large")
            try await Task.sleep(for: .milliseconds(100))
            let sent = server.state.withLock { $0.sent }
            try await Task.sleep(for: .milliseconds(100))
            #expect(server.state.withLock { $0.sent } == sent, "the connection is closed")
            #expect(await code(fetcher, server.url + "/said") == "media.too-large")
        }
    }

    @Test("a body that stops, or that trickles, is given up in time")
    func slow() async throws {
        let head = Array("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n".utf8)
        try await with(
            { request in
                var answer = Answer(parts: [head, [1]], closes: false, isEndless: true)
                answer.pause = Self.path(request) == "/stops" ? .hours(1) : .milliseconds(50)
                return answer
            },
            configure: { configuration, host in
                configuration.privateHosts = [host]
                configuration.readTimeout = .milliseconds(500)
                configuration.totalTimeout = .seconds(1)
            }
        ) { fetcher, server in
            let start = ContinuousClock.now
            #expect(await code(fetcher, server.url + "/stops") == "media.timeout")
            #expect(await code(fetcher, server.url + "/trickles") == "media.timeout")
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }

    @Test("other answers than a file are told apart")
    func statuses() async throws {
        for (status, isRetryable) in [
            ("404 Not Found", false), ("403 Forbidden", false), ("204 No Content", false),
            ("500 Oops", true), ("503 Busy", true), ("429 Slow", true),
        ] {
            try await with({ _ in .response(status, body: []) }) { fetcher, server in
                let error = await #expect(throws: MediaError.self) {
                    _ = try await collect(fetcher, server.url)
                }
                #expect(error?.code == "media.status" && error?.isRetryable == isRetryable)
            }
        }
        let closed = try await ScriptedServer { _ in .silence }
        let (url, host) = (closed.url, String(closed.url.dropFirst(7)))
        try await closed.stop()
        var configuration = HTTPMediaConfiguration()
        configuration.privateHosts = [host]
        let fetcher = HTTPMediaFetcher(configuration: configuration)
        #expect(await code(fetcher, url) == "media.unavailable")
        #expect(await code(fetcher, "http://khong-co.invalid/a.png") == "media.unavailable")
        await fetcher.shutdown()
    }

    @Test("a store fetches from a server, and keeps no page that calls itself a picture")
    func store() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("vnhttp-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await ContentStore.create(at: folder.appendingPathComponent("a.db").path)
        try await with({ request in
            let name = String(Self.path(request).dropFirst())
            return Self.picture(name, type: "image/png")
        }) { fetcher, server in
            var article = Article(
                id: DocumentID(high: 0x0190_0000_0000_7000, low: 1 << 63 | 1),
                headline: "Đầu đề", datePublished: "2026-03-01T08:00:00+07:00",
                publisher: Agent(kind: .organization, name: "Báo Thử"))
            let names = ["pho-co.jpg", "trang-web.png", "cat-cut.jpg", "mat.png", "tre-lang.webp"]
            article.body = names.map { name in
                var image = Image(url: "\(server.url)/\(name)", alt: "Ảnh")
                if name == "tre-lang.webp" { image.sha256 = String(repeating: "e", count: 64) }
                return Block(image: image)
            }
            try await store.post(article)
            let report = try await store.fetchMedia(.all, using: fetcher)
            #expect(report.files == 1)
            #expect(
                report.failures.map(\.error.code).sorted() == [
                    "media.damaged", "media.mismatch", "media.not-an-image", "media.status",
                ])
            let file = try #require(try await store.mediaFiles(of: article).values.first)
            #expect(file.contentType == "image/jpeg" && file.width == 40)
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file.path)))
            #expect(try bytes == Self.bytes("pho-co.jpg"))
        }
        try await store.close()
    }
}
