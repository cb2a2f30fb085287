import Foundation
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

    @Test("random operations leave the store as they leave the reference")
    func random() async throws {
        for seed in Self.first..<Self.first + Self.seeds {
            let operations = ModelOperation.list(seed: seed, count: Self.steps)
            guard let difference = try await ModelRun.difference(seed: seed, operations) else {
                continue
            }
            let short = try await ModelRun.shrink(
                seed: seed, Array(operations.prefix(difference.step + 1)))
            let last = try await ModelRun.difference(seed: seed, short, deepEvery: 1)
            Issue.record(
                """
                seed \(seed), step \(difference.step), \(difference.operation): \(difference)
                shrunk to \(short.count): \(short)
                \(last.map(String.init(describing:)) ?? "")
                """)
            return
        }
    }
}
