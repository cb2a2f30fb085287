import Foundation
import Testing
import VNModel
import VNStore
import VNSync
import VNSyncHTTP

/// Connections that break at every byte, between the real transport and the real daemon.
///
/// `VNSYNC_CUT_STRIDE=1` cuts at every byte; by default at every thirteenth, each run others.
@Suite("Cut connections", .serialized) struct CutTests {
    static let stride =
        Int(ProcessInfo.processInfo.environment["VNSYNC_CUT_STRIDE"] ?? "") ?? 13

    /// A store in this process and its engine.
    private struct Client {
        let store: ContentStore
        let transport: HTTPTransport
        let engine: SyncEngine

        init(_ workspace: Workspace, _ name: String, _ url: String) async throws {
            store = try await ContentStore.create(at: workspace.path("\(name).db"), name: name)
            try await store.addRemote("origin", url: url)
            transport = try HTTPTransport(url: url)
            engine = SyncEngine(store: store, remote: "origin", transport: transport)
        }

        /// Syncs until it succeeds; a connection that broke may be noticed by the next request.
        func sync() async throws -> SyncReport {
            for _ in 0..<3 {
                if let report = try? await engine.sync() { return report }
            }
            return try await engine.sync()
        }

        func headline(_ id: DocumentID) async throws -> String? {
            try await store.article(id)?.article.headline
        }

        func close() async throws {
            await transport.shutdown()
            try await store.close()
        }
    }

    private func with(
        _ body: (_ alice: Client, _ bob: Client, _ proxy: CuttingProxy, DocumentID) async throws
            -> Void
    ) async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        let proxy = try await CuttingProxy(to: hub.url)
        let alice = try await Client(workspace, "alice", proxy.url)
        let bob = try await Client(workspace, "bob", proxy.url)
        let id = try #require(DocumentID(Content.articleID(1)))
        let article = Article(
            id: id, headline: "Bài viết", datePublished: "2026-11-23T08:00:00+07:00",
            publisher: Agent(kind: .organization, id: "bao-thu", name: "Báo Thử"))
        try await alice.store.post(article)
        _ = try await alice.sync()
        _ = try await bob.sync()
        try await body(alice, bob, proxy, id)
        try await alice.close()
        try await bob.close()
        try await proxy.stop()
        let outcome = await hub.stop()
        #expect(outcome.status == 0)
        let check = try await workspace.start(
            "vnsyncd", ["check", "--data", workspace.path("hub.db")]
        ).wait()
        #expect(check.status == 0, "\(check.output)")
    }

    /// Cuts after more and more bytes, until nothing is cut any more.
    ///
    /// - Parameter body: tells whether nothing was cut.
    /// - Returns: how often was cut.
    private func cutting(_ body: (_ position: Int, _ edit: String) async throws -> Bool)
        async throws -> Int
    {
        var count = 0
        var position = Int.random(in: 0..<Self.stride)
        while try await !body(position, "Sửa lần \(count)") {
            count += 1
            position += Self.stride
        }
        return count
    }

    @Test(
        "a push that is cut at any byte, there or back, is made good by the next: taken once",
        arguments: [CuttingProxy.Direction.up, .down])
    func push(direction: CuttingProxy.Direction) async throws {
        try await with { alice, bob, proxy, id in
            let cuts = try await cutting { position, edit in
                try await alice.store.edit(id) { $0.headline = edit }
                proxy.arm(direction, after: position)
                let first = try? await alice.engine.sync()
                let isWhole = proxy.heal()
                let report = try await alice.sync()
                #expect((first?.pushed.changes ?? 0) + report.pushed.changes <= 1)
                #expect(try await alice.store.pendingCount() == 0, "cut at \(position)")
                #expect(report.pushed.merged == 0 && report.pushed.refused == 0)
                // Seen by others as it was written, without a conflict.
                _ = try await bob.sync()
                #expect(try await bob.headline(id) == edit, "cut at \(position)")
                #expect(try await bob.store.conflictCount() == 0)
                return isWhole
            }
            #expect(cuts > 600 / Self.stride)
        }
    }

    @Test(
        "a pull that is cut at any byte, there or back, is made good by the next: complete",
        arguments: [CuttingProxy.Direction.up, .down])
    func pull(direction: CuttingProxy.Direction) async throws {
        try await with { alice, bob, proxy, id in
            let cuts = try await cutting { position, edit in
                try await alice.store.edit(id) { $0.headline = edit }
                _ = try await alice.sync()
                proxy.arm(direction, after: position)
                let first = try? await bob.engine.sync()
                let isWhole = proxy.heal()
                let report = try await bob.sync()
                let pulled = (first?.pulled.documents ?? 0) + report.pulled.documents
                #expect(pulled <= 1, "what was committed does not come again")
                #expect(try await bob.headline(id) == edit, "cut at \(position)")
                #expect(try await bob.store.conflictCount() == 0)
                return isWhole
            }
            #expect(cuts > 400 / Self.stride)
        }
    }
}
