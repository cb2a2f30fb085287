import Foundation
import VNRandom

/// Runs `vnsync` and kills it at a random moment of the time that such a run takes.
struct Killer {
    private var generator: SplitMix64
    /// The longest run of each command that came to its end, in milliseconds.
    private var durations: [String: UInt64] = [:]
    private var tally: [String: (kills: Int, tooLate: Int)] = [:]

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// - Returns: whether it was killed before its end.
    @discardableResult
    mutating func run(
        _ workspace: Workspace, _ store: String, _ arguments: [String]
    ) async throws -> Bool {
        let name = arguments[0]
        let start = Date()
        let program = try workspace.start(
            "vnsync", arguments,
            environment: ["VNSYNC_STORE": workspace.path("\(store).db")])
        try await wait(for: name)
        program.signal(SIGKILL)
        let isHit = await program.wait().wasKilled
        if !isHit {
            // It was done at most so long after its start: the next kill comes sooner.
            let taken = UInt64(Date().timeIntervalSince(start) * 1000)
            durations[name] = max(40, min(durations[name] ?? 200, taken) * 9 / 10)
        } else {
            durations[name] = min(2000, (durations[name] ?? 200) + 4)
        }
        count(name, isHit: isHit)
        return isHit
    }

    /// Waits for a moment of a command's run.
    mutating func wait(for name: String) async throws {
        let longest = durations[name] ?? 150
        try await Task.sleep(for: .microseconds(Int64(generator.next() % (longest * 1000))))
    }

    mutating func count(_ name: String, isHit: Bool) {
        var entry = tally[name] ?? (0, 0)
        if isHit { entry.kills += 1 } else { entry.tooLate += 1 }
        tally[name] = entry
    }

    /// Tells the figures of a long run.
    func tell() {
        guard KillTests.rounds > 24 else { return }
        let parts = tally.keys.sorted().map { name in
            let entry = tally[name] ?? (0, 0)
            return "\(name) \(entry.kills) (\(entry.tooLate) too late)"
        }
        print("seed \(KillTests.seed), killed: " + parts.joined(separator: ", "))
    }
}
