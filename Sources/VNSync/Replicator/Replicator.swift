internal import VNModel
internal import VNStore
internal import VNWire

/// One session with a hub as a value: events in, actions out. No I/O, no clock, no randomness.
///
/// ```
/// hello → verdicts → read again → push until the outbox is empty → read again → pull → read again
/// ```
/// Every step commits before the next begins, so a session that ends anywhere is taken up by the
/// next one. A push that fails does not keep the pull from running; what failed is told at the
/// end. An unexpected event is a mistake of the caller and traps.
package struct Replicator: Sendable {
    /// What a session is to do, and how persistently.
    package struct Configuration: Sendable {
        /// Which way changes travel.
        package var direction = SyncDirection.both
        /// Changes of one push.
        package var changeLimit: Int
        /// Bytes of one push.
        package var byteLimit: Int
        /// How often the session begins anew after an error that may pass.
        package var retryLimit = 0
        /// How often a pull that was cut is taken up.
        package var resumeLimit = 3
        /// The longest pause before another attempt.
        package var retryPauseLimit: Duration = .seconds(300)
        /// Documents that a pull may delete.
        package var deletionLimit: Int?
        /// Whether a hub that was put back is offered all that stands here.
        package var isTrusted = false

        /// - Parameters:
        ///   - direction: which way changes travel.
        ///   - configuration: of the engine.
        package init(direction: SyncDirection = .both, _ configuration: SyncConfiguration) {
            self.direction = direction
            changeLimit = configuration.batchChangeLimit
            byteLimit = configuration.batchByteLimit
            retryLimit = configuration.retryLimit
            resumeLimit = configuration.resumeLimit
            retryPauseLimit = configuration.retryPauseLimit
            deletionLimit = configuration.deletionLimit
            isTrusted = configuration.isTrusted
        }
    }

    /// What the session did so far; bytes, round trips and time are the caller's to count.
    package internal(set) var report = SyncReport()
    /// Where the session stands.
    package private(set) var state = State.ready

    /// How much one push holds; whoever runs several sessions hands it on.
    package var pace: PushPace

    let configuration: Configuration
    var session: Session
    var attempts = 0
    var resumptions = 0
    var hasAskedForToken = false
    /// How often the store or the hub turned out to be another one.
    var recoveries = 0

    /// What is known of this session; a new attempt begins without it.
    struct Session: Sendable {
        var local = LocalState(replica: ReplicaID(bits: 0), head: .origin, acked: .origin)
        var acked: UInt64 = 0
        /// Journals of former ids that are pushed before the present one, the one in hand first.
        var journals: [PushedJournal] = []
        /// What the hub has judged for certain; it cannot know less.
        var judged: UInt64 = 0
        var pushed = 0
        var pushTimeouts = 0
        var pushFailure: SyncError?
        var needsPull = false
        var hasPulled = false
        var pushesAfterPull = false
        var lowered: Dot?
        var lastReread: [DocumentID] = []
        var feed: (start: UInt64, head: UInt64) = (0, 0)
        var hasCommittedPart = false
        /// Whether what stands here was offered, or cannot be.
        var hasOffered = false
        /// What the hub held when the pull was complete, if it said so.
        var pulledState: DigestSum?
    }

    /// - Parameter configuration: what the session is to do.
    package init(_ configuration: Configuration) {
        self.configuration = configuration
        session = Session()
        pace = PushPace(changes: configuration.changeLimit, bytes: configuration.byteLimit)
    }

    /// Takes an event and says what is to be done next.
    ///
    /// - Precondition: the event is legal in the present state.
    package mutating func handle(_ event: Event) -> [Action] {
        precondition(
            state.legalEvents.contains(event.name), "\(event.name) cannot come in this state")
        if case .failed(let failure, let random) = event { return failed(failure, random) }
        switch (state, event) {
        case (.ready, .start), (.waiting, .waited): return begin()
        case (.loading, .loaded(let local)): return loaded(local)
        case (.greeting, .greeted(let hello)): return greeted(hello)
        case (.comparingGreeting(let hello), .compared(let agrees)):
            return agrees ? adopt(hello) : recover(.fork(.forked))
        case (.adopting(let hello), .generationStored):
            session.local.generation = hello.generation
            return takeVerdicts(hello)
        case (.recovering(let remedy), .recovered(let outcome)):
            return recovered(outcome, by: remedy)
        case (.recordingGreeting(let hello), .verdictsRecorded(let summary)):
            count(summary)
            return verdictsTaken(hello)
        case (.findingMarks(let next), .marksFound(let ids)): return reread(ids, then: next)
        case (.collecting, .outboxRead(let changes)): return push(changes)
        case (.pushing(let request), .pushed(let response, let time, let bytes)):
            pace.note(time, changes: request.changes.count, bytes: bytes)
            return pushed(response, to: request)
        case (.recordingPush(let response), .verdictsRecorded(let summary)):
            count(summary)
            return pushRecorded(response)
        case (.offering, .offered):
            session.hasOffered = true
            return beginPull()
        case (.opening(let purpose), .streamOpened(let header)): return opened(header, purpose)
        case (.comparingStream(let purpose), .compared(let agrees)):
            return agrees ? receive(purpose) : [.closeStream] + recover(.fork(.forked))
        case (.receiving(let purpose), .partRead(let part)): return received(part, purpose)
        case (.storing(let purpose, let isLast, let isComplete), .partStored(let summary)):
            if let summary {
                count(summary)
                if summary.withheld > 0 { return stop(tooManyDeletions) }
            }
            return stored(purpose, isLast: isLast, isComplete: isComplete)
        case (.authorizing, .tokenGiven(let isGiven)):
            return isGiven ? begin() : stop(Replicator.unauthorized)
        default: preconditionFailure("legal events are handled")
        }
    }

    /// Goes to another state.
    mutating func enter(_ state: State, _ actions: Action...) -> [Action] {
        self.state = state
        return actions
    }

    /// Ends the session early.
    mutating func stop(_ error: SyncError) -> [Action] {
        enter(.finished, .finish(.failure(error)))
    }

    static let unauthorized = SyncError(
        .unauthorized, "the hub does not accept the token",
        hint: "renew the token and give it by --token-file")

    mutating func begin() -> [Action] {
        session = Session()
        return enter(.loading, .load, .report(.connecting))
    }

    private mutating func count(_ summary: VerdictSummary) {
        report.pushed.applied += summary.applied
        report.pushed.merged += summary.merged
        report.pushed.duplicate += summary.duplicate
        report.pushed.refused += summary.refused
        report.pushed.changes +=
            summary.applied + summary.merged + summary.duplicate + summary.refused
    }

    private mutating func count(_ summary: PageSummary) {
        report.pulled.documents += summary.documents
        report.pulled.new += summary.new
        report.pulled.changed += summary.changed
        report.pulled.deleted += summary.deleted
        report.pulled.evicted += summary.evicted
        report.recovery?.removed += summary.removed
    }
}
