import Foundation
import Testing
import VNModel

/// `kill -9` while the store's file is backed up, put back, compacted and written.
///
/// `VNSYNC_KILL_ROUNDS` sets the number of rounds, `VNSYNC_SEED` the moments.
@Suite("Kill and care", .serialized) struct LifecycleKillTests {
    @Test("killed backups, restores, compactions and imports leave whole files and all work")
    func kill() async throws {
        var generator = SplitMix(seed: KillTests.seed &+ 1)
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        var count = 0
        let backup = workspace.path("backup.db")
        for round in 0..<KillTests.rounds {
            let numbers = (count + 1)...(count + 15)
            count += 15
            let file = try workspace.write(
                "round-\(round).jsonl",
                numbers.map { Content.article($0, paragraphs: 20) }.joined(separator: "\n") + "\n")
            try await interrupted(workspace, ["import", file], &generator)
            try await workspace.vnsync("a", "import", file)
            if round == 0 { try await workspace.vnsync("a", "backup", backup) }
            let work = [["backup", backup, "--force"], ["restore", backup], ["compact"]]
            try await interrupted(workspace, work[round % work.count], &generator)
            try await check(workspace, backup, count)
        }
        try await workspace.vnsync("a", "restore", backup)
        try await check(workspace, backup, count)
        try await workspace.vnsync("a", "compact")
        try await workspace.vnsync("a", "backup", backup, "--force")
        let left = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
        #expect(!left.contains { $0.contains("backup.db.vnsync") }, "\(left)")
    }

    private func interrupted(
        _ workspace: Workspace, _ arguments: [String], _ generator: inout SplitMix
    ) async throws {
        let program = try workspace.start(
            "vnsync", arguments, environment: ["VNSYNC_STORE": workspace.path("a.db")])
        try await Task.sleep(for: .milliseconds(generator.below(200)))
        program.signal(SIGKILL)
        _ = await program.wait()
    }

    /// The store is whole and nothing that waits is lost; so is the backup.
    private func check(_ workspace: Workspace, _ backup: String, _ count: Int) async throws {
        let verified = try await workspace.vnsync("a", "verify", "--deep", "--json").json
        #expect(verified["ok"]?.bool == true, "seed \(KillTests.seed): \(verified)")
        let status = try await workspace.vnsync("a", "status", "--json").json
        #expect(status["store"]?["articles"]?.integer == Int64(count), "seed \(KillTests.seed)")
        #expect(status["pending"]?.integer == Int64(count), "seed \(KillTests.seed)")
        // A backup is read by a restore alone, which checks it.
        let tried = try await workspace.vnsync("a", "restore", backup, "-n", "--json").json
        #expect(tried["pending"]?.integer == Int64(count), "seed \(KillTests.seed)")
    }
}
