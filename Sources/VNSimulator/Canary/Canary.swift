/// A bug that is planted on purpose. A checker that no canary alarms would be a defect.
///
/// The bugs are planted from outside, at seams that exist anyway: between engine and network,
/// between endpoint and store, in what a store holds between two steps, in how it is opened, and
/// in who starts a sync. The product holds no switch for any of them.
public enum Canary: String, CaseIterable, Sendable, Hashable {
    // What a store sends.
    /// A group is sent in parts.
    case splitGroups = "split-groups"
    /// A change that a later one of the same push overwrites is not sent.
    case mergedChanges = "merged-changes"
    /// What a store had observed under its former id stays in the vectors that it sends.
    case keptForkPoint = "kept-fork-point"
    /// Counters that were taken back are left out.
    case omittedWithdrawn = "omitted-withdrawn"
    /// Deletions of purged documents are taken back like all else of them.
    case withdrawnDeletions = "withdrawn-deletions"

    // What a hub answers.
    /// A page moves the cursor beyond its rows.
    case earlyCursor = "early-cursor"
    /// Registers that travel are chosen by position, not by since.
    case positionDecides = "position-decides"
    /// The answer to a push always moves the cursor.
    case pushMovesCursor = "push-moves-cursor"
    /// The answer to a push moves the cursor past what an alias amended.
    case aliasMovesCursor = "alias-moves-cursor"
    /// A store takes the cursor of a push that was sent ahead wherever it began.
    case ignoredFrom = "ignored-from"
    /// A refused change is answered as applied.
    case forgottenRefusal = "forgotten-refusal"
    /// What the hub knows counts as taken.
    case knownAcknowledges = "known-acknowledges"
    /// A lowered stamp is not told to its author.
    case forgottenStamp = "forgotten-stamp"
    /// A register is taken for an echo if any own value is live in it.
    case anyEcho = "any-echo"
    /// A first pull leaves deleted documents out.
    case skippedDeletions = "skipped-deletions"
    /// The id of a change that was refused counts as known.
    case refusedIDs = "refused-cid"
    /// The id of a change is looked up before its hash is compared.
    case earlyIDs = "early-cid"
    /// A hub finds nothing where a store differs from it.
    case blindReconcile = "blind-reconcile"
    /// A reader takes what no reader may take.
    case lenientReader = "lenient-reader"

    // Between endpoint and store.
    /// Purged ids are not kept and not told.
    case untoldPurge = "untold-purge"
    /// Comments of a purged article stay.
    case noPurgeCascade = "no-purge-cascade"
    /// Comments do not follow an article into another scope.
    case commentsStay = "comments-stay"
    /// A document that enters a scope travels in part.
    case partialArrival = "partial-arrival"
    /// A push that comes again gets another verdict.
    case otherVerdict = "other-verdict"
    /// The ledger is not kept with the log.
    case ledgerBehind = "ledger-behind"
    /// Ids of changes are not looked up.
    case noChangeIDs = "no-cid"
    /// Two dots of one change are not known to be one.
    case noAliases = "no-alias"
    /// An alias does not amend what the hub holds already.
    case laterAliases = "later-aliases"
    /// A register keeps what was superseded.
    case lostSuperseding = "lost-superseding"
    /// The sum of all digests is wrong.
    case wrongSum = "wrong-sum"

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

    // What a store holds, how it is opened, and who starts a sync.
    /// A local write is not synced to the disk.
    case skippedSync = "skipped-sync"
    /// The mark to read a document again does not outlive the sync.
    case volatileReread = "volatile-reread"
    /// A document that is read again loses what waits to be pushed.
    case forgottenPending = "forgotten-pending"
    /// An eviction that was put off is forgotten, and no verdict says it again.
    case forgottenEviction = "forgotten-eviction"
    /// Of two copies of a deletion the older one stays.
    case keptSaw = "kept-saw"
    /// An event that comes while a sync runs is forgotten.
    case swallowedEvent = "swallowed-event"
    /// A change that is made while a sync runs counts as pushed.
    case unnoticedChange = "unnoticed-change"
    /// A hub's signs of life are events.
    case restlessEvents = "restless-events"
    /// A failing push keeps the pull from running.
    case pushGatesPull = "push-gates-pull"
}
