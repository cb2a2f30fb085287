internal import VNModel

/// When a store is next synced with its hub, and which way: a value without clock and randomness.
///
/// Times are nanoseconds of a clock that never goes backwards, so that a wall clock that jumps
/// neither stops nor hurries anything.
package struct WatchPlan: Sendable {
    /// What is to be done.
    package enum Step: Hashable, Sendable {
        /// Sync now.
        case sync(SyncDirection)
        /// Nothing before a time; `nil`: before somebody says so.
        case wait(until: UInt64?)
    }

    /// How things stand between two syncs.
    package enum Phase: Hashable, Sendable {
        /// The last sync did everything, or there was none.
        case quiet
        /// The last sync failed with what may pass.
        case waiting(SyncError)
        /// Somebody has to do something first.
        case paused(SyncError)
        /// It cannot go on by itself.
        case stalled(SyncError)
    }

    /// How things stand.
    package private(set) var phase = Phase.quiet
    /// Whether the hub tells of its changes.
    package private(set) var isListening = false
    /// Whether some sync came to its end.
    package private(set) var hasSucceeded = false

    private let configuration: WatchConfiguration
    private let interval: Duration
    private let retryPauseLimit: Duration
    /// The next sync that needs no other reason.
    private var due: UInt64?
    /// When all is tried again that needs somebody.
    private var retryDue: UInt64?
    private var firstChange: UInt64?
    private var changeDue: UInt64?
    private var eventDue: UInt64?
    private var lastEnd: UInt64 = 0
    private var attempts = 0

    /// - Parameters:
    ///   - configuration: of the watcher.
    ///   - interval: between two syncs while nobody tells of changes.
    ///   - retryPauseLimit: the longest pause before another attempt.
    package init(
        _ configuration: WatchConfiguration, interval: Duration, retryPauseLimit: Duration
    ) {
        self.configuration = configuration
        self.interval = interval
        self.retryPauseLimit = retryPauseLimit
    }

    /// What is to be done at a time.
    package func step(at now: UInt64) -> Step {
        let reasons: [UInt64?] =
            switch phase {
            case .quiet: [due, retryDue, changeDue, eventDue]
            case .waiting: [due, retryDue]
            case .paused: [retryDue]
            case .stalled: isPushStalled ? [due, retryDue, eventDue] : [retryDue]
            }
        let next = reasons.compactMap(\.self).min()
        guard let next, next <= now else { return .wait(until: next) }
        return .sync(isPushStalled && !isReached(retryDue, now) ? .pull : .both)
    }

    /// Whether it is worth it to hear of the hub's changes.
    package var wantsEvents: Bool {
        guard hasSucceeded else { return false }
        switch phase {
        case .quiet, .waiting: return true
        case .paused: return false
        case .stalled: return isPushStalled
        }
    }

    // MARK: What happens

    /// Somebody wants a sync now, such as an app that has a network again: everything is tried.
    package mutating func wake(at now: UInt64) {
        attempts = 0
        retryDue = now
    }

    /// Something was written here. It goes out with the next sync that can push, at the latest.
    package mutating func noteChange(at now: UInt64) {
        let first = firstChange ?? now
        firstChange = first
        changeDue = min(
            now + nanoseconds(configuration.changeQuiet),
            first + nanoseconds(configuration.changeDelayLimit))
    }

    /// The hub has something new.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - random: 64 random bits, so that not every store comes at once.
    package mutating func noteEvent(at now: UInt64, random: UInt64) {
        let spread = nanoseconds(configuration.eventSpread)
        eventDue = eventDue ?? now + (spread == 0 ? 0 : random % spread)
    }

    /// The hub begins to tell of its changes, so it can be reached.
    package mutating func beginListening(at now: UInt64) {
        isListening = true
        if case .waiting(let error) = phase {
            if error.retryAfter == nil, WatchPlan.reachability.contains(error.code) { due = now }
        } else if due != nil {
            due = lastEnd + nanoseconds(pause)
        }
    }

    /// The hub tells no more. That says nothing of its content: it is asked after an interval,
    /// unless it can be heard again by then.
    package mutating func endListening(at now: UInt64) {
        guard isListening else { return }
        isListening = false
        guard phase == .quiet || isPushStalled, due != nil else { return }
        due = now + nanoseconds(interval)
    }

    /// A sync begins, which has everything that was noted before.
    ///
    /// - Parameter direction: which way it goes.
    package mutating func begin(_ direction: SyncDirection) {
        (due, eventDue) = (nil, nil)
        if direction.pushes { (retryDue, firstChange, changeDue) = (nil, nil, nil) }
    }

    /// A sync came to its end.
    ///
    /// - Parameters:
    ///   - direction: which way it went.
    ///   - now: the time.
    package mutating func succeed(_ direction: SyncDirection, at now: UInt64) {
        hasSucceeded = true
        attempts = 0
        lastEnd = now
        due = now + nanoseconds(pause)
        // A pull says nothing of what keeps changes from being pushed.
        if direction.pushes || !isPushStalled { phase = .quiet }
    }

    /// A sync failed.
    ///
    /// - Parameters:
    ///   - error: why.
    ///   - now: the time.
    ///   - random: 64 random bits for the pause.
    package mutating func fail(_ error: SyncError, at now: UInt64, random: UInt64) {
        lastEnd = now
        if error.isRetryable {
            attempts += 1
            let pause = RetryPause.before(
                attempt: attempts, random: random, limit: retryPauseLimit,
                retryAfter: error.retryAfter)
            due = now + nanoseconds(pause)
            phase = .waiting(error)
            return
        }
        attempts = 0
        phase = error.code == .unauthorized ? .paused(error) : .stalled(error)
        retryDue = configuration.unattendedRetry.map { now + nanoseconds($0) }
        guard isPushStalled else { return }
        hasSucceeded = true
        due = now + nanoseconds(pause)
    }

    // MARK: Rules

    /// Whether pulls go on while changes cannot be pushed.
    private var isPushStalled: Bool {
        if case .stalled(let error) = phase { error.code == .pushFailed } else { false }
    }

    /// A hub that tells of its changes is asked seldom: only in case something was missed.
    private var pause: Duration {
        isListening ? interval * SyncLimits.listeningIntervals : interval
    }

    /// Whoever can be heard again need not be waited for.
    private static let reachability: Set<SyncError.Code> = [
        .unavailable, .timeout, .captivePortal,
    ]

    private func isReached(_ time: UInt64?, _ now: UInt64) -> Bool {
        time.map { $0 <= now } ?? false
    }

    private func nanoseconds(_ duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = min(max(duration, .zero), .seconds(1 << 32)).components
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
