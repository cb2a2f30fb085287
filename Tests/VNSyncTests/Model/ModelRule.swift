/// A rule of the protocol that the reference model can leave out, to show that the comparison with
/// the engine would notice.
enum ModelRule: String, CaseIterable, Sendable {
    /// What hello says of the journal is compared with it. The rules about forks stand in for each
    /// other, so this one is left out with each of them.
    case greeting
    /// Counters that the hub has judged are compared with their hashes.
    case hashChain
    /// A cid that was applied under another dot is a duplicate.
    case knownChange
    /// The hub keeps both dots of a duplicate as aliases.
    case hubAlias
    /// The author maps its pending changes after a duplicate.
    case ownAlias
    /// A refused change uses its counter up with its group.
    case wholeGroups
    /// The verdict of a refused change holds it and marks the document.
    case refusalRereads
    /// A document that is read again gets the pending changes again.
    case reapply
    /// The registers that travel are decided by `since`, not by `position`.
    case since
    /// A register is an echo only if the puller's push was the last to change it, exactly so.
    case exactEcho
    /// Documents that travel whole are never filtered.
    case wholeEcho
    /// A push answers a cursor only to who had everything before it.
    case pushCursor
    /// A lowered stamp is answered and stored.
    case loweredStamp
    /// What a change observed must not exceed what the hub holds.
    case bound
    /// Purged ids are kept, and travel.
    case keepPurged
    /// A purge holds pending changes with their groups.
    case holdGroups
    /// A purge holds own live values that the deletion had not seen.
    case holdUnseen
    /// A fork lowers entries of the old id to what was acknowledged.
    case forkPoint
    /// A fork rewrites the registers too.
    case forkRegisters
    /// What a deletion saw is mapped at a fork.
    case forkSaw
    /// A hub of another generation is offered again what it lacks.
    case offerAgain
    /// Refused rows go out withdrawn.
    case withdrawnRows
    /// A pull after a recovery replaces what is here.
    case replacing
    /// The header of a pull is compared with the journal before anything is applied.
    case header
    /// Comments follow an article that changes its section.
    case movedComments
    /// What belonged only to the scope that was wanted before is evicted.
    case scopeDifference
    /// An eviction that pending work put off is done later.
    case laterEviction

    /// What is left out so that this rule's absence shows.
    var missing: Set<ModelRule> {
        switch self {
        case .greeting, .hashChain, .header: [self, .greeting]
        default: [self]
        }
    }

    /// The mixtures that may show it, as places in the list of them.
    var mixtures: [Int] {
        switch self {
        case .greeting, .hashChain, .header, .knownChange, .hubAlias, .ownAlias, .forkPoint,
            .forkRegisters:
            [3, 7, 8, 10]
        case .forkSaw: [8]
        case .wholeGroups, .refusalRereads, .reapply: [1, 7]
        case .since, .exactEcho, .wholeEcho, .pushCursor, .bound, .replacing: [0, 3, 6, 8]
        case .loweredStamp: [5]
        case .keepPurged, .holdGroups, .holdUnseen: [2, 8, 11]
        case .offerAgain, .withdrawnRows: [6, 9, 11]
        case .movedComments, .laterEviction, .scopeDifference: [4, 12]
        }
    }
}
