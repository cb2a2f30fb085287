import Testing
import VNSimulator

@Suite("Canaries")
struct CanaryTests {
    /// The invariants that a bug breaks. What is held otherwise than the hub holds it is often
    /// found first by the comparison at the end of a pull (I1).
    private static let expected: [Canary: Set<Invariant>] = [
        .splitGroups: [.wholeGroups],
        .mergedChanges: [.noSilentLoss, .noResurrection, .convergence],
        .keptForkPoint: [.noSilentLoss, .convergence, .cursorCoverage],
        .omittedWithdrawn: [.liveness],
        .withdrawnDeletions: [.noSilentLoss],
        .earlyCursor: [.cursorCoverage, .convergence],
        .positionDecides: [.cursorCoverage, .convergence],
        .pushMovesCursor: [.cursorCoverage, .convergence],
        .aliasMovesCursor: [.cursorCoverage, .convergence],
        .ignoredFrom: [.cursorCoverage, .convergence],
        .forgottenRefusal: [.noSilentLoss, .convergence, .cursorCoverage],
        .knownAcknowledges: [.noSilentLoss, .convergence, .cursorCoverage],
        .forgottenStamp: [.convergence],
        .anyEcho: [.cursorCoverage, .convergence],
        .skippedDeletions: [.cursorCoverage, .convergence],
        .refusedIDs: [.oneDotOneChange],
        .earlyIDs: [.oneDotOneChange, .convergence],
        .blindReconcile: [.convergence, .cursorCoverage],
        .lenientReader: [.limits],
        .untoldPurge: [.convergence, .noResurrection],
        .noPurgeCascade: [.convergence, .noResurrection],
        .commentsStay: [.convergence],
        .partialArrival: [.convergence],
        .otherVerdict: [.idempotentPush],
        .ledgerBehind: [.contiguousLedger, .liveness],
        .noChangeIDs: [.noResurrection],
        .noAliases: [.noResurrection],
        .laterAliases: [.noResurrection],
        .lostSuperseding: [.noResurrection, .convergence],
        .wrongSum: [.convergence],
        .hiddenForks: [.convergence, .noSilentLoss, .cursorCoverage, .liveness],
        .forgottenFormers: [.liveness, .noSilentLoss],
        .replacingEcho: [.cursorCoverage, .convergence, .readYourWrites],
        .untoldLoss: [.liveness, .noSilentLoss, .convergence],
        .keptGeneration: [.liveness, .cursorCoverage, .convergence, .contiguousLedger],
        .keptBound: [.noResurrection],
        .noHashChain: [
            .convergence, .noSilentLoss, .cursorCoverage, .oneDotOneChange, .wholeGroups,
        ],
        .peerReplaces: [.noSilentLoss, .convergence, .noResurrection],
        .noLedgerExchange: [.contiguousLedger],
        .noCrossAlias: [.noResurrection],
        .offerFirst: [.noSilentLoss, .noResurrection],
        .moveLowers: [.noResurrection],
        .skippedSync: [.crashConsistency, .oneDotOneChange],
        .volatileReread: [.convergence, .cursorCoverage],
        .forgottenPending: [.readYourWrites],
        .forgottenEviction: [.convergence],
        .keptSaw: [.convergence],
        .swallowedEvent: [.liveness],
        .unnoticedChange: [.liveness],
        .restlessEvents: [.limits],
        .pushGatesPull: [.liveness],
    ]

    @Test("a planted bug is caught within its number of seeds", arguments: Canary.allCases)
    func caught(canary: Canary) async throws {
        let simulation = Simulation(SimulationConfiguration(canary: canary))
        let alarms = try #require(CanaryTests.expected[canary])
        for seed in canary.firstSeed...canary.seedLimit {
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
