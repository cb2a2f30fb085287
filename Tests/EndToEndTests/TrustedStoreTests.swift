import Foundation
import Testing
import VNModel

/// A hub that was made anew, and a store that still has what it held, from others.
@Suite("Trusted stores") struct TrustedStoreTests {
    /// A store with four articles that another wrote, and a hub that has lost them.
    private func lost() async throws -> (Workspace, Hub) {
        let workspace = try Workspace()
        var hub = try await Hub(workspace)
        let lines = (1...4).map { Content.article($0) }.joined(separator: "\n") + "\n"
        try await workspace.makeStore("author", hub: hub)
        try await workspace.vnsync("author", "import", workspace.write("start.jsonl", lines))
        try await workspace.vnsync("author", "sync")
        try await workspace.makeStore("desk", hub: hub)
        try await workspace.vnsync("desk", "sync")
        await hub.stop()
        hub = try await Hub(workspace, data: "anew.db")
        try await workspace.vnsync("desk", "remote", "set-url", "origin", hub.url)
        return (workspace, hub)
    }

    private func count(_ workspace: Workspace, _ store: String) async throws -> Int {
        try await workspace.vnsync(store, "list", "--json").lines.count
    }

    @Test("what a hub has lost a trusted store offers it, also after a refused deletion")
    func offers() async throws {
        let (workspace, hub) = try await lost()
        let refused = try await workspace.vnsync(
            "desk", "sync", "--max-delete", "3", "--json", expecting: 65)
        #expect(refused.errorCode == "sync.too-many-deletions")
        #expect(refused.errors.contains("remotes.NAME.trusted"), "\(refused.errors)")
        #expect(try await count(workspace, "desk") == 4)

        try await workspace.vnsync(
            "desk", "config", "set", "remotes.origin.trusted", "true", "--local")
        try await workspace.vnsync("desk", "sync", "--max-delete", "3")
        try await workspace.makeStore("reader", hub: hub)
        try await workspace.vnsync("reader", "sync")
        #expect(try await count(workspace, "desk") == 4)
        #expect(try await count(workspace, "reader") == 4)
        try await workspace.vnsync("desk", "verify", "--remote")
        await hub.stop()
    }

    @Test("a store that is not trusted takes what the hub has")
    func takes() async throws {
        let (workspace, hub) = try await lost()
        let trusted = try await workspace.vnsync(
            "desk", "config", "set", "remotes.origin.trusted", "perhaps", "--json", expecting: 78)
        #expect(trusted.errorCode == "config.invalid")
        try await workspace.vnsync("desk", "sync")
        #expect(try await count(workspace, "desk") == 0)
        await hub.stop()
    }

    @Test("an empty list says which setting leaves articles out")
    func limits() async throws {
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        try await workspace.vnsync(
            "a", "import", "-", "--from", "jsonl", input: Content.article(1) + "\n")
        try await workspace.vnsync("a", "config", "set", "publisher", "khac", "--local")
        try await workspace.vnsync("a", "config", "set", "section", "khac", "--local")
        let list = try await workspace.vnsync("a", "list")
        #expect(list.errors.contains("publisher = khac (store)"), "\(list.errors)")
        let search = try await workspace.vnsync("a", "search", "bài")
        #expect(search.errors.contains("section = khac (store)"), "\(search.errors)")
        let told = try await workspace.vnsync(
            "a", "list", "--publisher", "x", "--section", "thoi-su")
        #expect(!told.errors.contains("setting"), "\(told.errors)")
    }
}
