/// What can go wrong in a run, and the promise that must be kept all the same.
public enum Fault: String, CaseIterable, Sendable, Hashable {
    case lostRequest = "lost-request"
    case lostAnswer = "lost-answer"
    case duplicateRequest = "duplicate-request"
    case lateRequest = "late-request"
    case cutAnswer = "cut-answer"
    case damagedAnswer = "damaged-answer"
    case staleAnswer = "stale-answer"
    case captivePortal = "captive-portal"
    case wrongType = "wrong-type"
    case refusal = "refusal"
    case storm = "storm"
    case cancelledSync = "cancelled-sync"
    case killedProcess = "killed-process"
    case powerCut = "power-cut"
    case powerCutInWrite = "power-cut-in-write"
    case fullDisk = "full-disk"
    case failingDisk = "failing-disk"
    case killedHub = "killed-hub"
    case hubPowerCut = "hub-power-cut"
    case hubDisk = "hub-disk"
    case clockJump = "clock-jump"
    case frozenClock = "frozen-clock"
    case longOffline = "long-offline"
    case purge
    case scope
    case smallPages = "small-pages"
    case refusedChange = "refused-change"
    case restoredStore = "restored-store"
    case copiedStore = "copied-store"
    case rolledBackStore = "rolled-back-store"
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

    /// Whether runs have it unless told otherwise. The others need recovery (protocol.md §6) that
    /// the engine answers with a clear error so far.
    public var isUsual: Bool {
        switch self {
        case .copiedStore, .rolledBackStore, .restoredHub: false
        default: true
        }
    }

    /// The faults of an ordinary run.
    public static let usual = Set(allCases.filter(\.isUsual))
}
