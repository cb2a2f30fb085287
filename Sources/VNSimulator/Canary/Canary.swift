/// A bug that is planted on purpose. A checker that no canary alarms would be a defect.
///
/// The bugs are planted from outside, at seams that exist anyway: between engine and network,
/// between endpoint and store, in how a store is opened, and in who starts a sync. The product
/// holds no switch for any of them.
public enum Canary: String, CaseIterable, Sendable, Hashable {
    // Between engine and network.
    /// The case of the split groups.
    case splitGroups = "split-groups"
    /// The case of the early cursor.
    case earlyCursor = "early-cursor"
    /// The case of the position decides.
    case positionDecides = "position-decides"
    /// The case of the push moves cursor.
    case pushMovesCursor = "push-moves-cursor"
    /// The case of the forgotten refusal.
    case forgottenRefusal = "forgotten-refusal"
    /// The case of the forgotten stamp.
    case forgottenStamp = "forgotten-stamp"
    /// The case of the any echo.
    case anyEcho = "any-echo"
    /// The case of the skipped deletions.
    case skippedDeletions = "skipped-deletions"
    // Between endpoint and store.
    /// The case of the untold purge.
    case untoldPurge = "untold-purge"
    /// The case of the no purge cascade.
    case noPurgeCascade = "no-purge-cascade"
    /// The case of the comments stay.
    case commentsStay = "comments-stay"
    /// The case of the other verdict.
    case otherVerdict = "other-verdict"
    /// The case of the ledger behind.
    case ledgerBehind = "ledger-behind"
    /// The case of the no change i ds.
    case noChangeIDs = "no-cid"
    /// The case of the no aliases.
    case noAliases = "no-alias"
    /// The case of the lost superseding.
    case lostSuperseding = "lost-superseding"
    // What recovery rests on.
    /// The case of the hidden forks.
    case hiddenForks = "hidden-forks"
    /// The case of the forgotten formers.
    case forgottenFormers = "forgotten-formers"
    /// The case of the replacing echo.
    case replacingEcho = "replacing-echo"
    /// The case of the untold loss.
    case untoldLoss = "untold-loss"
    /// The case of the kept generation.
    case keptGeneration = "kept-generation"
    /// The case of the kept bound.
    case keptBound = "kept-bound"
    /// The case of the no hash chain.
    case noHashChain = "no-hash-chain"
    // How a store is opened, and who starts a sync.
    /// The case of the skipped sync.
    case skippedSync = "skipped-sync"
    /// The case of the volatile reread.
    case volatileReread = "volatile-reread"
    /// The case of the push gates pull.
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
            .noChangeIDs, .noAliases, .lostSuperseding, .keptBound:
            true
        default: false
        }
    }
}
