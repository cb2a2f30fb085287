import Foundation
import Testing
import VNModel

/// With `-n` a command does everything but keep it.
@Suite("Dry runs") struct DryRunTests {
    /// A store with an article to delete, one that is deleted, one that takes no comments, a
    /// conflict, a held change, and changes that wait.
    private struct Stage {
        let workspace: Workspace
        let hub: Hub

        init() async throws {
            workspace = try Workspace()
            hub = try await Hub(workspace)
            for store in ["a", "b"] { try await workspace.makeStore(store, hub: hub) }
            let lines = (1...4).map { Content.article($0) } + [Content.comment(1, on: 1)]
            let file = try workspace.write("all.jsonl", lines.joined(separator: "\n") + "\n")
            try await workspace.vnsync("a", "import", file)
            for store in ["a", "b"] { try await workspace.vnsync(store, "sync") }
            let (first, second) = (Content.articleID(1), Content.articleID(2))
            try await workspace.vnsync("b", "edit", second, "--set", "commentPolicy=closed")
            try await workspace.vnsync("b", "edit", first, "--set", "headline=Của Bình")
            try await workspace.vnsync("a", "edit", first, "--set", "headline=Của An")
            try await workspace.vnsync("a", "comment", second, "Muộn rồi", "--as", "An")
            try await workspace.vnsync("b", "sync")
            try await workspace.vnsync("a", "sync", expecting: 4)
            try await workspace.vnsync("a", "delete", Content.articleID(4))
            try await workspace.vnsync("a", "mark", Content.articleID(3), "star")
        }

        /// Everything that a writer could have changed, as commands show it.
        func state() async throws -> [String] {
            var state: [String] = []
            for arguments in [
                ["status"], ["list"], ["list", "comments"], ["log"], ["conflicts"], ["held"],
                ["remote", "list"],
            ] {
                state.append(try await run(arguments + ["--json"]).output)
            }
            let files = FileManager.default
            state += try files.contentsOfDirectory(atPath: workspace.folder.path)
                .filter { !$0.hasPrefix("hub.db") && !$0.hasPrefix("b.db") }.sorted()
            return state
        }

        func run(_ arguments: [String], input: String? = nil) async throws -> Outcome {
            let program = try workspace.start(
                "vnsync", arguments, input: input,
                environment: ["VNSYNC_STORE": workspace.path("a.db")])
            return await program.wait()
        }

        /// Tries a command, which must change nothing, and then runs it, which must answer the
        /// same.
        func tryAndRun(_ arguments: [String], input: String? = nil) async throws {
            let before = try await state()
            let tried = try await run(arguments + ["-n", "--json"], input: input)
            #expect(tried.status == 0, "\(arguments): \(tried.errors)")
            let after = try await state()
            #expect(after == before, "\(arguments)")
            let real = try await run(arguments + ["--json"], input: input)
            #expect(real.status == 0, "\(arguments): \(real.errors)")
            let (mine, theirs) = (try tried.json, try real.json)
            #expect(mine["dryRun"]?.bool == true && theirs["dryRun"] == nil, "\(arguments)")
            let keys = Set(theirs.object?.members.map(\.key) ?? [])
            let triedKeys = Set(mine.object?.members.map(\.key) ?? [])
            #expect(keys.isSubset(of: triedKeys), "\(arguments)")
            for key in ["counter", "pending", "name", "url", "ids", "action", "number"] {
                #expect(mine[key] == theirs[key], "\(arguments): \(key)")
            }
        }

        /// Tries and runs a command that must fail, the same way both times.
        func fail(_ arguments: [String], _ code: String, _ status: Int32) async throws {
            let before = try await state()
            for extra in [["-n"], []] {
                let outcome = try await run(arguments + extra + ["--json"])
                #expect(outcome.errorCode == code, "\(arguments) \(extra): \(outcome.errors)")
                #expect(outcome.status == status, "\(arguments) \(extra)")
                #expect(outcome.output.isEmpty, "\(arguments) \(extra)")
            }
            let after = try await state()
            #expect(after == before, "\(arguments)")
        }
    }

