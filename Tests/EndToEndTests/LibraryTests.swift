import Foundation
import Testing
import VNModel
import VNStore
import VNSync
import VNSyncHTTP

/// The README's example of the library, for real.
@Suite("Library") struct LibraryTests {
    @Test("an app opens a store, lists, edits and syncs with a hub")
    func example() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        try await workspace.makeStore("app", hub: hub)
        let lines = (1...3).map { Content.article($0) }.joined(separator: "\n")
        try await workspace.vnsync("app", "import", try workspace.write("three", lines))

        let store = try await ContentStore.open(at: workspace.path("app.db"))
        var query = ArticleQuery()
        query.section = "thoi-su"
        let listed = try await store.articles(query).elements
        #expect(listed.count == 3)
        let id = try #require(listed.first?.id)
        try await store.edit(id) { $0.headline = "Một đầu đề khác" }

        let transport = try HTTPTransport(url: hub.url)
        let engine = SyncEngine(store: store, remote: "origin", transport: transport)
        let report = try await engine.sync()
        #expect(report.pushed.changes == 4)
        #expect(report.pushed.refused == 0)
        await transport.shutdown()
        try await store.close()
        await hub.stop()
    }
}
