package import VNModel
package import VNStore
package import VNWire

extension Replicator {
    /// What happened outside. Names tell which transitions are legal.
    package enum Event: Sendable {
        /// A session is to begin.
        case start
        /// What the store knows.
        case loaded(LocalState)
        /// The hub's answer to hello.
        case greeted(HelloResponse)
        /// Whether the journal agrees with what the hub holds of it.
        case compared(agrees: Bool)
        /// The hub's generation is noted.
        case generationStored
        /// What was needed to go on with the hub is done.
        case recovered(RecoveryOutcome)
        /// The verdicts are noted.
        case verdictsRecorded(VerdictSummary)
        /// Documents that are to be read again.
        case marksFound([DocumentID])
        /// Pending changes in journal order; none: the outbox is empty.
        case outboxRead([PushedChange])
        /// The hub's answer to a push, how long it took and how many bytes were sent.
        case pushed(PushResponse, took: Duration = .zero, bytes: Int = 0)
        /// All that stands here was offered.
        case offered
        /// The first line of a stream.
        case streamOpened(PullHeader)
        /// The next part of a stream.
        case partRead(StreamPart)
        /// A part is committed; `nil` for parts that are not counted.
        case partStored(PageSummary?)
        /// A request had no useful answer; with 64 random bits for the pause.
        case failed(RemoteFailure, random: UInt64)
        /// Whether the application gave another token.
        case tokenGiven(Bool)
        /// The pause is over.
        case waited

        /// What happened, without what came with it.
        package var name: Name {
            switch self {
            case .start: .start
            case .loaded: .loaded
            case .greeted: .greeted
            case .compared: .compared
            case .generationStored: .generationStored
            case .recovered: .recovered
            case .verdictsRecorded: .verdictsRecorded
            case .marksFound: .marksFound
            case .outboxRead: .outboxRead
            case .pushed: .pushed
            case .offered: .offered
            case .streamOpened: .streamOpened
            case .partRead: .partRead
            case .partStored: .partStored
            case .failed: .failed
            case .tokenGiven: .tokenGiven
            case .waited: .waited
            }
        }

        /// The names of events.
        package enum Name: CaseIterable, Hashable, Sendable {
            case start, loaded, greeted, compared, generationStored, recovered, verdictsRecorded
            case marksFound, outboxRead, pushed, offered, streamOpened, partRead, partStored,
                failed,
                tokenGiven
            case waited
        }
    }

    /// What stands between two checkpoints of a stream, or behind the last.
    package struct StreamPart: Hashable, Sendable {
        /// The items, in the order of the stream.
        package var items: [FeedItem]
        /// What the hub judged; only peers are told.
        package var judged: [JudgedRow]
        /// The cursor that covers them and all before; `nil` in a re-read.
        package var cursor: String?
        /// Whether the stream ends here.
        package var isLast: Bool
        /// Whether nothing is left to pull. Only in the last part.
        package var isComplete: Bool
        /// The sum of the hub's documents when the pull was complete.
        package var state: DigestSum?
        /// How much of each journal the hub has judged; only peers are told.
        package var ledger: LedgerCounters?

        /// - Parameters:
        ///   - items: the items.
        ///   - judged: what the hub judged.
        ///   - cursor: the cursor that covers them.
        ///   - isLast: whether the stream ends here.
        ///   - isComplete: whether nothing is left to pull.
        ///   - state: the sum of the hub's documents then.
        ///   - ledger: how much of each journal the hub has judged then.
        package init(
            items: [FeedItem], judged: [JudgedRow] = [], cursor: String?, isLast: Bool = false,
            isComplete: Bool = false, state: DigestSum? = nil, ledger: LedgerCounters? = nil
        ) {
            self.items = items
            self.judged = judged
            self.ledger = ledger
            self.cursor = cursor
            self.isLast = isLast
            self.isComplete = isComplete
            self.state = state
        }
    }
}
