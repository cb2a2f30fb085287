import Foundation
import Testing
import VNModel

/// `kill -9` at random moments: no accepted write is lost, none doubled.
///
/// `VNSYNC_KILL_ROUNDS` sets the number of rounds, `VNSYNC_SEED` the moments.
@Suite("Kill", .serialized) struct KillTests {
    static let rounds =
        Int(ProcessInfo.processInfo.environment["VNSYNC_KILL_ROUNDS"] ?? "") ?? 24
    static let seed =
        UInt64(ProcessInfo.processInfo.environment["VNSYNC_SEED"] ?? "")
        ?? UInt64(Date().timeIntervalSince1970)

    @Test("killed imports, pushes, pulls and daemons lose and double nothing")
    func kill() async throws {
        var generator = SplitMix(seed: Self.seed)
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        for store in ["a", "b"] { try await workspace.makeStore(store, hub: hub) }
        var next = 0
        for round in 0..<Self.rounds {
            let numbers = (next + 1)...(next + 40)
            next += 40
            let lines =
                numbers.map { Content.article($0) } + numbers.map { Content.comment($0, on: $0) }
            let file = try workspace.write(
                "round-\(round).jsonl", lines.joined(separator: "\n") + "\n")
            try await interrupted(workspace, "a", ["import", file], &generator)
            try await workspace.vnsync("a", "import", file)
            if round % 4 == 3 {
                let program = try workspace.start(
                    "vnsync", ["push"], environment: ["VNSYNC_STORE": workspace.path("a.db")])
                try await Task.sleep(for: .milliseconds(generator.below(120)))
                await hub.kill()
                _ = await program.wait()
                try await hub.restart()
            } else {
                try await interrupted(workspace, "a", ["push"], &generator)
            }
            try await workspace.vnsync("a", "push")
            try await interrupted(workspace, "b", ["pull"], &generator)
            if round % 6 == 5 { try await check(workspace, next) }
        }
        try await check(workspace, next)
        #expect(await hub.stop().status == 0)
    }

    private func interrupted(
        _ workspace: Workspace, _ store: String, _ arguments: [String],
        _ generator: inout SplitMix
    ) async throws {
        let program = try workspace.start(
            "vnsync", arguments, environment: ["VNSYNC_STORE": workspace.path("\(store).db")])
        try await Task.sleep(for: .milliseconds(generator.below(150)))
        program.signal(SIGKILL)
        _ = await program.wait()
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

/// Steele, Lea and Flood's SplitMix64: small, seedable, good enough to choose moments.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func below(_ bound: UInt64) -> UInt64 { next() % bound }
}
