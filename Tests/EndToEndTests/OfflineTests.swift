import Foundation
import Testing
import VNModel

/// Without a hub everything local works, and nothing is lost by trying.
@Suite("Offline") struct OfflineTests {
    @Test("every local command works while the hub is off, and a push says what is queued")
    func hubOff() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        try await workspace.makeStore("a", hub: hub)
        await hub.stop()
        let file = try workspace.write(
            "one.jsonl", Content.article(1) + "\n" + Content.comment(1, on: 1) + "\n")
        let (article, comment) = (Content.articleID(1), Content.commentID(1))
        try await workspace.vnsync("a", "import", file)
        let posted = try await workspace.vnsync(
            "a", "post", "-", "--publisher", "Báo Thử", "--json",
            input: "# Tin viết trên tàu\n\nĐoạn dẫn.\n\nMột đoạn thân bài.\n")
        #expect(try posted.json["pending"]?.bool == true)
        for arguments in [
            ["list"], ["list", "comments"], ["list", "sections"], ["read", article, "--comments"],
            ["search", "bai viet"], ["mark", article, "star"], ["status"], ["log"], ["conflicts"],
            ["edit", article, "--set", "headline=Đầu đề mới"], ["withdraw", article],
            ["publish", article], ["comment", article, "Chào", "--as", "An"],
            ["reply", comment, "Đáp", "--as", "Bình"], ["moderate", "approve", comment],
            ["delete", article], ["undelete", article], ["held"], ["replicas"], ["stats"],
            ["verify", "--deep"], ["doctor", "--offline"], ["export"], ["version"],
        ] {
            let program = try workspace.start(
                "vnsync", arguments, environment: ["VNSYNC_STORE": workspace.path("a.db")])
            let outcome = await program.wait()
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
        let pending = try await workspace.vnsync("a", "status", "--json").json["pending"]?.integer
        let push = try await workspace.vnsync("a", "push", expecting: 69)
        #expect(push.errors.contains("queued") || push.errors.contains("hàng đợi"))
        let json = try await workspace.vnsync("a", "push", "--json", expecting: 69)
        #expect(json.errorCode == "remote.unavailable")
        let after = try await workspace.vnsync("a", "status", "--json").json["pending"]?.integer
        #expect(after == pending && after != 0)
        try await hub.restart()
        try await workspace.vnsync("a", "push")
        #expect(try await workspace.vnsync("a", "status", "--json").json["pending"]?.integer == 0)
        await hub.stop()
    }

