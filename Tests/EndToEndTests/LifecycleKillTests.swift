import Foundation
import Testing
import VNModel

/// `kill -9` while the store's file is backed up, put back, compacted and written.
///
/// `VNSYNC_KILL_ROUNDS` sets the number of rounds, of two kills each, `VNSYNC_SEED` the moments.
@Suite("Kill and care", .serialized) struct LifecycleKillTests {
    /// Rounds after which all begins anew, so that the store stays small.
    private static let epoch = 18

    @Test("killed backups, restores, compactions and imports leave whole files and all work")
    func kill() async throws {
        var killer = Killer(seed: KillTests.seed &+ 1)
        for start in stride(from: 0, to: KillTests.rounds, by: Self.epoch) {
            let epoch = try await CareEpoch()
            for round in start..<min(start + Self.epoch, KillTests.rounds) {
                try await epoch.round(round, &killer)
            }
            await epoch.end()
        }
        killer.tell()
    }
}

/// A store with a hub and a backup, of which every round kills an import and some care.
private final class CareEpoch {
    private let workspace: Workspace
    private let hub: Hub
    private let backup: String
    private var articles = 0
    private var pending = 0

    init() async throws {
        workspace = try Workspace()
        hub = try await Hub(workspace)
        backup = workspace.path("backup.db")
        try await workspace.makeStore("a", hub: hub)
        try await workspace.vnsync("a", "import", try file(20))
        articles = 20
        try await settle()
    }

    func end() async { #expect(await hub.stop().status == 0) }

    func round(_ round: Int, _ killer: inout Killer) async throws {
        let count = 10
        let lines = try file(count)
        try await killer.run(workspace, "a", ["import", lines])
        let status = try await check(articles...articles + count)
        let done = Int(status["store"]?["articles"]?.integer ?? 0) - articles
        #expect(status["pending"]?.integer == Int64(pending + done), "each with its journal row")
        try await workspace.vnsync("a", "import", lines)
        (articles, pending) = (articles + count, pending + count)
        let work = [
            ["backup", backup, "--force"], ["restore", backup], ["compact", "--keep-days", "0"],
        ][round % 3]
        let replica = try await replica()
        try await killer.run(workspace, "a", work)
        try await checkAll()
        if work[0] != "restore" {
            let present = try await self.replica()
            #expect(present == replica)
        }
        // The next run succeeds and takes away what the killed one left.
        try await workspace.vnsync("a", work)
        try await checkAll()
        for name in try files() where name.contains(".before-restore-") {
            try FileManager.default.removeItem(atPath: workspace.path(name))
        }
        if work[0] != "compact" {
            let left = try files()
            #expect(!left.contains { $0.contains(".vnsync-") }, "\(left)")
        }
        if round % 6 == 5 { try await settle() }
    }

    /// Everything goes to the hub, which tells with the second greeting that it is safe, some is
    /// deleted, and a backup is made: what is not in it waits.
    private func settle() async throws {
        for number in max(1, articles - 40)..<max(1, articles - 30) {
            try await workspace.vnsync("a", "delete", Content.articleID(number))
        }
        for _ in 0..<2 { try await workspace.vnsync("a", "sync") }
        pending = 0
        try await workspace.vnsync("a", "backup", backup, "--force")
    }

    private func file(_ count: Int) throws -> String {
        let numbers = (articles + 1)...(articles + count)
        return try workspace.write(
            "next.jsonl",
            numbers.map { Content.article($0, paragraphs: 20) }.joined(separator: "\n") + "\n")
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
    }

    private func replica() async throws -> String? {
        try await workspace.vnsync("a", "status", "--json").json["store"]?["replica"]?.string
    }

    /// The store is whole and nothing that waits is lost; so is the backup.
    private func checkAll() async throws {
        let status = try await check(articles...articles)
        #expect(status["pending"]?.integer == Int64(pending), "seed \(KillTests.seed)")
        // A backup is read by a restore alone, which checks it and carries over what waits.
        let tried = try await workspace.vnsync("a", "restore", backup, "-n", "--json").json
        #expect(tried["pending"]?.integer == Int64(pending), "seed \(KillTests.seed)")
    }

    private func check(_ range: ClosedRange<Int>) async throws -> JSONValue {
        let verified = try await workspace.vnsync("a", "verify", "--deep", "--json").json
        #expect(verified["ok"]?.bool == true, "seed \(KillTests.seed): \(verified)")
        let status = try await workspace.vnsync("a", "status", "--json").json
        let count = status["store"]?["articles"]?.integer ?? -1
        #expect(range.contains(Int(count)), "\(count) articles, seed \(KillTests.seed)")
        return status
    }
}
