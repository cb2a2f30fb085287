import Foundation
import Testing
import VNModel
import VNStore

/// Real daemons on loopback that replicate with each other, with a store at each.
@Suite("Chains and rings of hubs", .serialized) struct HubChainTests {
    private struct Net {
        let workspace: Workspace
        let hubs: [Hub]

        /// The number of documents and the sum of digests that each hub's file holds.
        func sums() async throws -> [DigestSum] {
            var sums: [DigestSum] = []
            for number in hubs.indices {
                let path = workspace.path("hub\(number).db")
                let sum = try await ContentStore.open(at: path).use { store in
                    try await store.read { try $0.digestSum() }
                }
                sums.append(sum)
            }
            return sums
        }

        /// Waits until all hubs hold the same documents, so many.
        func agree(
            _ count: UInt64, within limit: Double = 60,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let start = Date()
            var last: [DigestSum] = []
            while Date().timeIntervalSince(start) < limit {
                last = (try? await sums()) ?? []
                if Set(last).count == 1, last.first?.count == count { return }
                try await Task.sleep(for: .milliseconds(100))
            }
            Issue.record("the hubs do not agree: \(last)", sourceLocation: sourceLocation)
        }
    }

    /// Three hubs, each with the one before as its upstream, the first with the last in a ring;
    /// and a store at each.
    private func net(isRing: Bool) async throws -> Net {
        let workspace = try Workspace()
        var hubs: [Hub] = []
        for number in 0..<3 {
            hubs.append(
                try await Hub(
                    workspace, data: "hub\(number).db", upstreams: hubs.last.map { [$0.url] } ?? [])
            )
        }
        if isRing {
            await hubs[0].stop()
            try await hubs[0].restart(upstreams: [hubs[2].url])
        }
        for (name, hub) in zip(["a", "b", "c"], hubs) {
            try await workspace.makeStore(name, hub: hub)
        }
        return Net(workspace: workspace, hubs: hubs)
    }

    @Test(
        "edits at each hub arrive at all, also when one is killed meanwhile",
        arguments: [
            false, true,
        ])
    func converges(isRing: Bool) async throws {
        let net = try await net(isRing: isRing)
        let workspace = net.workspace
        for (number, name) in ["a", "b", "c"].enumerated() {
            try await workspace.vnsync(
                name, "import", "-", input: Content.article(number + 1) + "\n")
            try await workspace.vnsync(name, "sync")
        }
        try await net.agree(3)
        for name in ["a", "b", "c"] { try await workspace.vnsync(name, "sync") }
        // One article edited at all three, while the hub in the middle dies.
        for (name, text) in [("a", "An"), ("b", "Bình"), ("c", "Chi")] {
            try await workspace.vnsync(
                name, "edit", Content.articleID(1), "--set", "headline=\(text) đặt tên")
            try await workspace.vnsync(
                name, "comment", Content.articleID(2), "\(text) góp ý", "--as", text)
        }
        try await workspace.vnsync("a", "sync")
        await net.hubs[1].kill()
        try await workspace.vnsync("c", "sync")
        try await workspace.vnsync("b", "sync", expecting: nil)
        try await net.hubs[1].restart()
        try await workspace.vnsync("b", "sync")
        try await net.agree(6)
        var views: Set<String> = []
        for name in ["a", "b", "c"] {
            try await workspace.vnsync(name, "sync")
            let conflicts = try await workspace.vnsync(name, "conflicts", "--json").output
            #expect(conflicts.contains("headline"))
            let thread = try await workspace.vnsync(
                name, "read", Content.articleID(2), "--comments", "--json")
            views.insert(conflicts + thread.output)
        }
        #expect(views.count == 1)
        // A store that goes to another hub has nothing to push again.
        try await workspace.vnsync("a", "remote", "set-url", "origin", net.hubs[2].url)
        let moved = try await workspace.vnsync("a", "sync", "--json").json
        #expect(moved["pushed"]?["changes"]?.integer == 0)
        try await net.agree(6)
        for hub in net.hubs { await hub.stop() }
        for number in 0..<3 {
            let check = try workspace.start(
                "vnsyncd", ["check", "--data", workspace.path("hub\(number).db"), "--json"])
            #expect(await check.wait().status == 0)
        }
    }

    @Test("an upstream that is no address stops the daemon at once")
    func badUpstream() async throws {
        let workspace = try Workspace()
        let daemon = try workspace.start(
            "vnsyncd",
            [
                "serve", "--data", workspace.path("hub.db"), "--listen", "127.0.0.1:0", "--open",
                "--upstream", "ftp://hub", "--json",
            ])
        let outcome = await daemon.wait()
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("daemon.bad-upstream"))
    }
}
