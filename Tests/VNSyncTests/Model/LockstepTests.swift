import Foundation
import Testing
import VNModel
import VNRandom

@Suite("The engine and the reference model") struct LockstepTests {
    /// How many seeds each mixture has.
    private static let seeds: Int =
        ProcessInfo.processInfo.environment["VNSYNC_LOCKSTEP_SEEDS"].flatMap { Int($0) } ?? 12

    /// The seed to begin with.
    private static let first: UInt64 =
        ProcessInfo.processInfo.environment["VNSYNC_LOCKSTEP_FIRST"].flatMap { UInt64($0) } ?? 1

    @Test("do the same in every step", arguments: LockstepFaults.mixtures.indices)
    func agree(_ mixture: Int) async throws {
        let faults = LockstepFaults.mixtures[mixture]
        let halves = [Int](0..<Self.seeds).split(byStride: 2)
        try await withThrowingTaskGroup(of: String?.self) { group in
            for half in halves {
                group.addTask {
                    for seed in half.map({ Self.first + UInt64($0) }) {
                        let recording = try await LockstepSchedule.record(
                            seed: seed + UInt64(mixture) << 32, faults: faults)
                        if let difference = recording.difference() {
                            return "mixture \(mixture), seed \(seed): \(difference)"
                        }
                    }
                    return nil
                }
            }
            for try await difference in group {
                if let difference { Issue.record("\(difference)") }
            }
        }
    }

    @Test("differ if the model leaves a rule out", arguments: ModelRule.allCases)
    func differ(_ rule: ModelRule) async throws {
        for seed in 1...UInt64(40) {
            for mixture in rule.mixtures {
                let recording = try await Recordings.shared.recording(mixture, seed)
                if recording.difference(missing: rule.missing) != nil { return }
            }
        }
        Issue.record("nothing shows that \(rule.rawValue) is compared")
    }

    /// Recordings that several tests look at.
    private actor Recordings {
        static let shared = Recordings()
        private var made: [UInt64: LockstepRecording] = [:]

        func recording(_ mixture: Int, _ seed: UInt64) async throws -> LockstepRecording {
            let seed = seed + UInt64(mixture) << 32
            if let known = made[seed] { return known }
            let new = try await LockstepSchedule.record(
                seed: seed, faults: LockstepFaults.mixtures[mixture])
            made[seed] = new
            return new
        }
    }
}

/// The engine against a reference model of the protocol: real stores, the real engine and the real
/// endpoint over SQLite on one side, dictionaries on the other; same schedule, same outcome.
///
/// A schedule has writes, groups, syncs that lose requests or answers or whose stream breaks off
/// behind a checkpoint, and between any two exchanges of a sync other writes, syncs and deeds of
/// the hub; by its mixture also refusals, deletions, purges, copied and rolled-back stores,
/// restores of the hub with the window of recovery open or closed, scopes and changes of them,
/// wrong clocks.
///
/// Compared after each step: what was asked of the hub, in order, and whether the sync succeeded.
/// Of every store the registers (vectors, live dots, stamps, values, what deletions saw), the
/// journal with what became of each row and how its vectors were amended, what is held and why,
/// the cursor, how much is acknowledged, documents to read again, evictions that wait, what a
/// replacing pull has not met, purged ids, own ids, the newest stamp. Of the hub the registers with
/// their places and authors, feed places, purged ids, ledgers, verdicts, cids and aliases. The
/// model takes only names from the engine: ids of replicas, of changes and of generations.
///
/// Not compared: views and conflicts, search, the texts of refusals, hashes and digests (the model
/// has names for them), bytes on the wire, pages that change between two reads of one pull,
/// snapshots and reconciliation, compaction, `erased`, several remotes, hubs among themselves.
extension LockstepRecording {
    /// What the model does otherwise, if anything, with all that came before.
    func difference(missing: Set<ModelRule> = []) -> String? {
        let model = ModelWorld(
            generation: generation, batch: batch, pageRows: pageRows, missing: missing)
        for store in stores { model.addStore(store.replica, sections: store.sections) }
        for (place, record) in records.enumerated() {
            model.beginStep(minted: record.minted)
            model.perform(record.step)
            var differences: [String] = []
            if model.exchanges != record.exchanges {
                differences.append(
                    "exchanges: engine \(record.exchanges), model \(model.exchanges)")
            }
            for (index, snapshot) in record.stores.sorted(by: { $0.key < $1.key }) {
                let mine = model.stores[index].snapshot
                guard mine != snapshot else { continue }
                differences += snapshot.differences(mine).map { "store \(index) \($0)" }
            }
            if let hub = record.hub, hub != model.hub.snapshot {
                differences += hub.differences(model.hub.snapshot)
            }
            guard !differences.isEmpty else { continue }
            let steps = records.prefix(place + 1).enumerated().map { "\($0) \($1.step)" }
            return "step \(place)\n" + differences.joined(separator: "\n") + "\n"
                + steps.joined(separator: "\n")
        }
        return nil
    }
}

extension [Int] {
    /// Every so manieth element from each beginning.
    fileprivate func split(byStride stride: Int) -> [[Int]] {
        (0..<stride).map { start in filter { $0 % stride == start } }
    }
}
