import Foundation
import Testing
import VNModel

/// Transactions larger than the page cache, taken back or killed while others commit.
///
/// Such a transaction writes to the log before its end. What it leaves there must never come to
/// lie over what another process has committed since.
///
/// `VNSYNC_KILL_ROUNDS` sets the number of rounds, of one kill each, `VNSYNC_SEED` the moments.
@Suite("Shared log", .serialized) struct SharedLogTests {
    /// The small articles that one process commits in a round, a command each.
    private static let small = 3
    /// The large articles of an import, twenty megabytes in all; the page cache has eight.
    private static let large = 80

    @Test("large imports that are rehearsed or killed harm nothing that others write")
    func kill() async throws {
        var killer = Killer(seed: KillTests.seed &+ 3)
        let rounds = max(3, KillTests.rounds / 10)
        let workspace = try Workspace()
        try await workspace.makeStore("a")
        try await workspace.vnsync("a", "import", "-", input: Content.article(1) + "\n")
        let rehearsed = try workspace.write("rehearsed.jsonl", Self.lines(from: 500_000))
        var written = 1
        for round in 0..<rounds {
            let killed = try workspace.write(
                "killed.jsonl", Self.lines(from: 1_000_000 + round * Self.large))
            async let rehearsal = workspace.vnsync("a", "import", rehearsed, "-n", expecting: 0)
            async let others: Void = commit(round, workspace)
            try await killer.run(workspace, "a", ["import", killed])
            _ = try await (rehearsal, others)
            // What the killed one had committed stays, and the next one adds the rest.
            try await workspace.vnsync("a", "import", killed)
            written += Self.small + Self.large
            let status = try await workspace.vnsync("a", "status", "--json").json
            #expect(
                status["store"]?["articles"]?.integer == Int64(written),
                "round \(round), seed \(KillTests.seed)")
            let verified = try await workspace.vnsync("a", "verify", "--deep", "--json").json
            #expect(verified["ok"]?.bool == true, "round \(round), seed \(KillTests.seed)")
        }
        killer.tell()
    }

    private func commit(_ round: Int, _ workspace: Workspace) async throws {
        for number in 0..<Self.small {
            try await workspace.vnsync(
                "a", "import", "-",
                input: Content.article(10 + round * Self.small + number) + "\n")
        }
    }

    private static func lines(from first: Int) -> String {
        let text = String(repeating: "Một đoạn dài của bài lớn. ", count: 80)
        return (first..<first + large).map { number in
            Content.article(number, paragraphs: 100, text: text) + "\n"
        }.joined()
    }
}
