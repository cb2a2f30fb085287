/// What can go wrong in a run, and the promise that must be kept all the same.
public enum Fault: String, CaseIterable, Sendable, Hashable {
    /// The case of the lost request.
    case lostRequest = "lost-request"
    /// The case of the lost answer.
    case lostAnswer = "lost-answer"
    /// The case of the duplicate request.
    case duplicateRequest = "duplicate-request"
    /// The case of the late request.
    case lateRequest = "late-request"
    /// The case of the cut answer.
    case cutAnswer = "cut-answer"
    /// The case of the damaged answer.
    case damagedAnswer = "damaged-answer"
    /// The case of the stale answer.
    case staleAnswer = "stale-answer"
    /// The case of the captive portal.
    case captivePortal = "captive-portal"
    /// The case of the wrong type.
    case wrongType = "wrong-type"
    /// The case of the refusal.
    case refusal = "refusal"
    /// The case of the storm.
    case storm = "storm"
    /// The case of the cancelled sync.
    case cancelledSync = "cancelled-sync"
    /// The case of the killed process.
    case killedProcess = "killed-process"
    /// The case of the power cut.
    case powerCut = "power-cut"
    /// The case of the power cut in write.
    case powerCutInWrite = "power-cut-in-write"
    /// The case of the full disk.
    case fullDisk = "full-disk"
    /// The case of the failing disk.
    case failingDisk = "failing-disk"
    /// The case of the killed hub.
    case killedHub = "killed-hub"
    /// The case of the hub power cut.
    case hubPowerCut = "hub-power-cut"
    /// The case of the hub disk.
    case hubDisk = "hub-disk"
    /// The case of the clock jump.
    case clockJump = "clock-jump"
    /// The case of the frozen clock.
    case frozenClock = "frozen-clock"
    /// The case of the long offline.
    case longOffline = "long-offline"
    /// The case of the purge.
    case purge
    /// The case of the scope.
    case scope
    /// The case of the small pages.
    case smallPages = "small-pages"
    /// The case of the refused change.
    case refusedChange = "refused-change"
    /// The case of the restored store.
    case restoredStore = "restored-store"
    /// The case of the copied store.
    case copiedStore = "copied-store"
    /// The case of the rolled back store.
    case rolledBackStore = "rolled-back-store"
    /// The case of the restored hub.
    case restoredHub = "restored-hub"

    /// What must hold although this happens.
    public var promise: String {
        switch self {
        case .lostRequest, .lostAnswer, .cutAnswer:
            "what was committed is not repeated and not lost; the next sync goes on there"
        case .duplicateRequest, .lateRequest: "a push that comes again gets the same verdicts"
        case .damagedAnswer, .captivePortal, .wrongType: "nothing of such an answer is applied"
        case .staleAnswer: "an old page is at worst applied again"
        case .refusal, .storm: "nothing is dropped by retrying; a failing push does not gate pulls"
        case .cancelledSync, .killedProcess: "each step of a sync is whole or did not happen"
        case .powerCut, .powerCutInWrite: "a local write that returned is there"
        case .fullDisk, .failingDisk: "the write fails with a named error, nothing is half done"
        case .killedHub, .hubPowerCut, .hubDisk: "a verdict that was answered is never forgotten"
        case .clockJump, .frozenClock: "causality does not depend on clocks"
        case .longOffline: "there is no limit to how long a replica may be away"
        case .purge: "what was purged stays gone; unsent edits of it are held"
        case .scope: "a store holds what its scope admits, and nothing else"
        case .smallPages: "registers that travel are chosen by where the pull began"
        case .refusedChange: "a refused change is held with its reason and blocks nothing"
        case .restoredStore: "a store that was put back takes a new id and sends what it holds"
        case .copiedStore, .rolledBackStore: "two histories under one id are never mixed"
        case .restoredHub: "what a restored hub lost, its clients offer again"
        }
    }

    /// Whether runs have it unless told otherwise. The others are what stores and hubs recover
    /// from; see ``recovery``.
    public var isUsual: Bool {
        switch self {
        case .copiedStore, .rolledBackStore, .restoredHub: false
        default: true
        }
    }

    /// The faults of an ordinary run.
    public static let usual = Set(allCases.filter(\.isUsual))

    /// The faults of an ordinary run, and those that stores and hubs have to recover from.
    public static let recovery = Set(allCases)
}
