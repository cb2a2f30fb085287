import Foundation
import Testing
import VNModel

/// Pictures: posted, fetched, shown, checked and cleared away.
@Suite("Media") struct MediaTests {
    private static let pictures = Programs.repository.appendingPathComponent("Fixtures/media")

    private func picture(_ name: String) -> String {
        Self.pictures.appendingPathComponent(name).path
    }

    /// The media files of a store, drafts included.
    private func files(_ workspace: Workspace, _ store: String = "a") -> [String] {
        let folder = workspace.path("\(store).db.media")
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String]
        return (names ?? []).filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: folder + "/" + name, isDirectory: &isFolder)
            return !isFolder.boolValue
        }.sorted()
    }

    @Test("a posted picture is kept beside the store and named in the article")
    func post() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let arguments = [
            "--publisher", "Báo Thử", "--image", picture("song-hong.png"), "--alt", "Sông",
            "--caption", "Sông Hồng", "--credit", "Lan", "--json",
        ]
        let form = "# Bên sông\n\nMở đầu.\n\nĐoạn."
        func run(_ extra: [String], expecting status: Int32 = 0) async throws -> Outcome {
            let program = try workspace.start(
                "vnsync", ["post", "-"] + arguments + extra, input: form,
                environment: ["VNSYNC_STORE": workspace.path("a.db")])
            let outcome = await program.wait()
            #expect(outcome.status == status, "\(outcome.errors)")
            return outcome
        }
        #expect(try await run(["-n"]).json["dryRun"]?.bool == true)
        #expect(files(workspace) == [])
        let id = try #require(try await run([]).json["id"]?.string)
        let read = try await workspace.vnsync("a", "read", id, "--json").json
        let image = try #require(read["article"]?["image"])
        #expect(image["width"]?.integer == 64 && image["height"]?.integer == 48)
        #expect(image["contentType"]?.string == "image/png" && image["url"] == nil)
        #expect(image["alt"]?.string == "Sông" && image["credit"]?.string == "Lan")
        let digest = try #require(image["sha256"]?.string)
        #expect(files(workspace) == ["\(digest.prefix(2))/\(digest.dropFirst(2))"])
        let wrong = try await run(["--image", picture("trang-web.png")], expecting: 65)
        #expect(wrong.errorCode == "media.not-an-image")
        let absent = try await run(["--image", workspace.path("x.png")], expecting: 66)
        #expect(absent.errorCode == "media.unreadable")
        _ = try await run(["--image", "file:///etc/passwd"], expecting: 64)
        #expect(try await workspace.vnsync("a", "list", "--json").lines.count == 1)
        #expect(files(workspace).count == 1)
    }

    @Test("a deep verification finds a file that is not what its name says")
    func verify() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        try await workspace.vnsync(
            "a", "post", "-", "--publisher", "Báo Thử", "--image", picture("co-do.gif"),
            input: "# Cờ\n\nMở đầu.")
        func check(_ expected: Bool) async throws {
            let outcome = try await workspace.vnsync(
                "a", "verify", "--deep", "--json", expecting: expected ? 0 : 65)
            let checks = try outcome.json["checks"]?.array ?? []
            let media = checks.first { $0["name"]?.string == "media" }
            #expect(media?["ok"]?.bool == expected)
        }
        try await check(true)
        let name = try #require(files(workspace).first)
        try Data("không phải".utf8).write(
            to: URL(fileURLWithPath: workspace.path("a.db.media/" + name)))
        try await check(false)
    }

    @Test("an HTML page holds hostile text as text, and no links but those of the web")
    func hostilePage() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let evil = #"</title><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;"#
        var article = try #require(try JSONValue(parsing: Content.article(1)).object)
        article["headline"] = .string(evil)
        article["summary"] = .string(evil)
        article["publisher"] = .object([
            ("type", .string("Organization")), ("name", .string(evil)),
        ])
        article["image"] = .object([
            ("alt", .string(evil)), ("caption", .string(evil)), ("credit", .string(evil)),
            ("url", .string("https://anh.example/a.png?a='b'&c=d")),
        ])
        article["body"] = .array([
            .object([
                ("id", .string("p1")), ("role", .string("paragraph")), ("text", .string(evil)),
            ]),
            .object([
                ("id", .string("l1")), ("role", .string("list")),
                ("items", .array([.string(evil)])),
            ]),
        ])
        article["related"] = .array([
            .object([
                ("rel", .string("sameTopic")), ("headline", .string(evil)),
                ("url", .string("mailto:an@thu.example")),
            ])
        ])
        let comment = Content.comment(1, on: 1, text: evil)
        let lines = [JSONValue.object(article).canonicalText, comment].joined(separator: "\n")
        try await workspace.vnsync("a", "import", try workspace.write("a.jsonl", lines))
        let page = try await workspace.vnsync(
            "a", "read", Content.articleID(1), "--html", "--comments"
        ).output
        #expect(!page.contains("<script") && !page.contains("<img src=x"))
        #expect(page.components(separatedBy: "&lt;script&gt;").count > 9)
        #expect(page.components(separatedBy: "<img ").count == 2)
        #expect(page.contains("<html lang=\"vi\">") && page.contains("alt=\"&lt;/title&gt;"))
        #expect(page.contains("src=\"https://anh.example/a.png?a=&#39;b&#39;&amp;c=d\""))
        #expect(page.contains("02/03/2026 08:00"), "dates as people write them")
        #expect(page.contains("Bình luận (1)") && page.contains("default-src 'none'"))
        for match in page.matches(of: #/(?:href|src)="([a-z]+):/#) {
            #expect(["http", "https", "mailto", "file"].contains(String(match.output.1)))
        }
        #expect(try tagsAreBalanced(page))
    }

    /// Whether every tag that is opened is closed in turn.
    private func tagsAreBalanced(_ page: String) throws -> Bool {
        var open: [String] = []
        let body = page.replacing(#/<style>[\s\S]*?</style>/#, with: "")
        for match in body.matches(of: #/<(\/?)([a-z0-9]+)[^>]*>/#) {
            let name = String(match.output.2)
            if ["meta", "img", "br"].contains(name) { continue }
            if match.output.1.isEmpty {
                open.append(name)
            } else if open.popLast() != name {
                return false
            }
        }
        return open.isEmpty
    }

    @Test("replies stand inside what they answer, however deep")
    func thread() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        try await workspace.vnsync(
            "a", "import",
            Programs.repository.appendingPathComponent("Fixtures").path + "/articles.jsonl")
        try await workspace.vnsync(
            "a", "import",
            Programs.repository.appendingPathComponent("Fixtures").path + "/comments.jsonl")
        var deepest = 0
        for line in try await workspace.vnsync("a", "list", "--json", "--limit", "50").lines {
            let id = try #require(line["id"]?.string)
            let page = try await workspace.vnsync("a", "read", id, "--html", "--comments").output
            let read = try await workspace.vnsync("a", "read", id, "--json").json
            let comments = read["comments"]?.array ?? []
            #expect(page.components(separatedBy: "<time datetime").count > 1)
            let items = page.components(separatedBy: "<li>\n<p class").count - 1
            #expect(items == comments.count, "\(id)")
            #expect(try tagsAreBalanced(page), "\(id)")
            deepest = max(
                deepest, comments.compactMap { $0["depth"]?.integer }.max().map { Int($0) } ?? 0)
        }
        #expect(deepest > 1)
    }

    @Test("open writes a page that only its owner may read, and hands it to the browser")
    func open() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let outcome = try await workspace.vnsync(
            "a", "post", "-", "--publisher", "Báo Thử", "--image", picture("pho-co.jpg"), "--json",
            input: "# Phố cổ\n\nMở đầu.")
        let id = try #require(try outcome.json["id"]?.string)
        let printed = try await workspace.vnsync("a", "open", id, "--print")
        let path = printed.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let page = try String(contentsOfFile: path, encoding: .utf8)
        let name = try #require(files(workspace).first)
        #expect(page.contains("src=\"file://") && page.contains("a.db.media/\(name)\""))
        #expect(page.contains("width=\"40\" height=\"30\""))
        let seen = workspace.path("seen.html")
        let program = try workspace.start(
            "vnsync", ["open", id, "--json"],
            environment: [
                "VNSYNC_STORE": workspace.path("a.db"), "BROWSER": "false:cp %s \(seen)",
            ])
        let opened = await program.wait()
        #expect(opened.status == 0, "\(opened.errors)")
        #expect(try opened.json["opened"]?.bool == true && opened.json["id"]?.string == id)
        #expect(try String(contentsOfFile: seen, encoding: .utf8) == page)
        #expect(try await workspace.vnsync("a", "list", "--unread", "--json").lines == [])
        for file in [path, try opened.json["path"]?.string ?? ""] {
            let folder = (file as NSString).deletingLastPathComponent
            #expect(folder.contains("vnsync-"))
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    @Test("what cannot be fetched is told in JSON and is no failure; what is missing is listed")
    func fetch() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        var article = try #require(try JSONValue(parsing: Content.article(1)).object)
        article["image"] = .object([
            ("alt", .string("Ảnh")), ("url", .string("http://127.0.0.1:9/a.png")),
        ])
        try await workspace.vnsync(
            "a", "import", try workspace.write("a.jsonl", JSONValue.object(article).canonicalText))
        let missing = try await workspace.vnsync("a", "media", "missing", "--json").lines
        #expect(missing.first?["url"]?.string == "http://127.0.0.1:9/a.png")
        #expect(missing.first?["article"]?.string == Content.articleID(1))
        #expect(missing.first?["lead"]?.bool == true && missing.first?["v"]?.integer == 1)
        let tried = try await workspace.vnsync("a", "media", "fetch", "-n", "--json").json
        #expect(tried["files"]?.integer == 1 && tried["dryRun"]?.bool == true)
        let real = try await workspace.vnsync("a", "media", "fetch", "--json").json
        #expect(real["files"]?.integer == 0 && real["failedCount"]?.integer == 1)
        let failed = real["failed"]?.array?.first
        #expect(failed?["code"]?.string == "media.refused-address")
        for key in ["bytes", "unreachable", "reachedLimit"] { #expect(real[key] != nil, "\(key)") }
        let paused = try await workspace.vnsync("a", "media", "fetch", "--json").json
        #expect(paused["failedCount"]?.integer == 0, "it is too early to try again")
        let again = try await workspace.vnsync(
            "a", "media", "fetch", "--retry", "--allow-host", "127.0.0.1:9", "--json"
        ).json
        #expect(again["failed"]?.array?.first?["code"]?.string == "media.unavailable")
        let wrong = try await workspace.vnsync(
            "a", "media", "fetch", "--limit-bytes", "viel", "--json", expecting: 64)
        #expect(wrong.errorCode == "cli.usage")
        let collected = try await workspace.vnsync("a", "media", "collect", "--json").json
        for key in ["files", "bytes", "removed", "removedBytes", "remains", "forgotten"] {
            #expect(collected[key]?.integer == 0, "\(key)")
        }
    }

    @Test("a fetch that is killed leaves nothing that the next run does not clear away")
    func killed() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let server = try SlowServer(
            try Data(contentsOf: Self.pictures.appendingPathComponent("pho-co.jpg")))
        defer { server.stop() }
        var article = try #require(try JSONValue(parsing: Content.article(1)).object)
        article["image"] = .object([
            ("alt", .string("Ảnh")), ("url", .string("http://127.0.0.1:\(server.port)/a.jpg")),
        ])
        try await workspace.vnsync(
            "a", "import", try workspace.write("a.jsonl", JSONValue.object(article).canonicalText))
        let arguments = ["media", "fetch", "--allow-host", "127.0.0.1", "--json"]
        let program = try workspace.start(
            "vnsync", arguments, environment: ["VNSYNC_STORE": workspace.path("a.db")])
        for _ in 0..<400 where !files(workspace).contains(where: { $0.hasPrefix("drafts/") }) {
            try await Task.sleep(for: .milliseconds(25))
        }
        program.signal(SIGKILL)
        #expect(await program.wait().wasKilled)
        #expect(files(workspace).count == 1 && files(workspace)[0].hasPrefix("drafts/"))
        server.goOn()
        let next = try workspace.start(
            "vnsync", arguments, environment: ["VNSYNC_STORE": workspace.path("a.db")])
        let outcome = await next.wait()
        #expect(try outcome.json["files"]?.integer == 1, "\(outcome.output)")
        #expect(files(workspace).count == 1 && !files(workspace)[0].hasPrefix("drafts/"))
        #expect(
            try await workspace.vnsync("a", "verify", "--deep", "--json").json["ok"]?.bool == true)
    }
}

/// Serves one picture: half of it, and the rest when it is told to go on.
private final class SlowServer: @unchecked Sendable {  // its fields are set once, before it runs
    let port: UInt16
    private let listener: Int32
    private let permission = DispatchSemaphore(value: 0)

    init(_ bytes: Data) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(listener, place, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, place, &length) == 0
            }
        }
        try #require(isBound)
        port = UInt16(bigEndian: address.sin_port)
        let permission = permission
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                var request = [UInt8](repeating: 0, count: 4096)
                _ = recv(connection, &request, request.count, 0)
                let head = "HTTP/1.1 200 OK\r\ncontent-length: \(bytes.count)\r\n\r\n"
                let answer = Array(head.utf8) + bytes
                let half = answer.count - bytes.count / 2
                _ = send(connection, Array(answer[..<half]), half, Int32(MSG_NOSIGNAL))
                permission.wait()
                let rest = Array(answer[half...])
                _ = send(connection, rest, rest.count, Int32(MSG_NOSIGNAL))
                close(connection)
            }
        }
    }

    /// Lets this and every other answer come to its end.
    func goOn() { for _ in 0..<8 { permission.signal() } }

    func stop() {
        goOn()
        // Wakes the thread that waits for the next connection.
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }
}
