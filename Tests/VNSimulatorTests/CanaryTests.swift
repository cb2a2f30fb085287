import Testing
import VNSimulator

@Suite("Canaries")
struct CanaryTests {
    /// From which seed on it pays to look for a bug, and which invariants it breaks.
    private static let expected: [Canary: (UInt64, Set<Invariant>)] = [
        .splitGroups: (8, [.wholeGroups]),
        .earlyCursor: (38, [.cursorCoverage]),
        .positionDecides: (43, [.cursorCoverage]),
        .pushMovesCursor: (1, [.cursorCoverage]),
        .forgottenRefusal: (28, [.noSilentLoss, .convergence, .cursorCoverage]),
        .forgottenStamp: (4, [.convergence]),
        .anyEcho: (4, [.cursorCoverage]),
        .skippedDeletions: (15, [.cursorCoverage]),
        .untoldPurge: (14, [.convergence, .noResurrection]),
        .noPurgeCascade: (14, [.noResurrection]),
        .commentsStay: (22, [.convergence]),
        .otherVerdict: (1, [.idempotentPush]),
        .ledgerBehind: (1, [.contiguousLedger]),
        .noChangeIDs: (13, [.noResurrection]),
        .noAliases: (13, [.noResurrection]),
        .lostSuperseding: (1, [.noResurrection]),
        .skippedSync: (1, [.crashConsistency]),
        .volatileReread: (13, [.convergence, .cursorCoverage]),
        .pushGatesPull: (1, [.liveness]),
        .hiddenForks: (6, [.convergence, .noSilentLoss, .cursorCoverage, .liveness]),
        .forgottenFormers: (23, [.liveness, .noSilentLoss]),
        .replacingEcho: (1, [.cursorCoverage, .convergence, .readYourWrites]),
        .untoldLoss: (1, [.liveness, .noSilentLoss, .convergence]),
        .keptGeneration: (1, [.liveness, .cursorCoverage, .convergence, .contiguousLedger]),
        .keptBound: (93, [.noResurrection]),
        .peerReplaces: (12, [.noSilentLoss, .convergence, .noResurrection]),
        .noLedgerExchange: (1, [.contiguousLedger]),
        .noCrossAlias: (22, [.noResurrection]),
        .offerFirst: (32, [.noSilentLoss, .noResurrection]),
        .moveLowers: (29, [.noResurrection]),
        .noHashChain: (
            2, [.convergence, .noSilentLoss, .cursorCoverage, .oneDotOneChange, .wholeGroups]
        ),
    ]

    @Test("a planted bug is caught within its number of seeds", arguments: Canary.allCases)
    func caught(canary: Canary) async throws {
        var configuration = SimulationConfiguration(canary: canary)
        if canary == .keptBound {
            // Needless siblings are rare, and excused where stores take new ids.
            (configuration.faults, configuration.steps) = ([.restoredHub], 60)
        }
        // It has to move with a change that the other hub cannot take yet.
        if canary == .moveLowers { configuration.steps = 60 }
        let simulation = Simulation(configuration)
        let (first, alarms) = try #require(CanaryTests.expected[canary])
        for seed in first...canary.seedLimit {
            let run = try await simulation.run(seed: seed)
            guard let violation = run.violation else { continue }
            #expect(alarms.contains(violation.invariant), "\(violation)")
            return
        }
        Issue.record("\(canary.rawValue) is not caught: \(canary.bug)")
    }

    @Test("a failing run is made shorter and fails the same way")
    func shrinking() async throws {
        let simulation = Simulation(SimulationConfiguration(canary: .skippedSync))
        var found: SimulationRun?
        for seed in 1...Canary.skippedSync.seedLimit {
            let run = try await simulation.run(seed: seed)
            guard run.violation != nil else { continue }
            found = run
            break
        }
        let run = try #require(found)
        let short = try await Shrinker(simulation, runLimit: 60).shrink(run)
        #expect(short.violation?.invariant == run.violation?.invariant)
        #expect(short.steps.count < run.steps.count && short.steps.count <= 6)
        #expect(short.command.contains("--steps"))
        let again = try await simulation.run(seed: short.seed, steps: short.steps)
        #expect(again.trace == short.trace)
    }
}
