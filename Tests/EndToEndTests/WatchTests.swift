import Foundation
import Testing
import VNModel

/// `vnsync sync --watch` as people run it.
@Suite("Watching", .serialized) struct WatchTests {
    private func watch(
        _ workspace: Workspace, _ store: String, _ arguments: [String] = ["--json"]
    ) throws -> Program {
        try workspace.start(
            "vnsync", ["sync", "--watch"] + arguments,
            environment: ["VNSYNC_STORE": workspace.path("\(store).db")])
    }

    private func headline(_ workspace: Workspace, _ store: String) async throws -> String? {
        let outcome = try await workspace.vnsync(
            store, "read", Content.articleID(1), "--json", expecting: nil)
        return try? outcome.json["article"]?["headline"]?.string
    }

    /// Waits until a store shows a headline, and says after how many seconds it did.
    private func seconds(
        _ workspace: Workspace, _ store: String, until headline: String, within limit: Double
    ) async throws -> Double {
        let start = Date()
        while Date().timeIntervalSince(start) < limit {
            if try await self.headline(workspace, store) == headline {
                return Date().timeIntervalSince(start)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(store) does not show \(headline)")
        return limit
    }

    private func states(_ program: Program) -> [String] {
        program.text("out").split(separator: "\n").compactMap {
            (try? JSONValue(parsing: String($0)))?["state"]?.string
        }
    }

    private func eventually(_ condition: () throws -> Bool) async throws {
        for _ in 0..<600 {
            if try condition() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("it did not come to pass")
    }

    @Test("two stores see each other's edits within a second or two; Ctrl-C and SIGTERM end it")
    func together() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        for name in ["a", "b"] { try await workspace.makeStore(name, hub: hub) }
        let programs = try ["a", "b"].map { try watch(workspace, $0) }
        for program in programs { try await eventually { states(program).contains("idle") } }
        try await workspace.vnsync("a", "import", "-", input: Content.article(1) + "\n")
        var times: [Double] = []
        times.append(
            try await seconds(workspace, "b", until: "Bài viết số 1", within: 20))
        for (number, (from, to)) in [("b", "a"), ("a", "b"), ("b", "a")].enumerated() {
            let text = "Sửa lần \(number)"
            try await workspace.vnsync(
                from, "edit", Content.articleID(1), "--set", "headline=\(text)")
            times.append(try await seconds(workspace, to, until: text, within: 20))
        }
        // 300 ms of quiet, up to 400 ms until hub and store have noticed; the rest is programs.
        #expect(times.sorted()[1] < 4, "\(times)")
        programs[0].signal(SIGINT)
        programs[1].signal(SIGTERM)
        let outcomes = [await programs[0].wait(), await programs[1].wait()]
        #expect(outcomes.map(\.status) == [130, 0])
        for outcome in outcomes {
            let lines = try outcome.lines
            #expect(lines.allSatisfy { $0["v"] == .integer(1) && $0["state"] != nil })
            let synced = lines.filter { $0["state"]?.string == "synced" }
            #expect(synced.contains { $0["pushed"]?["changes"]?.integer ?? 0 > 0 })
            #expect(synced.contains { $0["pulled"]?["documents"]?.integer ?? 0 > 0 })
        }
        for name in ["a", "b"] {
            let status = try await workspace.vnsync(name, "status", "--json").json
            #expect(status["pending"] == .integer(0) && status["conflicts"] == .integer(0))
        }
        await hub.stop()
    }

    @Test("a hub that is stopped with listeners ends at once; started again, all catch up")
    func restart() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        for name in ["a", "b"] { try await workspace.makeStore(name, hub: hub) }
        try await workspace.vnsync("a", "import", "-", input: Content.article(1) + "\n")
        let programs = try ["a", "b"].map { try watch(workspace, $0) }
        _ = try await seconds(workspace, "b", until: "Bài viết số 1", within: 20)
        let start = Date()
        let stopped = await hub.stop()
        #expect(stopped.status == 0 && Date().timeIntervalSince(start) < 10)
        try await workspace.vnsync(
            "a", "edit", Content.articleID(1), "--set", "headline=Khi máy chủ nghỉ")
        try await workspace.vnsync(
            "b", "edit", Content.articleID(1), "--set", "summary=Cũng khi ấy")
        try await eventually { states(programs[0]).contains("waiting") }
        try await hub.restart()
        _ = try await seconds(workspace, "b", until: "Khi máy chủ nghỉ", within: 60)
        try await eventually { states(programs[0]).last == "idle" }
        for program in programs {
            program.signal(SIGTERM)
            #expect(await program.wait().status == 0)
        }
        for name in ["a", "b"] {
            let article = try await workspace.vnsync(
                name, "read", Content.articleID(1), "--json"
            ).json["article"]
            #expect(article?["headline"]?.string == "Khi máy chủ nghỉ")
        }
        await hub.stop()
    }

    @Test("behind a network that breaks every connection, all arrives", arguments: [1, 2])
    func torn(seed: UInt64) async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        let proxy = try await CuttingProxy(to: hub.url)
        for name in ["a", "b"] {
            try await workspace.vnsync(name, "init", "--name", name, "--remote", proxy.url)
        }
        proxy.tear(seed: seed)
        let programs = try ["a", "b"].map {
            try watch(workspace, $0, ["--json", "--interval", "1s"])
        }
        let lines =
            (1...30).map { Content.article($0) }
            + (1...60).map { Content.comment($0, on: $0 % 30 + 1) }
        try await workspace.vnsync(
            "a", "import", "-", input: lines.joined(separator: "\n") + "\n")
        var last = ""
        // Pauses grow with every failure, so how many cuts a minute sees is the seed's affair.
        for number in 0..<120 where proxy.cuts < 5 {
            last = "Sửa lần \(number)"
            try await workspace.vnsync(
                "a", "edit", Content.articleID(1), "--set", "headline=\(last)")
            try await Task.sleep(for: .milliseconds(400))
        }
        #expect(proxy.cuts >= 5)
        proxy.heal()
        _ = try await seconds(workspace, "b", until: last, within: 120)
        try await workspace.vnsync(
            "b", "edit", Content.articleID(1), "--set", "headline=Đã qua")
        _ = try await seconds(workspace, "a", until: "Đã qua", within: 60)
        for program in programs {
            program.signal(SIGTERM)
            #expect(await program.wait().status == 0)
        }
        for name in ["a", "b"] {
            try await workspace.vnsync(name, "sync", "--remote", "origin")
            let count = try await workspace.vnsync(
                name, "list", "comments", "--limit", "200", "--json")
            #expect(try count.lines.count == 60)
            let verified = try await workspace.vnsync(name, "verify", "--deep", "--json").json
            #expect(verified["ok"] == .bool(true))
        }
        try await proxy.stop()
        await hub.stop()
    }

    @Test("people read what goes on in their language")
    func words() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        for name in ["a", "b"] { try await workspace.makeStore(name, hub: hub) }
        try await workspace.vnsync("a", "import", "-", input: Content.article(1) + "\n")
        let program = try watch(workspace, "a", ["--lang", "vi"])
        try await eventually { program.text("out").contains("Đã gửi") }
        await hub.stop()
        try await workspace.vnsync(
            "a", "edit", Content.articleID(1), "--set", "headline=Khác")
        try await eventually { program.text("err").contains("thử lại sau") }
        program.signal(SIGINT)
        let outcome = await program.wait()
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("Đang giữ kho luôn đồng bộ"))
        #expect(outcome.errors.contains("phần đã xong được giữ lại"))
    }
}
