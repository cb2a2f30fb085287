import Foundation
import Testing
import VNModel
import VNRandom

/// Three stores and a hub under load, everything killed and stopped at random, a proxy that cuts
/// connections between them. Afterwards all are equal, and every write is accounted for.
///
/// `VNSYNC_STORM_SECONDS` sets how long it lasts, `VNSYNC_SEED` what happens; with a duration it
/// prints what it did.
@Suite("Storm", .serialized) struct StormTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = Double(environment["VNSYNC_STORM_SECONDS"] ?? "") ?? 12
    private static let seed =
        UInt64(environment["VNSYNC_SEED"] ?? "") ?? UInt64(Date().timeIntervalSince1970)
    private static let stores = ["a", "b", "c"]

    /// A write that a command said is done.
    private struct Write: Hashable {
        let id: String
        /// The headline or the text.
        let value: String
    }

    /// What one store's user did.
    private struct Log {
        var posted: [Write] = []
        var edited: [Write] = []
        var kills = 0
        var pauses = 0
        var commands = 0
    }

    @Test("what the commands accepted is live, superseded by one who saw it, or held")
    func storm() async throws {
        let workspace = try Workspace()
        let hub = try await Hub(workspace)
        let proxy = try await CuttingProxy(to: hub.url)
        for store in Self.stores {
            try await workspace.vnsync(store, "init", "--name", store, "--remote", proxy.url)
        }
        proxy.tear(seed: Self.seed)
        let end = Date().addingTimeInterval(Self.seconds)
        let logs = try await withThrowingTaskGroup(of: (Int, Log).self) { group in
            for (index, store) in Self.stores.enumerated() {
                let seed = Self.seed &* 31 &+ UInt64(index)
                group.addTask { (index, try await Self.use(workspace, store, seed, until: end)) }
            }
            let restarts = try await Self.strike(hub, until: end)
            var logs = Self.stores.map { _ in Log() }
            for try await (index, log) in group { logs[index] = log }
            if Self.environment["VNSYNC_STORM_SECONDS"] != nil {
                print(
                    "seed \(Self.seed): hub killed or stopped \(restarts) times, "
                        + "\(proxy.cuts) connections cut, commands \(logs.map(\.commands)), "
                        + "killed \(logs.map(\.kills)), paused \(logs.map(\.pauses)), "
                        + "posted \(logs.map(\.posted.count)), edited \(logs.map(\.edited.count))")
            }
            return logs
        }
        proxy.heal()
        try await expectEqual(workspace, proxy)
        try await expectEveryWrite(logs, workspace)
        try await proxy.stop()
        #expect(await hub.stop().status == 0)
        let checked = try workspace.start(
            "vnsyncd", ["check", "--data", workspace.path("hub.db"), "--json"])
        #expect(await checked.wait().status == 0)
    }

    /// Somebody posts, edits, comments and syncs; commands are killed or paused now and then.
    private static func use(
        _ workspace: Workspace, _ store: String, _ seed: UInt64, until end: Date
    ) async throws -> Log {
        var random = SplitMix64(seed: seed)
        var log = Log()
        while Date() < end {
            log.commands += 1
            let text = "\(store) lần \(log.commands)"
            var arguments: [String]
            var input: String?
            let known = try await articles(workspace, store)
            switch random.below(10) {
            case 0, 1:
                arguments = ["post", "-", "--publisher", "Báo Thử", "--json"]
                input = "# \(text)\n\nĐoạn dẫn.\n\nThân bài.\n"
            case 2, 3, 4:
                guard let id = random.pick(known) else { continue }
                arguments = ["edit", id, "--set", "headline=\(text)", "--json"]
            case 5:
                guard let id = random.pick(known) else { continue }
                arguments = ["comment", id, text, "--as", store, "--json"]
            default:
                arguments = [random.pick(["sync", "push", "pull"]) ?? "sync", "--quiet"]
            }
            let program = try workspace.start(
                "vnsync", arguments, input: input,
                environment: ["VNSYNC_STORE": workspace.path("\(store).db")])
            if random.chance(40) {
                try await Task.sleep(for: .milliseconds(random.below(120)))
                if random.chance(30) {
                    program.signal(SIGSTOP)
                    try await Task.sleep(for: .milliseconds(random.below(600)))
                    program.signal(SIGCONT)
                    log.pauses += 1
                } else {
                    program.signal(SIGKILL)
                }
            }
            let outcome = await program.wait()
            if outcome.wasKilled { log.kills += 1 }
            guard outcome.status == 0, !outcome.wasKilled else { continue }
            if arguments[0] == "edit" { log.edited.append(Write(id: arguments[1], value: text)) }
            if arguments[0] == "post" || arguments[0] == "comment" {
                let id = try #require(try outcome.json["id"]?.string)
                log.posted.append(Write(id: id, value: text))
            }
        }
        return log
    }

    private static func articles(
        _ workspace: Workspace, _ store: String
    ) async throws -> [String] {
        try await workspace.vnsync(store, "list", "--limit", "50", "--json").lines
            .compactMap { $0["id"]?.string }
    }

    /// Kills the hub, or stops it for a while, again and again.
    private static func strike(_ hub: Hub, until end: Date) async throws -> Int {
        var random = SplitMix64(seed: seed)
        var count = 0
        while Date() < end {
            try await Task.sleep(for: .milliseconds(500 + random.below(3_000)))
            count += 1
            if random.chance(50) {
                await hub.kill()
                try await Task.sleep(for: .milliseconds(random.below(1_500)))
                try await hub.restart()
            } else {
                try await hub.pause(.milliseconds(random.below(2_000)))
            }
        }
        return count
    }

    /// After two rounds all stores and the hub have the same documents, and nothing waits.
    private func expectEqual(_ workspace: Workspace, _ proxy: CuttingProxy) async throws {
        for _ in 0..<2 {
            for store in Self.stores { try await workspace.vnsync(store, "sync", expecting: nil) }
        }
        var counts: Set<String> = []
        for store in Self.stores {
            let place: Testing.Comment = "\(store), seed \(Self.seed)"
            let verified = try await workspace.vnsync(
                store, "verify", "--deep", "--remote", "--json", expecting: nil
            ).json
            #expect(verified["ok"] == .bool(true), place)
            #expect(verified["remote"]?["differing"] == .integer(0), place)
            #expect(verified["remote"]?["missing"] == .integer(0), place)
            #expect(verified["remote"]?["extra"] == .integer(0), place)
            let status = try await workspace.vnsync(store, "status", "--json").json
            #expect(status["pending"] == .integer(0), place)
            counts.insert(
                "\(status["articles"]?.integer ?? -1) \(status["comments"]?.integer ?? -1)")
        }
        #expect(counts.count == 1, "seed \(Self.seed): \(counts)")
    }

    /// Looks every accepted write up in the documents, and in what the store that wrote it knows of
    /// their history: there stands what is live, what was superseded, and what is held.
    private func expectEveryWrite(_ logs: [Log], _ workspace: Workspace) async throws {
        let exported = try await workspace.vnsync("a", "export").lines
        let present = Set(exported.compactMap { $0["id"]?.string })
        var lost = logs.flatMap(\.posted).filter { !present.contains($0.id) }
        for (store, log) in zip(Self.stores, logs) {
            for (id, writes) in Dictionary(grouping: log.edited, by: \.id) {
                let history = try await workspace.vnsync(
                    store, "log", id, "--limit", "10000", "--json"
                ).output
                lost += writes.filter { !history.contains("\"\($0.value)\"") }
            }
        }
        #expect(logs.contains { !$0.posted.isEmpty } && logs.contains { !$0.edited.isEmpty })
        #expect(lost.isEmpty, "seed \(Self.seed): lost: \(lost.prefix(5))")
    }
}
