import Foundation
import Testing
import VNModel

/// A client that was written in another language from `Schema/wire-protocol.md` alone.
@Suite("A foreign client") struct ForeignClientTests {
    private static let tools = Programs.repository.appendingPathComponent("Tools/client").path

    /// Runs a file of `Tools/client`.
    @discardableResult
    private func python(
        _ workspace: Workspace, _ file: String, _ arguments: String..., expecting status: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let program = try workspace.start(
            "/usr/bin/env", ["python3", "\(Self.tools)/\(file)"] + arguments)
        let outcome = await program.wait()
        #expect(
            outcome.status == status, "\(arguments): \(outcome.errors)",
            sourceLocation: sourceLocation)
        return outcome
    }

    private func id(_ outcome: Outcome) -> String {
        outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("it reads and refuses every vector as it should")
    func vectors() async throws {
        let folder = Programs.repository.appendingPathComponent("Fixtures/wire/v1").path
        let outcome = try await python(try Workspace(), "wire.py", folder)
        #expect(outcome.output.contains("vectors are as they should be"))
    }

    @Test("the description of the endpoint fits every vector, and none whose shape is wrong")
    func description() async throws {
        let schema = Programs.repository.appendingPathComponent("Schema/openapi.yaml").path
        let folder = Programs.repository.appendingPathComponent("Fixtures/wire/v1").path
        let outcome = try await python(try Workspace(), "openapi.py", schema, folder)
        #expect(outcome.output.contains("vectors were held against the schemas, 0 mistakes"))
    }

    @Test("it and our own store exchange articles, comments and a conflict, and end equal")
    func exchange() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        try await workspace.makeStore("a", hub: hub)
        let (store, url) = (workspace.path("p.json"), hub.url)
        let article = id(try await python(workspace, "client.py", store, url, "post", "Một"))
        try await python(workspace, "client.py", store, url, "sync")
        try await workspace.vnsync("a", "sync")
        // Both change the same register, neither has seen the other.
        try await python(
            workspace, "client.py", store, url, "set", article, "headline", "\"Từ Python\"")
        try await workspace.vnsync("a", "edit", article, "--set", "headline=Từ Swift")
        try await workspace.vnsync("a", "comment", article, "Hay \t\"thật\"", "--as", "An")
        try await workspace.vnsync("a", "sync")
        let comment = id(
            try await python(workspace, "client.py", store, url, "comment", article, "Đồng ý"))
        for _ in 0..<2 {
            let synced = try await python(workspace, "client.py", store, url, "sync").json
            #expect(synced["repaired"] == .integer(0) && synced["refused"] == .integer(0))
            try await workspace.vnsync("a", "sync")
        }
        let live = try await python(workspace, "client.py", store, url, "get", article, "headline")
        #expect(live.output == "[\"Từ Python\",\"Từ Swift\"]\n")
        #expect(
            try await workspace.vnsync("a", "status", "--json").json["conflicts"] == .integer(1))
        let list = try await workspace.vnsync("a", "list", "comments", "--json")
        #expect(list.output.contains(comment))
        let verified = try await workspace.vnsync("a", "verify", "--remote", "--json").json
        #expect(verified["ok"] == .bool(true), "\(verified)")
        await hub.stop()
    }

    @Test("what it lost is found by comparing digests, and what is refused is given back")
    func repair() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        try await workspace.makeStore("a", hub: hub)
        let articles = (1...90).map { Content.article($0) }.joined(separator: "\n") + "\n"
        try await workspace.vnsync("a", "import", try workspace.write("articles.jsonl", articles))
        try await workspace.vnsync(
            "a", "edit", Content.articleID(7), "--set", "commentPolicy=closed")
        try await workspace.vnsync("a", "sync")
        let (store, url) = (workspace.path("p.json"), hub.url)
        let first = try await python(workspace, "client.py", store, url, "sync").json
        #expect(first["documents"] == .integer(90) && first["repaired"] == .integer(0))
        // Somebody's editor tears a document out of the file.
        let file = URL(fileURLWithPath: store)
        let text = try String(contentsOf: file, encoding: .utf8)
        let lost = "\"\(Content.articleID(30))\":{\"kind\""
        #expect(text.contains(lost))
        try text.replacing(lost, with: "\"00000000-0000-7000-8000-000000000000\":{\"kind\"")
            .write(to: file, atomically: true, encoding: .utf8)
        try await python(
            workspace, "client.py", store, url, "comment", Content.articleID(7), "Muộn")
        let second = try await python(workspace, "client.py", store, url, "sync").json
        #expect(second["refused"] == .integer(1) && second["repaired"] == .integer(2))
        let third = try await python(workspace, "client.py", store, url, "sync").json
        #expect(third["documents"] == .integer(90) && third["repaired"] == .integer(0))
        #expect(third["sum"] == first["sum"])
        await hub.stop()
    }

    @Test("a hub that was made anew gets everything again; a copied file is refused")
    func lifecycle() async throws {
        let workspace = try Workspace()
        let (hub, other) = (try await Hub(workspace), try await Hub(workspace, data: "anew.db"))
        let store = workspace.path("p.json")
        let article = id(try await python(workspace, "client.py", store, hub.url, "post", "Một"))
        try await python(workspace, "client.py", store, hub.url, "sync")
        try FileManager.default.copyItem(atPath: store, toPath: workspace.path("copy.json"))
        let again = try await python(workspace, "client.py", store, other.url, "sync").json
        #expect(again["documents"] == .integer(1))
        let url = other.url
        let copy = workspace.path("copy.json")
        for (path, value, status) in [(store, "\"Gốc\"", 0 as Int32), (copy, "\"Chép\"", 1)] {
            try await python(workspace, "client.py", path, url, "set", article, "headline", value)
            let outcome = try await python(
                workspace, "client.py", path, url, "sync", expecting: status)
            #expect(outcome.errors.contains("hub.forked") == (status == 1), "\(outcome.errors)")
        }
        await hub.stop()
        await other.stop()
    }
}
