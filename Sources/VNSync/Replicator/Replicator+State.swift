package import VNModel
package import VNWire

extension Replicator {
    /// Where a session stands: which one event it waits for, or a few.
    package enum State: Hashable, Sendable {
        case ready
        case loading
        case greeting
        case comparingGreeting(HelloResponse)
        case adopting(HelloResponse)
        case recovering(Remedy)
        case recordingGreeting(HelloResponse)
        case findingMarks(next: Step)
        case collecting
        case pushing(PushRequest)
        case recordingPush(PushResponse)
        case offering
        case opening(Purpose)
        case comparingStream(Purpose)
        case receiving(Purpose)
        case storing(Purpose, isLast: Bool, isComplete: Bool)
        case authorizing
        case waiting
        case finished

        /// The events that may come in this state; any other is a mistake of the caller.
        package var legalEvents: Set<Event.Name> {
            switch self {
            case .ready: [.start]
            case .loading: [.loaded]
            case .greeting: [.greeted, .failed]
            case .comparingGreeting, .comparingStream: [.compared]
            case .adopting: [.generationStored]
            case .recovering: [.recovered]
            case .recordingGreeting, .recordingPush: [.verdictsRecorded]
            case .findingMarks: [.marksFound]
            case .collecting: [.outboxRead]
            case .pushing: [.pushed, .failed]
            case .offering: [.offered, .failed]
            case .opening: [.streamOpened, .failed]
            case .receiving: [.partRead, .failed]
            case .storing: [.partStored]
            case .authorizing: [.tokenGiven]
            case .waiting: [.waited]
            case .finished: []
            }
        }
    }

    /// The steps of a session, in order; documents are read again between them.
    package enum Step: Hashable, Sendable { case push, pull, finish }

    /// What a stream is read for.
    package enum Purpose: Hashable, Sendable {
        case pull
        case reread([DocumentID], next: Step)
        /// The hub's state of the documents of a group that is ahead of it, and those of which
        /// it was not asked yet.
        case lower(rest: [DocumentID])
    }
}