    @Test("a refused comment is held with its reason, ninety-nine others arrive, exit 4")
    func refused() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        for store in ["a", "b"] { try await workspace.makeStore(store, hub: hub) }
        let articles = (1...2).map { Content.article($0) }.joined(separator: "\n") + "\n"
        try await workspace.vnsync("a", "import", try workspace.write("articles.jsonl", articles))
        for store in ["a", "b"] { try await workspace.vnsync(store, "sync") }
        try await workspace.vnsync(
            "b", "edit", Content.articleID(2), "--set", "commentPolicy=closed")
        try await workspace.vnsync("b", "sync")
        let comments = (1...100).map { Content.comment($0, on: $0 == 50 ? 2 : 1) }
        let file = try workspace.write("comments.jsonl", comments.joined(separator: "\n") + "\n")
        try await workspace.vnsync("a", "import", file)
        let report = try await workspace.vnsync("a", "push", "--json", expecting: 4)
        let pushed = try report.json["pushed"]
        #expect(pushed?["refused"]?.integer == 1)
        #expect((pushed?["applied"]?.integer ?? 0) + (pushed?["merged"]?.integer ?? 0) == 99)
        let held = try await workspace.vnsync("a", "held", "--json").lines
        #expect(held.count == 1)
        #expect(held.first?["code"]?.string == "comments-closed")
        let status = try await workspace.vnsync("a", "status", "--json").json
        #expect(status["pending"]?.integer == 0)
        #expect(status["refused"]?.integer == 1)
        try await workspace.vnsync("b", "sync")
        let arrived = try await workspace.vnsync(
            "b", "list", "comments", "--limit", "200", "--json")
        #expect(try arrived.lines.count == 99)
        #expect(
            try await workspace.vnsync("a", "verify", "--deep", "--json").json["ok"]?.bool == true)
        await hub.stop()
    }

    @Test("a store that was copied takes a new id, says so, and loses nothing")
    func copied() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        try await workspace.makeStore("a", hub: hub)
        try await workspace.vnsync("a", "import", try workspace.write("x", Content.article(1)))
        try await workspace.vnsync("a", "sync")
        try FileManager.default.copyItem(
            atPath: workspace.path("a.db"), toPath: workspace.path("b.db"))
        try await workspace.vnsync("b", "edit", Content.articleID(1), "--set", "headline=Ở bản sao")
        let rehearsal = try await workspace.vnsync("b", "sync", "-n", "--json").json
        #expect(rehearsal["recovery"]?["reason"]?.string == "copied")
        let report = try await workspace.vnsync("b", "sync", "--json").json
        #expect(report["recovery"]?["reason"]?.string == "copied")
        #expect(report["recovery"]?["complete"]?.bool == true)
        #expect(report["pushed"]?["applied"]?.integer == 1)
        try await workspace.vnsync("a", "sync")
        let shown = try await workspace.vnsync("a", "read", Content.articleID(1), "--json").json
        #expect(shown["article"]?["headline"]?.string == "Ở bản sao")
        await hub.stop()
    }

    @Test("a copy of a store that was written to apart, put back, loses neither writing")
    func branches() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        try await workspace.makeStore("a", hub: hub)
        let article = Content.articleID(1)
        try await workspace.vnsync("a", "import", try workspace.write("x", Content.article(1)))
        try FileManager.default.copyItem(
            atPath: workspace.path("a.db"), toPath: workspace.path("copy.db"))
        try await workspace.vnsync("copy", "edit", article, "--set", "headline=Ở bản chép")
        try await workspace.vnsync("a", "edit", article, "--set", "headline=Ở kho")
        let restored = try await workspace.vnsync("a", "restore", workspace.path("copy.db"))
        #expect(restored.output.contains("vnsync held"))
        let read = try await workspace.vnsync("a", "read", article)
        #expect(read.output.contains("Ở bản chép"))
        let held = try await workspace.vnsync("a", "held")
        #expect(held.output.contains("branched"))
        try await workspace.vnsync("a", "sync")
        try await workspace.vnsync("a", "held", "retry", "1")
        try await workspace.vnsync("a", "sync")
        try await workspace.makeStore("b", hub: hub)
        try await workspace.vnsync("b", "sync")
        let arrived = try await workspace.vnsync("b", "read", article)
        #expect(arrived.output.contains("Ở kho") && !arrived.output.contains("Ở bản chép"))
        await hub.stop()
    }

    @Test("a hub that is put back while it runs gets again what its backup does not hold")
    func restoredHub() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        try await workspace.makeStore("a", hub: hub)
        try await workspace.vnsync("a", "import", try workspace.write("x", Content.article(1)))
        try await workspace.vnsync("a", "sync")
        try await workspace.vnsync("hub", "backup", workspace.path("backup.db"))
        try await workspace.vnsync("a", "import", try workspace.write("y", Content.article(2)))
        try await workspace.vnsync("a", "sync")
        let data = workspace.path("hub.db")
        let restored = try await workspace.start(
            "vnsyncd", ["restore", workspace.path("backup.db"), "--data", data, "--json"]
        ).wait()
        #expect(restored.status == 0)
        #expect(try restored.json["recovering"]?.string != nil)
        let outcome = try await workspace.vnsync("a", "sync")
        #expect(outcome.output.contains("put back or made anew"))
        try await workspace.makeStore("b", hub: hub)
        let pulled = try await workspace.vnsync("b", "sync", "--json").json
        #expect(pulled["pulled"]?["new"]?.integer == 2)
        let closed = try await workspace.start(
            "vnsyncd", ["recovery", "--data", data, "--close", "--json"]
        ).wait()
        #expect(try closed.json["recovering"] == nil)
        await hub.stop()
    }
}
