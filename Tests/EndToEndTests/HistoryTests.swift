import Foundation
import Testing
import VNModel

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Log, graph and differences of two stores that edited one article at the same time.
@Suite("History") struct HistoryTests {
    @Test("two editors at once: the log, the graph, the picture and the differences tell it")
    func concurrentEditors() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        for store in ["a", "b"] { try await workspace.makeStore(store, hub: hub) }
        let id = Content.articleID(1)
        try await workspace.vnsync(
            "a", "import", try workspace.write("one.jsonl", Content.article(1) + "\n"))
        for store in ["a", "b"] { try await workspace.vnsync(store, "sync") }
        try await workspace.vnsync("a", "edit", id, "--set", "headline=Bài do An sửa")
        try await workspace.vnsync("b", "edit", id, "--set", "headline=Bài do Bình sửa")
        try await workspace.vnsync("b", "edit", id, "--block", "2=Đoạn 2 mới của bài số 1.")

        // Before the sync: what b changed.
        let changed = try await workspace.vnsync("b", "diff", id)
        #expect(changed.output.contains("headline: Bài [-viết số 1-]{+do Bình sửa+}"))
        #expect(changed.output.contains("body/p2: Đoạn 2 {+mới +}của bài số 1."))
        let json = try await workspace.vnsync("b", "diff", id, "--json").json
        #expect(json["v"]?.integer == 1 && json["from"]?["at"]?.string == "lastSync")
        #expect(json["fields"]?.array?.first?["words"]?.array?.count == 3)
        #expect(json["blocks"]?.array?.first?["change"] == .array([.string("edited")]))
        for store in ["a", "b", "a"] { try await workspace.vnsync(store, "sync") }
        #expect(try await workspace.vnsync("b", "diff", id).output.isEmpty)

        try await workspace.vnsync("a", "resolve", id, "--take", "remote")
        let log = try await workspace.vnsync("a", "log", id, "--json").lines
        #expect(log.first?["changes"]?.array?.first?["resolves"]?.bool == true)
        #expect(log.first?["outcome"]?.string == "pending")
        #expect(log.contains { $0["remote"]?.string == "origin" && $0["dots"]?.array?.count == 2 })
        let text = try await workspace.vnsync("a", "log", id)
        #expect(text.output.contains("settles headline"))
        #expect(
            text.output.contains(
                "headline: Bài do An sửa | Bài do Bình sửa → Bài do Bình sửa")
                || text.output.contains(
                    "headline: Bài do Bình sửa | Bài do An sửa → Bài do Bình sửa")
        )

        try await expectGraph(workspace, id)
        try await expectRanges(workspace, id)
        await hub.stop()
    }

    private func expectGraph(_ workspace: Workspace, _ id: String) async throws {
        let graph = try await workspace.vnsync("a", "log", id, "--graph")
        #expect(graph.output.hasPrefix("◆"))
        #expect(graph.output.contains("├─╮") && graph.output.contains("├─╯"))
        #expect(!graph.output.contains("\u{1B}"))
        let plain = try workspace.start(
            "vnsync", ["log", id, "--graph", "--color", "always"],
            environment: ["VNSYNC_STORE": workspace.path("a.db"), "LANG": "C"])
        let ascii = await plain.wait()
        #expect(ascii.output.contains("\u{1B}[") && !ascii.output.contains("├"))
        let nodes = try await workspace.vnsync("a", "log", id, "--graph", "--json").lines
        #expect(nodes.count == 5)
        #expect(nodes.first?["parents"]?.array?.count == 2)
        #expect(nodes.first?["resolves"] == .array([.string("headline")]))
        #expect(nodes.last?["parents"]?.array?.isEmpty == true)

        let file = workspace.path("graph.svg")
        try await workspace.vnsync("a", "log", id, "--graph", "--svg", file)
        let svg = try String(contentsOfFile: file, encoding: .utf8)
        #expect(svg.hasPrefix("<svg") && svg.contains("<title") && svg.contains("<desc"))
        #expect(svg.contains("prefers-color-scheme: dark"))
        #expect(svg.components(separatedBy: "<circle").count == 6)
        #expect(XMLParser(data: Data(svg.utf8)).parse())
        let direct = try await workspace.vnsync("a", "log", id, "--svg")
        #expect(direct.output.contains("</svg>"))

    }

    private func expectRanges(_ workspace: Workspace, _ id: String) async throws {
        let nodes = try await workspace.vnsync("a", "log", id, "--graph", "--json").lines
        let own = try #require(nodes.first?["replica"]?.string)
        let counter = try #require(nodes.first?["counter"]?.integer)
        let single = try await workspace.vnsync("a", "diff", id, "\(own.prefix(5)):\(counter)")
        #expect(single.output.contains("no longer in conflict: headline"))
        let range = try await workspace.vnsync("a", "diff", id, "1..\(counter)", "--json").json
        #expect(range["to"]?["counter"]?.integer == counter)
        let wrong = try await workspace.vnsync("a", "diff", id, "99", "--json", expecting: 66)
        #expect(wrong.errorCode == "store.no-such-change")
        try await workspace.vnsync("a", "diff", id, "x..y", expecting: 64)
    }
}
