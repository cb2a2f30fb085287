package import VNModel
package import VNStore
package import VNWire

extension Replicator {
    /// What the machine wants done. All but ``report(_:)``, ``closeStream`` and ``finish(_:)``
    /// are answered with one event; each list of actions holds at most one of those.
    package enum Action: Hashable, Sendable {
        /// Read what the store knows → `loaded`.
        case load
        /// Say hello → `greeted` or `failed`.
        case hello(HelloRequest)
        /// Compare what the hub holds of the journal with the journal → `compared`.
        case compare(JournalMark)
        /// Note the hub's generation at first contact → `generationStored`.
        case storeGeneration(String)
        /// Do what is needed to go on with the hub → `recovered`.
        case recover(Remedy, from: ReplicaID)
        /// Take verdicts on the journal of an own id, and a cursor if the store's is still
        /// `previous` → `verdictsRecorded`.
        case recordVerdicts([Verdict], of: ReplicaID, cursor: String?, previous: String?)
        /// Find documents that are to be read again → `marksFound`.
        case findMarks(limit: Int)
        /// Read changes of an own id, whole groups, at least one → `outboxRead`.
        case readOutbox(of: ReplicaID, after: UInt64, changeLimit: Int, byteLimit: Int)
        /// Push → `pushed` or `failed`.
        case push(PushRequest)
        /// Offer all that stands here to the hub of this generation → `offered` or `failed`.
        case offer(String)
        /// Begin a pull → `streamOpened` or `failed`.
        case openPull(PullRequest)
        /// Ask for whole documents → `streamOpened` or `failed`.
        case openDocuments(DocumentsRequest)
        /// Read on in the open stream → `partRead` or `failed`.
        case readStream
        /// Give the open stream up.
        case closeStream
        /// Apply part of a pull with its cursor → `partStored`.
        case applyPage([FeedItem], cursor: String, isComplete: Bool, by: Puller)
        /// Replace documents by the hub's state and what is pending → `partStored`.
        case replace([FeedItem])
        /// Lower pending changes to what the hub holds → `partStored`.
        case lowerPending([FeedItem])
        /// Ask the application for another token → `tokenGiven`.
        case askToken
        /// Wait → `waited`.
        case wait(Duration, reason: SyncError)
        /// Tell what is going on.
        case report(SyncStatus)
        /// The session is over.
        case finish(Result)
    }

    /// What the store has to do before it can go on with a hub.
    package enum Remedy: Hashable, Sendable {
        /// Take a new id, because the file was copied or the hub knows other changes, of the
        /// present id or of these former ones.
        case fork(RecoveryReason, formers: [ReplicaID] = [])
        /// Offer again what a hub of another generation lacks.
        case adopt(HelloResponse)

        /// Why.
        package var reason: RecoveryReason {
            switch self {
            case .fork(let reason, _): reason
            case .adopt: .generation
            }
        }
    }

    /// How a session ended.
    package enum Result: Hashable, Sendable {
        /// Everything that was asked for is exchanged.
        case success
        /// It ended early; what was committed stays.
        case failure(SyncError)
    }
}
