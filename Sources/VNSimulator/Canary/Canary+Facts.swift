extension Canary {
    /// Where a bug is planted.
    enum Place {
        /// In what a store sends or is answered.
        case wire
        /// Between an endpoint and its store.
        case hub
        /// Somewhere else in the world.
        case world
    }

    /// What is known of a canary.
    struct Facts {
        var bug: String
        var place: Place
        /// The finding of `protocol.md` whose rule is left out, if it is one.
        var finding: String?
        /// The faults of a run in which it shows.
        var faults = Canary.usual
        /// Steps of such a run that come more often than usual, or less.
        var weights: [SimulationStep.Kind: Int] = [:]
        /// How many steps such a run has.
        var steps = 40
        /// How many machines there are for copies of stores; where there are more than one, no copy
        /// shows that it is one.
        var copies = 1
        /// Within how many seeds, from 1 on, it is caught.
        var seedLimit: UInt64 = 200
        /// From which seed on it pays to look for it.
        var firstSeed: UInt64 = 1
    }

    /// What is wrong.
    public var bug: String { facts.bug }

    /// The finding of `protocol.md` whose rule is left out, if it is one.
    public var finding: String? { facts.finding }

    /// Within how many seeds, from 1 on, it is caught.
    public var seedLimit: UInt64 { facts.seedLimit }

    /// From which seed on it pays to look for it, for tests that have little time.
    public var firstSeed: UInt64 { facts.firstSeed }

    var place: Place { facts.place }

    /// Whether the endpoint's store is wrapped.
    var isInTheHub: Bool { place == .hub || self == .refusedIDs }

    var facts: Facts {
        guard let facts = Canary.table[self] else { preconditionFailure("each canary is listed") }
        return facts
    }

    /// A second process makes what shows a bug of the protocol rarer.
    fileprivate static let usual = Fault.usual.subtracting([.otherProcess])
    private static let forks = usual.union([.copiedStore, .rolledBackStore])
    private static let restores = usual.union([.restoredHub])
    private static let restoredHubs: Set<Fault> = [.severalHubs, .restoredHub, .refusedChange]
    private static let watches: Set<Fault> = [.watchedStore, .lostRequest, .lostAnswer, .cutAnswer]
    private static let copiesAndRestores = usual.union([.copiedStore, .restoredHub])

    private static let manyForks: [SimulationStep.Kind: Int] = [
        .copyStore: 8, .snapshot: 8, .rollBack: 8,
    ]
    private static let twins: [SimulationStep.Kind: Int] = [
        .copyStore: 8, .snapshot: 14, .rollBack: 14,
    ]

    private static let table: [Canary: Facts] = [
        .splitGroups: Facts(bug: "a group is sent in parts", place: .wire),
        .mergedChanges: Facts(
            bug: "a change that a later one of the same push overwrites is not sent",
            place: .wire, finding: "F15", faults: forks, weights: manyForks),
        .keptForkPoint: Facts(
            bug: "what a store had observed under its former id stays in the vectors it sends",
            place: .wire, finding: "F4", faults: forks, weights: manyForks),
        .omittedWithdrawn: Facts(
            bug: "counters that were taken back are left out", place: .wire, finding: "F8",
            faults: [.purge, .restoredHub],
            weights: [.purge: 14, .hubBackup: 6, .hubRestore: 8], steps: 60),
        .withdrawnDeletions: Facts(
            bug: "deletions of purged documents are taken back like all else of them",
            place: .wire, finding: "C2", faults: [.purge, .restoredHub],
            weights: [.purge: 14, .hubBackup: 6, .hubRestore: 8], steps: 60),
        .earlyCursor: Facts(bug: "a page moves the cursor beyond its rows", place: .wire),
        .positionDecides: Facts(
            // It shows where a pull of several pages is cut.
            bug: "registers that travel are chosen by position, not by since", place: .wire,
            finding: "F1", faults: [.smallPages, .cutAnswer], steps: 60, firstSeed: 25),
        .pushMovesCursor: Facts(
            bug: "the answer to a push always moves the cursor", place: .wire, finding: "C9"),
        .aliasMovesCursor: Facts(
            bug: "the answer to a push moves the cursor past what an alias amended",
            place: .wire, finding: "C9", faults: forks, weights: manyForks),
        .ignoredFrom: Facts(
            bug: "a store takes the cursor of a push that was sent ahead wherever it began",
            place: .wire, finding: "C9"),
        .forgottenRefusal: Facts(
            bug: "a refused change is answered as applied", place: .wire, finding: "F3"),
        .knownAcknowledges: Facts(
            bug: "what the hub knows counts as taken", place: .wire, finding: "F3"),
        .forgottenStamp: Facts(
            bug: "a lowered stamp is not told to its author", place: .wire, finding: "F2"),
        .anyEcho: Facts(
            bug: "a register is taken for an echo if any own value is live in it",
            place: .wire, finding: "F13"),
        .skippedDeletions: Facts(
            bug: "a first pull leaves deleted documents out", place: .wire, finding: "F12"),
        .refusedIDs: Facts(
            // Refusals are rare, so the hub refuses every comment.
            bug: "the id of a change that was refused counts as known", place: .wire,
            faults: [.copiedStore, .rolledBackStore], weights: twins, steps: 60),
        .earlyIDs: Facts(
            // It takes three copies that nobody sees: one hears nothing of the fork before its push
            // arrives, one is the other history, and one has offered the same change again.
            bug: "the id of a change is looked up before its hash is compared", place: .wire,
            finding: "C7", faults: [.copiedStore],
            weights: [.copyStore: 10], steps: 60, copies: 3, firstSeed: 90),
        .blindReconcile: Facts(
            bug: "a hub finds nothing where a store differs from it", place: .wire,
            weights: [.damage: 10]),
        .lenientReader: Facts(
            bug: "a reader takes what no reader may take", place: .wire),
        .untoldPurge: Facts(
            bug: "purged ids are not kept and not told", place: .hub, finding: "F7"),
        .noPurgeCascade: Facts(
            bug: "comments of a purged article stay", place: .world, finding: "F7",
            weights: [.purge: 14]),
        .commentsStay: Facts(
            bug: "comments do not follow an article into another scope", place: .hub,
            finding: "F11"),
        .partialArrival: Facts(
            bug: "a document that enters a scope travels in part", place: .hub, finding: "F11",
            firstSeed: 60),
        .otherVerdict: Facts(
            bug: "a push that comes again gets another verdict", place: .hub),
        .ledgerBehind: Facts(bug: "the ledger is not kept with the log", place: .hub),
        .noChangeIDs: Facts(
            bug: "ids of changes are not looked up", place: .hub, faults: forks,
            weights: manyForks),
        .noAliases: Facts(
            bug: "two dots of one change are not known to be one", place: .hub, finding: "F5",
            faults: forks, weights: manyForks),
        .laterAliases: Facts(
            bug: "an alias does not amend what the hub holds already", place: .hub,
            finding: "C1", faults: forks),
        .lostSuperseding: Facts(bug: "a register keeps what was superseded", place: .hub),
        .wrongSum: Facts(bug: "the sum of all digests is wrong", place: .hub),
        .hiddenForks: Facts(
            bug: "neither hello nor a header tells of another journal", place: .wire,
            finding: "F4", faults: forks),
        .forgottenFormers: Facts(
            bug: "what stands under former ids is not offered again", place: .wire,
            finding: "F8", faults: copiesAndRestores, firstSeed: 38),
        .replacingEcho: Facts(
            bug: "a pull that replaces leaves out what the puller wrote", place: .wire,
            finding: "F8", faults: restores),
        .untoldLoss: Facts(
            bug: "a hub that was put back says it knows what it had answered for",
            place: .wire, finding: "F8", faults: restores, firstSeed: 22),
        .keptGeneration: Facts(
            bug: "a hub that was put back keeps its generation", place: .world,
            faults: restores, firstSeed: 22),
        .keptBound: Facts(
            // Needless siblings are rare, and excused where stores take new ids.
            bug: "a hub that was put back refuses what has observed more than it holds",
            place: .hub, finding: "F9", faults: [.restoredHub], steps: 60,
            firstSeed: 90),
        .noHashChain: Facts(
            bug: "rows of a journal are compared by their counters alone", place: .wire,
            faults: forks),
        .peerReplaces: Facts(
            bug: "a hub removes what a peer that was put back does not hold", place: .world,
            finding: "F8", faults: restoredHubs, firstSeed: 12),
        .noLedgerExchange: Facts(
            bug: "hubs do not tell each other what they judged", place: .hub, finding: "F10",
            faults: [.severalHubs]),
        .noCrossAlias: Facts(
            bug: "a change that two hubs know under two dots stays two", place: .hub,
            finding: "C1", faults: [.severalHubs, .copiedStore], firstSeed: 22),
        .offerFirst: Facts(
            bug: "a trusted store offers everything, before its journal is answered",
            place: .world, finding: "C5", faults: restoredHubs, steps: 80),
        .moveLowers: Facts(
            bug: "a store that moved lowers what the other hub lacks", place: .world,
            finding: "C6", faults: [.severalHubs], firstSeed: 29),
        .skippedSync: Facts(bug: "a local write is not synced to the disk", place: .world),
        .volatileReread: Facts(
            bug: "the mark to read a document again does not outlive the sync",
            place: .world, finding: "F6"),
        .forgottenPending: Facts(
            bug: "a document that is read again loses what waits to be pushed",
            place: .world, finding: "F6", firstSeed: 33),
        .forgottenEviction: Facts(
            // Each of the two alone is made good by the other.
            bug: "an eviction that was put off is forgotten, and no verdict says it again",
            place: .wire, finding: "F11", firstSeed: 30),
        .keptSaw: Facts(
            bug: "of two copies of a deletion the older one stays", place: .world,
            finding: "F5", faults: forks),
        .swallowedEvent: Facts(
            bug: "an event that comes while a sync runs is forgotten", place: .world,
            faults: watches, weights: [.watch: 16], steps: 20),
        .unnoticedChange: Facts(
            bug: "a change that is made while a sync runs counts as pushed", place: .world,
            faults: watches, weights: [.watch: 16], steps: 20),
        .restlessEvents: Facts(
            bug: "a hub's signs of life are events", place: .world, faults: watches,
            weights: [.watch: 16], steps: 20),
        .pushGatesPull: Facts(
            bug: "a failing push keeps the pull from running", place: .world),
    ]
}
