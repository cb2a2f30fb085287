import Foundation
import Testing
import VNModel
import VNStore

/// Cloning by snapshot, and comparing with a hub, with the real programs.
@Suite("Clone and verify", .serialized) struct CloneTests {
    private static let count = 1_200

    /// A hub with enough content for a snapshot, pushed by the store `a`.
    private func site() async throws -> (Workspace, Hub) {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        try await workspace.makeStore("a", hub: hub)
        let lines = (1...Self.count).map { Content.article($0, paragraphs: 2) }
        let file = try workspace.write("all.jsonl", lines.joined(separator: "\n") + "\n")
        try await workspace.vnsync("a", "import", file)
        try await workspace.vnsync("a", "sync")
        return (workspace, hub)
    }

    private func snapshot(_ workspace: Workspace) async throws -> JSONValue {
        let outcome = try await workspace.start(
            "vnsyncd", ["snapshot", "--data", workspace.path("hub.db"), "--json"]
        ).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try outcome.json
    }

    private func names(_ workspace: Workspace) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
    }

    @Test("a clone takes the snapshot that the operator made, pulls the rest and is sound")
    func clone() async throws {
        let (workspace, hub) = try await site()
        let made = try await snapshot(workspace)
        #expect(made["documents"]?.integer == Int64(Self.count))
        try await workspace.vnsync("a", "edit", Content.articleID(7), "--set", "headline=Sửa sau")
        try await workspace.vnsync("a", "sync")
        let report = try await workspace.vnsync("b", "clone", hub.url, "--json").json
        #expect(report["snapshot"]?["documents"]?.integer == Int64(Self.count))
        #expect(report["snapshot"]?["bytes"] == made["bytes"])
        #expect(report["pulled"]?["documents"]?.integer == 1 && report["mismatch"] == nil)
        let verified = try await workspace.vnsync("b", "verify", "--remote", "--json").json
        #expect(verified["ok"]?.bool == true && verified["remote"]?["roundTrips"]?.integer == 1)
        for arguments in [["list", "--limit", "50"], ["read", Content.articleID(7)]] {
            let mine = try await workspace.vnsync("b", arguments + ["--json"]).output
            let theirs = try await workspace.vnsync("a", arguments + ["--json"]).output
            #expect(mine == theirs)
        }
        let replicas = try await ["a", "b"].asyncMap {
            try await workspace.vnsync($0, "status", "--json").json["store"]?["replica"]?.string
        }
        #expect(replicas[0] != replicas[1])
        try await workspace.vnsync("b", "comment", Content.articleID(7), "Từ bản sao")
        #expect(
            try await workspace.vnsync("b", "sync", "--json").json["pushed"]?["applied"]?.integer
                == 1)
        #expect(try names(workspace).allSatisfy { !$0.contains(".clone") })
        // A second clone to the same place is refused, and one by pull gives the same.
        try await workspace.vnsync("b", ["clone", hub.url], expecting: 65)
        let pulled = try await workspace.vnsync(
            "c", "clone", hub.url, "--no-snapshot", "--json"
        ).json
        #expect(pulled["snapshot"] == nil)
        #expect(pulled["pulled"]?["new"]?.integer == Int64(Self.count + 1))
        #expect(await hub.stop().status == 0)
    }

    @Test("a hub is backed up while it runs, and tells its clients what is safe")
    func backup() async throws {
        let (workspace, hub) = try await site()
        func backup(_ more: String...) async throws -> Outcome {
            try await workspace.start(
                "vnsyncd",
                ["backup", "--data", workspace.path("hub.db"), workspace.path("copy.db"), "--json"]
                    + more
            ).wait()
        }
        let made = try await backup()
        #expect(made.status == 0, "\(made.errors)")
        #expect(try made.json["documents"]?.integer == Int64(Self.count))
        #expect(try made.json["changes"]?.integer == Int64(Self.count))
        let again = try await backup()
        #expect(again.status == 65 && again.errorCode == "store.exists")
        #expect(try await backup("--force").json["changes"]?.integer == 0)
        let check = try await workspace.start(
            "vnsyncd", ["check", "--data", workspace.path("hub.db"), "--json"]
        ).wait()
        #expect(check.status == 0, "\(check.output)")
        try await workspace.vnsync("a", "sync")
        #expect(await hub.stop().status == 0)
    }

    @Test("clones that are killed at any moment go on, and never leave half a store")
    func killed() async throws {
        let (workspace, hub) = try await site()
        _ = try await snapshot(workspace)
        var killer = Killer(seed: KillTests.seed &+ 7)
        for round in 0..<max(4, KillTests.rounds / 6) {
            let name = "k\(round)"
            for attempt in 0..<12 {
                let program = try workspace.start(
                    "vnsync", ["clone", hub.url],
                    environment: ["VNSYNC_STORE": workspace.path("\(name).db")])
                try await killer.wait(for: attempt < 2 ? "early" : "clone")
                program.signal(SIGKILL)
                let outcome = await program.wait()
                if FileManager.default.fileExists(atPath: workspace.path("\(name).db")) {
                    let verified = try await workspace.vnsync(name, "verify", "--deep", "--json")
                    #expect(try verified.json["ok"]?.bool == true)
                }
                guard outcome.wasKilled else { break }
            }
            if try names(workspace).contains("\(name).db.clone") {
                try await workspace.vnsync(name, "clone", hub.url)
            } else if !FileManager.default.fileExists(atPath: workspace.path("\(name).db")) {
                try await workspace.vnsync(name, "clone", hub.url)
            }
            let status = try await workspace.vnsync(name, "status", "--json").json
            #expect(status["store"]?["articles"]?.integer == Int64(Self.count))
            let left = try names(workspace).filter { $0.contains("\(name).db.clone") }
            #expect(left.isEmpty, "seed \(KillTests.seed)")
        }
        #expect(await hub.stop().status == 0)
    }

    @Test("a flipped byte is found by verify --remote and repaired from the hub")
    func repair() async throws {
        let (workspace, hub) = try await site()
        let store = try await ContentStore.open(at: workspace.path("a.db"))
        try await store.write(.durable) { session in
            _ = try session.run(
                "UPDATE article SET headline = replace(headline, 'B', 'C') WHERE number = 500")
        }
        try await store.close()
        let found = try await workspace.vnsync(
            "a", ["verify", "--remote", "origin", "--json"], expecting: 65
        ).json
        #expect(found["ok"]?.bool == false)
        let repaired = try await workspace.vnsync("a", "verify", "--remote", "--repair", "--json")
        #expect(try repaired.json["ok"]?.bool == true)
        #expect(try repaired.json["remote"]?["repaired"]?.integer == 1)
        let bytes = try repaired.json["remote"]?["bytes"]?.integer ?? .max
        #expect(bytes < 64 << 10)
        try await workspace.vnsync("a", "verify", "--remote")
        let text = try await workspace.vnsync("a", "verify", "--remote", "--quick", "--lang", "vi")
        #expect(text.output.contains("remote origin"))
        // Without a hub nothing is said to be well.
        #expect(await hub.stop().status == 0)
        try await workspace.vnsync("a", ["verify", "--remote"], expecting: 69)
        try await workspace.vnsync("a", ["verify", "origin"], expecting: 64)
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async throws -> [T] {
        var result: [T] = []
        for element in self { result.append(try await body(element)) }
        return result
    }
}
