/// A bug that is planted on purpose. A checker that no canary alarms would be a defect.
///
/// The bugs are planted from outside, at seams that exist anyway: between engine and network,
/// between endpoint and store, in how a store is opened, and in who starts a sync. The product
/// holds no switch for any of them.
public enum Canary: String, CaseIterable, Sendable, Hashable {
    // Between engine and network.
    /// A group is sent in parts.
    case splitGroups = "split-groups"
    /// A page moves the cursor beyond its rows.
    case earlyCursor = "early-cursor"
    /// Registers that travel are chosen by position, not by since.
    case positionDecides = "position-decides"
    /// The answer to a push always moves the cursor.
    case pushMovesCursor = "push-moves-cursor"
    /// A refused change is answered as applied.
    case forgottenRefusal = "forgotten-refusal"
    /// A lowered stamp is not told to its author.
    case forgottenStamp = "forgotten-stamp"
    /// A register is taken for an echo if any own value is live in it.
    case anyEcho = "any-echo"
    /// A first pull leaves deleted documents out.
    case skippedDeletions = "skipped-deletions"
    // Between endpoint and store.
    /// Purged ids are not kept and not told.
    case untoldPurge = "untold-purge"
    /// Comments of a purged article stay.
    case noPurgeCascade = "no-purge-cascade"
    /// Comments do not follow an article into another scope.
    case commentsStay = "comments-stay"
    /// A push that comes again gets another verdict.
    case otherVerdict = "other-verdict"
    /// The ledger is not kept with the log.
    case ledgerBehind = "ledger-behind"
    /// Ids of changes are not looked up.
    case noChangeIDs = "no-cid"
    /// Two dots of one change are not known to be one.
    case noAliases = "no-alias"
    /// A register keeps what was superseded.
    case lostSuperseding = "lost-superseding"
    // What recovery rests on.
    /// Neither hello nor a header tells of another journal.
    case hiddenForks = "hidden-forks"
    /// What stands under former ids is not offered again.
    case forgottenFormers = "forgotten-formers"
    /// A pull that replaces leaves out what the puller wrote.
    case replacingEcho = "replacing-echo"
    /// A hub that was put back says it knows what it had answered for.
    case untoldLoss = "untold-loss"
    /// A hub that was put back keeps its generation.
    case keptGeneration = "kept-generation"
    /// A hub that was put back refuses what has observed more than it holds.
    case keptBound = "kept-bound"
    /// Rows of a journal are compared by their counters alone.
    case noHashChain = "no-hash-chain"
    // What hubs that replicate rest on.
    /// A hub takes over what a peer that was put back holds, and removes the rest.
    case peerReplaces = "peer-replaces"
    /// Hubs do not tell each other what they judged.
    case noLedgerExchange = "no-ledger-exchange"
    /// A change that two hubs know under two dots stays two.
    case noCrossAlias = "no-cross-alias"
    /// A trusted store offers everything, before its journal is answered.
    case offerFirst = "offer-first"
    /// A store that moved lowers what the other hub lacks.
    case moveLowers = "move-lowers"
    // How a store is opened, and who starts a sync.
    /// A local write is not synced to the disk.
    case skippedSync = "skipped-sync"
    /// The mark to read a document again does not outlive the sync.
    case volatileReread = "volatile-reread"
    /// A failing push keeps the pull from running.
    case pushGatesPull = "push-gates-pull"

