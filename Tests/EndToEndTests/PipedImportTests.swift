import Foundation
import Testing
import VNModel

/// What is imported from stdin.
@Suite("Imports from a pipe") struct PipedImportTests {
    private func start(
        _ workspace: Workspace, _ arguments: [String], _ pipe: Pipe
    ) throws -> Program {
        let environment = workspace.environment.merging(
            ["VNSYNC_STORE": workspace.path("a.db")]
        ) { $1 }
        return try Program(
            "vnsync", ["import", "-"] + arguments, environment: environment, pipe: pipe,
            folder: workspace.folder)
    }

    private func article(_ number: Int) -> String {
        let id = "01950000-0000-7000-8000-" + String(repeating: "0", count: 8) + "\(1000 + number)"
        return #"{"id":"\#(id)","type":"article","headline":"Tin số \#(number)","#
            + #""language":"vi","datePublished":"2025-02-11T06:30:00+07:00","body":[{"id":"b1","#
            + #""role":"paragraph","#
            + #""text":"Một câu."}],"publisher":{"type":"Organization","name":"Báo Vàm Xáng"}}"#
            + "\n"
    }

    #if os(Linux)
        @Test(
            "memory does not grow with what comes through a pipe"
        )
        func memory() async throws {
            let workspace = try Workspace()
            try await workspace.makeStore("a")
            let pipe = Pipe()
            let program = try start(workspace, ["--from", "jsonl", "--json"], pipe)
            let long = Data(repeating: UInt8(ascii: "a"), count: 9 << 20) + Data([0x0A])
            for number in 0..<28 {
                try pipe.fileHandleForWriting.write(contentsOf: Data(article(number).utf8))
                try pipe.fileHandleForWriting.write(contentsOf: long)
            }
            let status = try String(
                contentsOfFile: "/proc/\(program.identifier)/status", encoding: .utf8)
            try pipe.fileHandleForWriting.close()
            let outcome = await program.wait()
            #expect(outcome.status == 65)
            let report = try outcome.json
            #expect(report["articles"]?.integer == 28)
            #expect(report["failedCount"]?.integer == 28)
            let failed = try #require(report["failed"]?.array?.last)
            #expect(failed["line"]?.integer == 56)
            #expect(failed["source"]?.string == "-")
            #expect(failed["code"]?.string == "import.line-too-long")
            let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            let kibibytes = try #require(
                peak?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
            // 252 MiB came; the program, a line and its copies are what may be held.
            #expect(kibibytes < 128 << 10)
        }
    #endif

    @Test("a format is recognised however slowly a pipe begins")
    func slowly() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let feed = Programs.repository.appendingPathComponent("Fixtures/feeds/07-atom.xml")
        let bytes = try Data(contentsOf: feed)
        let pipe = Pipe()
        let program = try start(workspace, ["--json"], pipe)
        for byte in bytes.prefix(40) {
            try pipe.fileHandleForWriting.write(contentsOf: Data([byte]))
            try await Task.sleep(for: .milliseconds(2))
        }
        try pipe.fileHandleForWriting.write(contentsOf: bytes.dropFirst(40))
        try pipe.fileHandleForWriting.close()
        let report = try await program.wait().json
        // Comments that stand before what they answer need a second look at the feed.
        #expect(report["articles"]?.integer == 1)
        #expect(report["comments"]?.integer == 2)
        #expect(report["readOnce"]?.bool == false)
    }

    @Test("a long pipe says that it was read once where that matters, a file on stdin does not")
    func readOnce() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let pipe = Pipe()
        let program = try start(workspace, ["--from", "jsonl", "-n", "--lang", "en"], pipe)
        try pipe.fileHandleForWriting.write(contentsOf: Data(article(1).utf8))
        try pipe.fileHandleForWriting.close()
        let outcome = await program.wait()
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("read once"))
        let file = try await workspace.vnsync(
            "a", "import", "-", "-n", "--lang", "en", input: article(1))
        #expect(!file.errors.contains("read once"))
    }

    @Test("a feed in an encoding that it does not have tells nothing of itself on stderr")
    func silence() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        let path = "Fixtures/crashers/rss/encoding-that-is-none.xml"
        let feed = Programs.repository.appendingPathComponent(path).path
        let outcome = try await workspace.vnsync("a", "import", feed, "--json", expecting: nil)
        #expect(outcome.status == 65)
        #expect(!outcome.errors.contains("encod"))
    }
}