    @Test("writers change nothing and answer what the real run answers")
    func writers() async throws {
        let stage = try await Stage()
        let (first, third, fourth) = (
            Content.articleID(1), Content.articleID(3), Content.articleID(4)
        )
        let comment = Content.commentID(1)
        try await stage.tryAndRun(
            ["post", "-", "--publisher", "Báo Thử"], input: "# Chợ nổi\n\nĐoạn dẫn.\n\nThân bài.\n")
        try await stage.tryAndRun(["edit", third, "--set", "headline=Đầu đề mới"])
        try await stage.tryAndRun(["edit", comment, "--set", "text=Viết lại"])
        try await stage.tryAndRun(["withdraw", third])
        try await stage.tryAndRun(["publish", third])
        try await stage.tryAndRun(["publish", third])
        try await stage.tryAndRun(["undelete", fourth])
        try await stage.tryAndRun(["delete", fourth])
        try await stage.tryAndRun(["comment", third, "Hay quá", "--as", "An"])
        try await stage.tryAndRun(["reply", comment, "Đúng vậy", "--as", "An"])
        try await stage.tryAndRun(["moderate", "approve", comment])
        try await stage.tryAndRun(["mark", first, third, "read"])
        try await stage.tryAndRun(["resolve", first, "--take", "local"])
        let held = try await stage.run(["held", "--json"]).lines.first?["number"]?.integer
        let number = "\(try #require(held))"
        try await stage.tryAndRun(["held", "retry", number])
        let file = try stage.workspace.write("more.jsonl", Content.article(9) + "\n")
        try await stage.tryAndRun(["import", file])
        try await stage.tryAndRun(["remote", "add", "other", "http://127.0.0.1:9"])
        try await stage.tryAndRun(["remote", "set-url", "other", "http://127.0.0.1:99"])
        try await stage.tryAndRun(["remote", "remove", "other"])
        await stage.hub.stop()
    }

    @Test("discarding is tried too")
    func discard() async throws {
        let stage = try await Stage()
        let held = try await stage.run(["held", "--json"]).lines.first?["number"]?.integer
        try await stage.tryAndRun(["held", "discard", "\(try #require(held))"])
        #expect(try await stage.run(["held", "--json"]).output.isEmpty)
        await stage.hub.stop()
    }

