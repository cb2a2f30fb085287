import FaultDisk
import Foundation
import Testing
import VNStore

/// Power cuts on a disk that forgets what was not synced.
///
/// `VNSYNC_POWER_SEEDS` sets how many random scenarios run, and how many seeds decide which
/// unsynced sectors survive a cut in the small one.
@Suite("Power loss") struct PowerLossTests {
    static let seeds =
        UInt64(ProcessInfo.processInfo.environment["VNSYNC_POWER_SEEDS"] ?? "") ?? 1

    private func violations(
        _ run: PowerRun, _ reference: PowerRun.Reference, keep: UInt64,
        at points: some Sequence<UInt64>
    ) async throws -> [String] {
        var violations: [String] = []
        for n in points {
            if let violation = try await run.violation(at: n, keep: keep, reference) {
                violations.append(violation)
            }
        }
        return violations
    }

    @Test("a cut at any write, sync, truncation or deletion loses nothing that was promised")
    func everyPoint() async throws {
        let run = PowerRun(scenario: .small)
        let reference = try await run.reference()
        #expect(reference.changes > 80)
        let found = try await violations(run, reference, keep: 0, at: 1...reference.changes + 1)
        #expect(found == [])
    }

    @Test("nor if any part of the unsynced sectors survives")
    func tornSectors() async throws {
        let run = PowerRun(scenario: .small)
        let reference = try await run.reference()
        for seed in 1...Self.seeds {
            let points = (1...reference.changes).lazy.filter { Self.seeds > 1 || $0 % 2 == 0 }
            let found = try await violations(run, reference, keep: seed, at: points)
            #expect(found == [], "keep \(seed)")
        }
    }

    @Test("nor in longer runs, wherever the cut falls")
    func randomScenarios() async throws {
        for seed in 100..<100 + Self.seeds * 2 {
            let run = PowerRun(scenario: PowerScenario(seed: seed, count: 60))
            let reference = try await run.reference()
            let environment = TestEnvironment(seed: seed)
            for _ in 0..<20 {
                let n = environment.random() % reference.changes + 1
                let keep = environment.random() % 3 == 0 ? 0 : environment.random()
                let violation = try await run.violation(at: n, keep: keep, reference)
                #expect(violation == nil)
            }
        }
    }

    @Test(
        "without the syncs that durable writes ask for, the same check finds losses",
        arguments: ["NORMAL", "OFF"])
    func canary(synchronous: String) async throws {
        let run = PowerRun(scenario: .small, synchronous: synchronous)
        let reference = try await run.reference()
        let points = (1...reference.changes).lazy.filter { $0 % 2 == 0 }
        let found = try await violations(run, reference, keep: 0, at: points)
        #expect(found.count > 5)
        // With NORMAL the file stays whole and is only too old, at times older than the first step.
        if synchronous == "NORMAL" {
            #expect(found.contains { $0.contains("is back at step") })
        }
    }
}
