/// What can go wrong in a run, and the promise that must be kept all the same.
public enum Fault: String, CaseIterable, Sendable, Hashable {
    /// A request never arrives.
    case lostRequest = "lost-request"
    /// The hub did what was asked, and its answer is lost.
    case lostAnswer = "lost-answer"
    /// A request arrives twice.
    case duplicateRequest = "duplicate-request"
    /// A request arrives once more, long after.
    case lateRequest = "late-request"
    /// An answer ends in the middle.
    case cutAnswer = "cut-answer"
    /// A byte of an answer changes on the way.
    case damagedAnswer = "damaged-answer"
    /// An answer holds what no reader may take: invalid UTF-8, NUL, keys named twice, deep nesting.
    case hostileAnswer = "hostile-answer"
    /// A request holds such a thing.
    case hostileRequest = "hostile-request"
    /// A cache gives an old page.
    case staleAnswer = "stale-answer"
    /// A portal answers with a page of its own.
    case captivePortal = "captive-portal"
    /// An answer has another content type.
    case wrongType = "wrong-type"
    /// The hub refuses a request once.
    case refusal = "refusal"
    /// The hub refuses every request for a while.
    case storm = "storm"
    /// A sync is cancelled.
    case cancelledSync = "cancelled-sync"
    /// Two processes have a replica's store open at a time.
    case otherProcess = "other-process"
    /// A replica's process ends between two of its steps.
    case killedProcess = "killed-process"
    /// A replica's power is cut.
    case powerCut = "power-cut"
    /// A replica's power is cut in the middle of a write.
    case powerCutInWrite = "power-cut-in-write"
    /// A replica's disk is full.
    case fullDisk = "full-disk"
    /// A replica's disk fails.
    case failingDisk = "failing-disk"
    /// The hub's process ends.
    case killedHub = "killed-hub"
    /// The hub's power is cut.
    case hubPowerCut = "hub-power-cut"
    /// The hub's disk is full or fails.
    case hubDisk = "hub-disk"
    /// A clock jumps by up to ten years.
    case clockJump = "clock-jump"
    /// A clock stands still.
    case frozenClock = "frozen-clock"
    /// A replica is away for months.
    case longOffline = "long-offline"
    /// The hub removes documents for good.
    case purge
    /// A replica holds a part of the content.
    case scope
    /// Pages of a pull hold few rows.
    case smallPages = "small-pages"
    /// The hub refuses a change for what it says.
    case refusedChange = "refused-change"
    /// A document of a store is not what was written: gone, in part, or other bytes.
    case damagedDocument = "damaged-document"
    /// A store is put back from a backup with a new id.
    case restoredStore = "restored-store"
    /// Stores are watched: they sync by themselves, at changes here and there, and now and then.
    case watchedStore = "watched-store"
    /// A store's file is copied, and both are used.
    case copiedStore = "copied-store"
    /// An older file takes a store's place.
    case rolledBackStore = "rolled-back-store"
    /// The hub is put back from a backup.
    case restoredHub = "restored-hub"
    /// Several hubs replicate with each other, and stores move between them.
    case severalHubs = "several-hubs"

    /// What must hold although this happens.
    public var promise: String {
        switch self {
        case .lostRequest, .lostAnswer, .cutAnswer:
            "what was committed is not repeated and not lost; the next sync goes on there"
        case .duplicateRequest, .lateRequest: "a push that comes again gets the same verdicts"
        case .damagedAnswer, .captivePortal, .wrongType: "nothing of such an answer is applied"
        case .hostileAnswer: "the sync fails with a code; nothing is half applied"
        case .hostileRequest: "the hub refuses it with a code and changes nothing"
        case .staleAnswer: "an old page is at worst applied again"
        case .refusal, .storm: "nothing is dropped by retrying; a failing push does not gate pulls"
        case .otherProcess: "what a process commits all see, and none writes over it"
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
        case .damagedDocument: "it is found by its digest and fetched again, and only it"
        case .watchedStore: "what is written comes along soon; where nothing is, little is asked"
        case .restoredStore: "a store that was put back takes a new id and sends what it holds"
        case .copiedStore, .rolledBackStore: "two histories under one id are never mixed"
        case .restoredHub: "what a restored hub lost, its clients and peers offer again"
        case .severalHubs: "all hubs come to the same, and a store finds its journal at each"
        }
    }

    /// Whether runs have it unless told otherwise. The others are what stores and hubs recover
    /// from, see ``recovery``, and what makes worlds of another kind.
    public var isUsual: Bool {
        switch self {
        case .watchedStore, .copiedStore, .rolledBackStore, .restoredHub, .severalHubs: false
        default: true
        }
    }

    /// The faults of an ordinary run.
    public static let usual = Set(allCases.filter(\.isUsual))

    /// The faults of an ordinary run, and those that stores and hubs have to recover from.
    public static let recovery = Set(allCases).subtracting([.severalHubs])

    /// The faults of an ordinary run in which stores are watched.
    public static let watching = usual.union([.watchedStore])

    /// The faults of runs with several hubs. A store is not rolled back there: where it had moved
    /// nobody would find it (finding F14). Its hub may lag behind one that it came from, so damage
    /// that is mended by a comparison is left out, and so are scopes.
    public static let hubs = Set(allCases).subtracting([
        .rolledBackStore, .damagedDocument, .scope, .watchedStore,
    ])
}