    @Test("what the real run refuses, the dry run refuses with the same code and status")
    func refusals() async throws {
        let stage = try await Stage()
        let (first, second, third, fourth) = (
            Content.articleID(1), Content.articleID(2), Content.articleID(3), Content.articleID(4)
        )
        let comment = Content.commentID(1)
        let broken = try stage.workspace.write("broken.json", #"{"headline":7}"#)
        for (arguments, code, status): ([String], String, Int32) in [
            (["comment", second, "Vẫn muộn"], "store.comments-closed", 65),
            (["comment", fourth, "Đã xóa"], "store.invalid-request", 65),
            (["reply", "ffffffff", "Ai"], "store.no-such-document", 66),
            (["edit", fourth, "--set", "headline=Khác"], "cli.bad-input", 65),
            (["edit", first, "--set", "color=đỏ"], "form.invalid", 65),
            (["publish", fourth], "store.invalid-request", 65),
            (["withdraw", fourth], "store.invalid-request", 65),
            (["delete", fourth], "store.invalid-request", 65),
            (["delete", "0190"], "store.ambiguous-id", 65),
            (["undelete", first], "store.invalid-request", 65),
            (["undelete", comment], "store.invalid-request", 65),
            (["moderate", "spam", comment, "ffffffff"], "store.no-such-document", 66),
            (["resolve", first, "--take", "7"], "store.invalid-request", 65),
            (["resolve", third, "--take", "local"], "store.invalid-request", 65),
            (["resolve", first, "--take", "both"], "store.invalid-request", 65),
            (["held", "retry", "99"], "store.no-such-held-change", 66),
            (["held", "discard", "99"], "store.no-such-held-change", 66),
            (["mark", "ffffffff", "read"], "store.no-such-document", 66),
            (["post", broken], "content.invalid", 65),
            (["import", stage.workspace.path("absent")], "cli.unreadable", 66),
            (["remote", "add", "origin", "http://127.0.0.1:9"], "store.remote-exists", 65),
            (["remote", "add", "x", "ftp://nowhere"], "remote.address", 78),
            (["remote", "remove", "x"], "store.no-such-remote", 66),
            (["remote", "set-url", "x", "http://127.0.0.1:9"], "store.no-such-remote", 66),
            (["config", "set", "limit", "viele"], "config.invalid", 78),
            (["config", "set", "colour", "never"], "config.unknown-key", 78),
            (["config", "set", "colour"], "config.unknown-key", 78),
            (["init", stage.workspace.path("a.db")], "store.exists", 65),
            (["init", stage.workspace.path("a.db/new.db")], "store.read-only", 74),
            (["clone", stage.hub.url, stage.workspace.path("a.db")], "store.exists", 65),
            (["pull", "--remote", "x"], "store.no-such-remote", 66),
            (["pull", "--token-file", stage.workspace.path("absent")], "cli.token-file", 78),
            (["pull", "--since", "hôm nào"], "cli.usage", 64),
        ] {
            try await stage.fail(arguments, code, status)
        }
        await stage.hub.stop()
    }

    @Test("pull, push and sync only ask the hub, and fail when it cannot be reached")
    func syncs() async throws {
        let stage = try await Stage()
        let before = try await stage.state()
        let pending = try await stage.run(["status", "--json"]).json["pending"]
        for (name, pushes, pulls) in [
            ("sync", true, false), ("push", true, false), ("pull", false, false),
        ] {
            let answer = try await stage.run([name, "-n", "--json"]).json
            #expect(answer["dryRun"]?.bool == true)
            #expect(answer["pushed"]?["changes"] == (pushes ? pending : .integer(0)), "\(name)")
            #expect(answer["pull"]?.bool == pulls, "\(name)")
            #expect(answer["roundTrips"]?.integer == 1)
        }
        let other = try await stage.run(["pull", "-n", "--section", "van-hoa", "--json"])
        #expect(try other.json["pull"]?.bool == true)
        #expect(try await stage.state() == before)
        try await stage.workspace.vnsync(
            "b", "edit", Content.articleID(3), "--set", "headline=Từ nơi khác")
        try await stage.workspace.vnsync("b", "sync")
        for name in ["sync", "pull"] {
            let answer = try await stage.run([name, "-n", "--json"]).json
            #expect(answer["pull"]?.bool == true, "\(name)")
        }
        let text = try await stage.run(["sync", "-n", "--lang", "en"])
        #expect(text.output.contains("wait") && text.output.contains("something to pull"))
        #expect(text.errors.contains("dry run"))
        #expect(try await stage.state() == before)
        await stage.hub.stop()
        let alone = try await stage.state()
        for name in ["sync", "push", "pull"] {
            let tried = try await stage.run([name, "-n", "--json"])
            #expect(tried.errorCode == "remote.unavailable" && tried.status == 69, "\(name)")
        }
        #expect(try await stage.state() == alone, "not even the failure is noted")
        let path = stage.workspace.path("clone.db")
        let tried = try await stage.run(["clone", stage.hub.url, path, "-n", "--json"])
        #expect(tried.errorCode == "remote.unavailable" && tried.status == 69)
    }

    @Test("init, clone and config set make no file")
    func files() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        let names = { try FileManager.default.subpathsOfDirectory(atPath: workspace.path("t")) }
        try FileManager.default.createDirectory(
            atPath: workspace.path("t"), withIntermediateDirectories: true)
        let path = workspace.path("t/deep/er/store.db")
        for (arguments, key) in [
            (["init", path, "--name", "An", "--remote", hub.url], "replica"),
            (["clone", hub.url, path], "pulled"),
        ] {
            let program = try workspace.start("vnsync", arguments + ["-n", "--json"])
            let outcome = await program.wait()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try outcome.json["dryRun"]?.bool == true)
            #expect(try outcome.json[key] != nil)
            #expect(try names().isEmpty)
        }
        let setting = try await workspace.vnsync(
            "t/a", "config", "set", "limit", "7", "-n", "--json")
        #expect(try setting.json["value"]?.string == "7")
        #expect(try setting.json["dryRun"]?.bool == true)
        try await workspace.vnsync("t/a", "config", "set", "limit", "7", "--local", "-n")
        #expect(try names().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: workspace.path("config")))
        try await workspace.vnsync("t/a", "config", "get", "limit", expecting: 66)
        _ = try workspace.write("config", "")
        for extra in [["-n"], []] {
            let program = try workspace.start(
                "vnsync", ["config", "set", "limit", "7", "--json"] + extra)
            let outcome = await program.wait()
            #expect(outcome.errorCode == "config.not-written" && outcome.status == 74)
        }
        await hub.stop()
    }
}
