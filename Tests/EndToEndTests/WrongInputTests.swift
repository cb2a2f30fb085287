import Foundation
import Testing
import VNModel

/// Wrong input gets a coded error and an exit code, and leaves the store as it was.
@Suite("Wrong input") struct WrongInputTests {
    @Test(
        "a broken line is reported with its number and the lines around it are kept",
        arguments: [
            ("invalid UTF-8", [0x7B, 0x22, 0xFF, 0x22, 0x7D] as [UInt8]),
            ("NUL", Array(#"{"type":"article","headline":"a\u0000b"}"#.utf8)),
            ("wrong type", Array(#"{"type":"article","id":5,"headline":[]}"#.utf8)),
            ("truncated", Array(#"{"type":"article","head"#.utf8)),
            ("no object", Array("[1,2]".utf8)),
            ("unknown type", Array(#"{"type":"podcast"}"#.utf8)),
        ])
    func brokenLine(name: String, bytes: [UInt8]) async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        var data = Data((Content.article(1) + "\n").utf8)
        data.append(contentsOf: bytes)
        data.append(contentsOf: ("\n" + Content.article(2) + "\n").utf8)
        let path = workspace.path("broken.jsonl")
        try data.write(to: URL(fileURLWithPath: path))
        let outcome = try await workspace.vnsync("a", "import", path, "--json", expecting: 65)
        let failed = try outcome.json["failed"]?.array
        #expect(failed?.count == 1)
        #expect(failed?.first?["line"]?.integer == 2)
        #expect(failed?.first?["code"]?.string?.isEmpty == false)
        #expect(try await workspace.vnsync("a", "list", "--json").lines.count == 2)
        #expect(
            try await workspace.vnsync("a", "verify", "--deep", "--json").json["ok"]?.bool == true)
    }

    @Test("an article of ten megabytes is refused without harm to the others")
    func huge() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let text = String(repeating: "chữ ", count: 2_000_000)
        let line = Content.article(2).replacingOccurrences(of: "Tóm tắt của bài 2", with: text)
        let path = try workspace.write(
            "huge.jsonl", [Content.article(1), line, Content.article(3)].joined(separator: "\n"))
        let outcome = try await workspace.vnsync("a", "import", path, "--json", expecting: 65)
        #expect(try outcome.json["failed"]?.array?.first?["line"]?.integer == 2)
        #expect(try await workspace.vnsync("a", "list", "--json").lines.count == 2)
    }

    @Test("decomposed text is stored composed")
    func decomposed() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let line = Content.article(1, headline: "Tiếng Việt".decomposedStringWithCanonicalMapping)
        try await workspace.vnsync("a", "import", try workspace.write("nfd.jsonl", line))
        let read = try await workspace.vnsync("a", "read", Content.articleID(1), "--json")
        #expect(Data(read.output.utf8).range(of: Data("Tiếng Việt".utf8)) != nil)
    }

    @Test("files that are no stores are named and left alone")
    func noStore() async throws {
        let workspace = try Workspace()
        let missing = try await workspace.vnsync("none", "list", "--json", expecting: 10)
        #expect(missing.errorCode == "store.not-found")
        _ = try workspace.write("text.db", "đây không phải là cơ sở dữ liệu\n")
        let text = try await workspace.vnsync("text", "list", "--json", expecting: nil)
        #expect(text.errorCode == "store.not-a-store")
        #expect([65, 74, 78].contains(text.status))
        try await workspace.makeStore("newer")
        let path = workspace.path("newer.db")
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: 60)
        try file.write(contentsOf: Data([0, 0, 0, 99]))
        try file.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let newer = try await workspace.vnsync("newer", "list", "--json", expecting: 12)
        #expect(newer.errorCode == "store.newer-schema")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test("ids, options and fields that make no sense have their exit codes")
    func usage() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let lines = (1...2).map { Content.article($0) }.joined(separator: "\n")
        try await workspace.vnsync("a", "import", try workspace.write("two.jsonl", lines))
        try await workspace.vnsync("a", "lsit", expecting: 64)
        try await workspace.vnsync("a", "list", "--limit", "zehn", expecting: 64)
        try await workspace.vnsync("a", "read", "ffffffff", expecting: 66)
        let ambiguous = try await workspace.vnsync("a", "read", "01900000", "--json", expecting: 65)
        #expect(ambiguous.errorCode == "store.ambiguous-id")
        try await workspace.vnsync("a", "read", "019", expecting: 65)
        try await workspace.vnsync(
            "a", "edit", Content.articleID(1), "--set", "colour=red", expecting: 65)
        try await workspace.vnsync("a", "import", workspace.path("absent.jsonl"), expecting: 66)
        try await workspace.vnsync("a", "pull", "nowhere", expecting: nil)
    }

    @Test(
        "an error says which of a command's actions could not be done",
        arguments: [
            (["held", "show", "9"], "cannot show the held change"),
            (["held", "retry", "9"], "cannot retry the held change"),
            (["held", "discard", "9"], "cannot discard the held change"),
            (["remote", "remove", "x"], "cannot remove the remote"),
            (["remote", "test", "x"], "cannot test the remote"),
            (["remote", "set-url", "x", "http://127.0.0.1:9"], "cannot give the remote another"),
        ])
    func purposes(arguments: [String], text: String) async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let outcome = try await workspace.vnsync("a", arguments, expecting: 66)
        #expect(outcome.errors.hasPrefix("vnsync: \(text)"), "\(outcome.errors)")
    }

    @Test("a read-only directory and a full disk have their exit codes", .enabled(if: isRoot))
    func disk() async throws {
        let workspace = try Workspace()
        let mount = workspace.path("small")
        try FileManager.default.createDirectory(
            atPath: mount, withIntermediateDirectories: true)
        guard try shell("mount -t tmpfs -o size=1m tmpfs '\(mount)'") else { return }
        defer { _ = try? shell("umount '\(mount)'") }
        try await workspace.vnsync("small/a", "init")
        let lines = (1...400).map { Content.article($0, paragraphs: 20) }
        let path = try workspace.write("many.jsonl", lines.joined(separator: "\n"))
        let full = try await workspace.vnsync("small/a", "import", path, "--json", expecting: 74)
        #expect(full.errorCode == "store.disk-full")
        try await workspace.vnsync("small/a", "list")
        guard try shell("mount -o remount,ro '\(mount)'") else { return }
        let readOnly = try await workspace.vnsync("small/b", "init", "--json", expecting: 74)
        #expect(readOnly.errorCode == "store.read-only")
    }

    static let isRoot = getuid() == 0

    private func shell(_ command: String) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
