/// Why a sync ended before everything was exchanged.
///
/// Nothing is lost by it: pending changes stay queued, and the next sync goes on at the last
/// committed point.
public struct SyncError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable string such as `sync.forked`; new ones may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable string.
        public let rawValue: String
        /// The code of a string.
        public init(rawValue: String) { self.rawValue = rawValue }
        init(_ rawValue: String) { self.rawValue = rawValue }
    }

    /// The stable string.
    public let code: Code
    /// What happened; no content of documents, no tokens.
    public let message: String
    /// How to remedy it, if there is something to do.
    public internal(set) var hint: String?
    /// How long the hub asks to be left alone.
    public let retryAfter: Duration?
    /// Whether the same sync may succeed later by itself.
    public let isRetryable: Bool
    /// The code of what lies below, such as the one a hub answered.
    public let cause: String?
    /// What the sync did before it failed; `nil` if it did nothing.
    public package(set) var report: SyncReport?

    /// - Parameters:
    ///   - code: the stable string.
    ///   - message: what happened; no content of documents, no tokens.
    ///   - hint: how to remedy it.
    ///   - retryAfter: how long the hub asks to be left alone.
    ///   - isRetryable: whether the same sync may succeed later by itself.
    ///   - cause: the code of what lies below.
    package init(
        _ code: Code, _ message: String, hint: String? = nil, retryAfter: Duration? = nil,
        isRetryable: Bool = false, cause: String? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.retryAfter = retryAfter
        self.isRetryable = isRetryable
        self.cause = cause
    }

    /// `code: message`.
    public var description: String { "\(code.rawValue): \(message)" }
}

extension SyncError.Code {
    /// Nothing answers at the hub's address, or the connection broke.
    public static let unavailable = Self("remote.unavailable")
    /// The hub did not answer in time.
    public static let timeout = Self("remote.timeout")
    /// No secure connection could be made.
    public static let tls = Self("remote.tls")
    /// The address of the hub is not valid.
    public static let address = Self("remote.address")
    /// A network that wants a sign-in answers in the hub's place.
    public static let captivePortal = Self("remote.captive-portal")
    /// What answers does not speak the protocol, or breaks it.
    public static let protocolViolation = Self("remote.protocol")
    /// The hub does not accept the token.
    public static let unauthorized = Self("remote.unauthorized")
    /// The hub asks to be left alone for a while.
    public static let busy = Self("remote.busy")
    /// The store took new ids, and the hub knew other changes under each.
    public static let forked = Self("sync.forked")
    /// The hub lost changes and does not say so, or changes that the store cannot offer again.
    public static let generation = Self("sync.generation")
    /// Nothing was exchanged with the hub yet.
    public static let notSynced = Self("sync.not-synced")
    /// Another sync with the same remote is running.
    public static let locked = Self("sync.locked")
    /// The sync was cancelled; what was committed stays.
    public static let interrupted = Self("sync.interrupted")
    /// Changes could not be pushed; the pull went on.
    public static let pushFailed = Self("sync.push-failed")
    /// The hub lacks changes that the store cannot push any more.
    public static let journalGap = Self("sync.journal-gap")
    /// A pull would delete more documents than the caller allows.
    public static let tooManyDeletions = Self("sync.too-many-deletions")
}