    /// What is wrong.
    public var bug: String {
        switch self {
        case .splitGroups: "a group is sent in parts"
        case .earlyCursor: "a page moves the cursor beyond its rows"
        case .positionDecides: "registers that travel are chosen by position, not by since"
        case .pushMovesCursor: "the answer to a push always moves the cursor"
        case .forgottenRefusal: "a refused change is answered as applied"
        case .forgottenStamp: "a lowered stamp is not told to its author"
        case .skippedDeletions: "a first pull leaves deleted documents out"
        case .anyEcho: "a register is taken for an echo if any own value is live in it"
        case .untoldPurge: "purged ids are not kept and not told"
        case .noPurgeCascade: "comments of a purged article stay"
        case .commentsStay: "comments do not follow an article into another scope"
        case .otherVerdict: "a push that comes again gets another verdict"
        case .ledgerBehind: "the ledger is not kept with the log"
        case .noChangeIDs: "ids of changes are not looked up"
        case .noAliases: "two dots of one change are not known to be one"
        case .lostSuperseding: "a register keeps what was superseded"
        case .hiddenForks: "neither hello nor a header tells of another journal"
        case .forgottenFormers: "what stands under former ids is not offered again"
        case .replacingEcho: "a pull that replaces leaves out what the puller wrote"
        case .untoldLoss: "a hub that was put back says it knows what it had answered for"
        case .keptGeneration: "a hub that was put back keeps its generation"
        case .keptBound: "a hub that was put back refuses what has observed more than it holds"
        case .noHashChain: "rows of a journal are compared by their counters alone"
        case .peerReplaces: "a hub removes what a peer that was put back does not hold"
        case .noLedgerExchange: "hubs do not tell each other what they judged"
        case .noCrossAlias: "a change that two hubs know under two dots stays two"
        case .offerFirst: "a trusted store offers everything, before its journal is answered"
        case .moveLowers: "a store that moved lowers what the other hub lacks"
        case .skippedSync: "a local write is not synced to the disk"
        case .volatileReread: "the mark to read a document again does not outlive the sync"
        case .pushGatesPull: "a failing push keeps the pull from running"
        }
    }

    /// The finding of `protocol.md` whose rule is left out, if it is one.
    public var finding: String? {
        switch self {
        case .positionDecides: "F1"
        case .noAliases: "F5"
        case .forgottenStamp: "F2"
        case .forgottenRefusal: "F3"
        case .volatileReread: "F6"
        case .untoldPurge, .noPurgeCascade: "F7"
        case .commentsStay: "F11"
        case .skippedDeletions: "F12"
        case .anyEcho: "F13"
        case .pushMovesCursor: "C9"
        case .hiddenForks: "F4"
        case .forgottenFormers, .replacingEcho, .untoldLoss: "F8"
        case .keptBound: "F9"
        case .peerReplaces: "F8"
        case .noLedgerExchange: "F10"
        case .noCrossAlias: "C1"
        case .offerFirst: "C5"
        case .moveLowers: "C6"
        default: nil
        }
    }

    /// Within how many seeds, from 1 on, it is caught.
    public var seedLimit: UInt64 { 200 }

    /// What must happen for it to show, besides what an ordinary run has.
    public var faults: Set<Fault> {
        switch self {
        case .hiddenForks, .noHashChain: [.copiedStore, .rolledBackStore]
        case .forgottenFormers: [.copiedStore, .restoredHub]
        case .replacingEcho, .untoldLoss, .keptGeneration, .keptBound: [.restoredHub]
        case .peerReplaces, .offerFirst: [.severalHubs, .restoredHub, .refusedChange]
        case .noLedgerExchange: [.severalHubs]
        case .noCrossAlias: [.severalHubs, .copiedStore]
        case .moveLowers: [.severalHubs]
        default: []
        }
    }

    var isOnTheWire: Bool {
        switch self {
        case .splitGroups, .earlyCursor, .positionDecides, .pushMovesCursor, .forgottenRefusal,
            .forgottenStamp, .anyEcho, .skippedDeletions, .hiddenForks, .forgottenFormers,
            .replacingEcho, .untoldLoss, .noHashChain:
            true
        default: false
        }
    }

    var isInTheHub: Bool {
        switch self {
        case .untoldPurge, .commentsStay, .otherVerdict, .ledgerBehind,
            .noChangeIDs, .noAliases, .lostSuperseding, .keptBound, .noLedgerExchange,
            .noCrossAlias:
            true
        default: false
        }
    }
}
