import Foundation
import Testing
import VNModel

/// `kill -9` at random moments: no accepted write is lost, none doubled.
///
/// `VNSYNC_KILL_ROUNDS` sets the number of rounds, of three kills each, `VNSYNC_SEED` the moments.
/// With 200 rounds this suite and that of the care commands kill a thousand processes.
@Suite("Kill", .serialized) struct KillTests {
    static let rounds =
        Int(ProcessInfo.processInfo.environment["VNSYNC_KILL_ROUNDS"] ?? "") ?? 24
    static let seed =
        UInt64(ProcessInfo.processInfo.environment["VNSYNC_SEED"] ?? "")
        ?? UInt64(Date().timeIntervalSince1970)
    /// Rounds after which all begins anew, so that the stores stay small.
    private static let epoch = 24

    @Test("killed imports, pushes, pulls and daemons lose and double nothing")
    func kill() async throws {
        var killer = Killer(seed: Self.seed)
        for start in stride(from: 0, to: Self.rounds, by: Self.epoch) {
            try await epoch(min(Self.epoch, Self.rounds - start), &killer)
        }
        killer.tell()
    }

    private func epoch(_ rounds: Int, _ killer: inout Killer) async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        for store in ["a", "b"] { try await workspace.makeStore(store, hub: hub) }
        var next = 0
        for round in 0..<rounds {
            let numbers = (next + 1)...(next + 40)
            next += 40
            let lines =
                numbers.map { Content.article($0) } + numbers.map { Content.comment($0, on: $0) }
            let file = try workspace.write(
                "round-\(round).jsonl", lines.joined(separator: "\n") + "\n")
            try await killer.run(workspace, "a", ["import", file])
            try await workspace.vnsync("a", "import", file)
            if round % 4 == 3 {
                let program = try workspace.start(
                    "vnsync", ["push"], environment: ["VNSYNC_STORE": workspace.path("a.db")])
                try await killer.wait(for: "daemon")
                await hub.kill()
                killer.count("daemon", isHit: true)
                _ = await program.wait()
                try await hub.restart()
            } else {
                try await killer.run(workspace, "a", ["push"])
            }
            try await workspace.vnsync("a", "push")
            try await killer.run(workspace, "b", ["pull"])
            if round % 6 == 5 { try await check(workspace, next) }
        }
        try await check(workspace, next)
        #expect(await hub.stop().status == 0)
    }

    /// The next sync completes, and both stores hold every document once.
    private func check(_ workspace: Workspace, _ count: Int) async throws {
        try await workspace.vnsync("a", "sync")
        try await workspace.vnsync("b", "sync")
        for store in ["a", "b"] {
            for kind in ["articles", "comments"] {
                let list = try await workspace.vnsync(
                    store, "list", kind, "--limit", "\(count + 10)", "--json")
                let ids = try list.lines.compactMap { $0["id"]?.string }
                #expect(ids.count == count, "\(store) \(kind), seed \(Self.seed)")
                #expect(Set(ids).count == ids.count)
            }
            let verified = try await workspace.vnsync(store, "verify", "--deep", "--json").json
            #expect(verified["ok"]?.bool == true, "seed \(Self.seed): \(verified)")
            let status = try await workspace.vnsync(store, "status", "--json").json
            #expect(status["pending"]?.integer == 0)
            #expect(status["conflicts"]?.integer == 0)
        }
    }
}
