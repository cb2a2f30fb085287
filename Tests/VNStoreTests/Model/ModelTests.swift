import Foundation
import Synchronization
import Testing

/// The store against a reference in memory.
///
/// `VNSYNC_MODEL_SEEDS` sets how many seeds run, `VNSYNC_MODEL_STEPS` how many steps each has,
/// `VNSYNC_SEED` the first seed.
@Suite("Store and reference") struct ModelTests {
    private static let variables = ProcessInfo.processInfo.environment
    static let seeds = UInt64(variables["VNSYNC_MODEL_SEEDS"] ?? "") ?? 3
    static let steps = Int(variables["VNSYNC_MODEL_STEPS"] ?? "") ?? 400
    static let first = UInt64(variables["VNSYNC_SEED"] ?? "") ?? 1

    @Test("random operations, power cuts and restores leave the store as they leave the reference")
    func random() async throws {
        for seed in Self.first..<Self.first + Self.seeds {
            let operations = ModelOperation.list(seed: seed, count: Self.steps)
            guard let difference = try await ModelRun.difference(seed: seed, operations) else {
                continue
            }
            // Shortening it takes minutes.
            print("seed \(seed), step \(difference.step), \(difference.operation): \(difference)")
            let short = try await ModelRun.shrink(
                seed: seed, Array(operations.prefix(difference.step + 1)), to: difference)
            let last = try await ModelRun.difference(seed: seed, short, deepEvery: 1)
            Issue.record(
                """
                seed \(seed), step \(difference.step), \(difference.operation): \(difference)
                shrunk to \(short.count): \(short)
                \(last.map(String.init(describing:)) ?? "")
                """)
            return
        }
        let tally = ModelRun.tally.withLock { $0 }
        // Otherwise the operations do not reach what they are meant to reach. Few seeds that
        // somebody chose may miss something.
        #expect(
            Self.variables["VNSYNC_MODEL_SEEDS"] != nil
                || tally.cuts > 0 && tally.restores > 0 && tally.conflicts > 0
                    && tally.refusals > 0
        )
        if Self.seeds > 3 { print("seeds \(Self.seeds): \(tally)") }
    }
}
