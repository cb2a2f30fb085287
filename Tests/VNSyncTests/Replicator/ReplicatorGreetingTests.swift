import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Replicator: hello")
struct ReplicatorGreetingTests {
    @Test("with nothing to move a session is one round trip")
    func idle() {
        var session = Session(acked: 3)
        #expect(session.on(.start) == .load)
        guard case .hello(let hello) = session.on(.loaded(session.local)) else {
            Issue.record("hello comes first")
            return
        }
        #expect(hello.acked == Session.mark(3) && hello.counter == 3)
        #expect(hello.cursor == session.local.cursor && hello.generation == Session.hub)
        #expect(session.on(.greeted(Session.hello(known: 3))) == .compare(Session.mark(3)))
        #expect(session.on(.compared(agrees: true)) == .findMarks(limit: 50))
        guard case .readOutbox(_, after: 3, _, _) = session.on(.marksFound([])) else {
            Issue.record("the outbox is read")
            return
        }
        #expect(session.on(.outboxRead([])) == .findMarks(limit: 50))
        #expect(session.on(.marksFound([])) == .finish(.success))
        #expect(session.machine.state == .finished)
    }

    @Test("a copied store takes a new id before it says a word to the hub")
    func copied() {
        var session = Session(acked: 2, head: 3)
        session.local.isCopied = true
        session.on(.start)
        #expect(
            session.on(.loaded(session.local)) == .recover(.fork(.copied), from: Session.alice))
        let change = ReplicaChange(
            former: Session.alice, replica: ReplicaID(bits: 2), acknowledged: 2, changes: 1,
            documents: 1)
        #expect(session.on(.recovered(.forked(change))) == .load)
        var local = LocalState(replica: change.replica, head: Session.mark(1), acked: .origin)
        (local.generation, local.recovery) = (Session.hub, .copied)
        local.formerReplicas = [Session.alice]
        guard case .hello(let hello) = session.on(.loaded(local)) else {
            Issue.record("hello comes next")
            return
        }
        #expect(hello.replica == change.replica && hello.formerReplicas == [Session.alice])
        #expect(session.machine.report.recovery?.reason == .copied)
        #expect(session.machine.report.recovery?.changes == 1)
        session.on(.greeted(Session.hello(pull: true)))
        // Nothing is read again one by one: the pull replaces everything.
        guard case .readOutbox(change.replica, 0, _, _) = session.on(.compared(agrees: true))
        else {
            Issue.record("the push comes before the pull")
            return
        }
        guard case .openPull(let pull) = session.on(.outboxRead([])) else {
            Issue.record("the pull comes last")
            return
        }
        #expect(pull.isReplacing && pull.cursor == nil && !pull.isEmpty)
    }

    @Test("a hub that knows other rows than the journal means a fork")
    func forked() {
        var session = Session(acked: 1, head: 2)
        session.on(.start)
        session.on(.loaded(session.local))
        session.on(.greeted(Session.hello(known: 2, verdicts: Session.verdicts(2...2))))
        #expect(
            session.on(.compared(agrees: false)) == .recover(.fork(.forked), from: Session.alice))
    }

    @Test("a store that is taken for a copy again and again is given up")
    func endless() {
        var session = Session(acked: 1)
        session.local.isCopied = true
        session.on(.start)
        for _ in 1...5 {
            guard case .recover = session.on(.loaded(session.local)) else {
                Issue.record("it takes a new id")
                return
            }
            #expect(session.on(.recovered(.unchanged)) == .load)
        }
        #expect(session.on(.loaded(session.local)).failure?.code == .forked)
    }

    @Test("another generation is adopted before anything else, and hello said again")
    func generation() {
        var session = Session(acked: 3)
        session.on(.start)
        session.on(.loaded(session.local))
        let hello = Session.hello(known: 1, generation: "another")
        #expect(session.on(.greeted(hello)) == .recover(.adopt(hello), from: Session.alice))
        #expect(session.on(.recovered(.offered(2))) == .load)
        #expect(session.machine.report.recovery?.reason == .generation)
        #expect(session.machine.report.recovery?.changes == 2)
    }

    @Test("of a hub that lacks what the journal no longer holds nothing is taken")
    func lacking() {
        var session = Session(acked: 3)
        session.on(.start)
        session.on(.loaded(session.local))
        session.on(.greeted(Session.hello(generation: "another")))
        let error = session.on(.recovered(.lacking(2))).failure
        #expect(error?.code == .generation && error?.isRetryable == false)
    }

    @Test("a hub that forgot rows and keeps its generation stops the sync")
    func forgetful() {
        var session = Session(acked: 3)
        session.on(.start)
        session.on(.loaded(session.local))
        #expect(session.on(.greeted(Session.hello(known: 2))).failure?.code == .generation)
    }

    @Test("at first contact the generation is stored before anything else")
    func firstContact() {
        var session = Session()
        (session.local.generation, session.local.cursor) = (nil, nil)
        session.local.isFirst = true
        #expect(session.greet(Session.hello()) == .storeGeneration(Session.hub))
        #expect(session.on(.generationStored) == .findMarks(limit: 50))
    }

    @Test("verdicts that hello brings are recorded, and only they acknowledge")
    func verdicts() {
        var session = Session(acked: 1, head: 4)
        let verdicts = [
            Verdict(counter: 2, outcome: .applied),
            Verdict(counter: 3, outcome: .refused(code: "comments-closed", message: "closed")),
        ]
        let action = session.greet(Session.hello(known: 3, verdicts: verdicts))
        #expect(
            action
                == .recordVerdicts(verdicts, of: Session.alice, cursor: nil, previous: nil))
        var summary = VerdictSummary()
        summary.applied = 1
        summary.refused = 1
        session.on(.verdictsRecorded(summary))
        guard case .readOutbox(_, after: 3, _, _) = session.on(.marksFound([])) else {
            Issue.record("the push goes on behind the last verdict")
            return
        }
        #expect(session.machine.report.pushed.changes == 2)
        #expect(session.machine.report.pushed.refused == 1)
    }

    @Test("with more verdicts than fit into one answer, hello is said again")
    func backlog() {
        var session = Session(acked: 0, head: 5)
        _ = session.greet(Session.hello(known: 5, verdicts: Session.verdicts(1...3)))
        #expect(session.on(.verdictsRecorded(VerdictSummary())) == .load)
        session.local.acked = Session.mark(3)
        session.on(.loaded(session.local))
        session.on(.greeted(Session.hello(known: 5, verdicts: Session.verdicts(4...5))))
        session.on(.compared(agrees: true))
        #expect(session.on(.verdictsRecorded(VerdictSummary())) == .findMarks(limit: 50))
    }

    @Test(
        "verdicts that are missing, too many or not in order break the protocol",
        arguments: [[], [3], [2, 4], [2, 3, 4], [1, 2]] as [[UInt64]])
    func brokenVerdicts(counters: [UInt64]) {
        var session = Session(acked: 1, head: 5)
        let verdicts = counters.map { Verdict(counter: $0, outcome: .applied) }
        let action = session.greet(Session.hello(known: 3, verdicts: verdicts))
        #expect(action.failure?.code == .protocolViolation)
    }

    @Test("401 asks for a token once, then stops")
    func unauthorized() {
        var session = Session()
        session.on(.start)
        session.on(.loaded(session.local))
        #expect(session.on(Session.failure(.unauthorized)) == .askToken)
        #expect(session.on(.tokenGiven(true)) == .load)
        session.on(.loaded(session.local))
        #expect(session.on(Session.failure(.unauthorized)).failure != nil)

        var other = Session()
        other.on(.start)
        other.on(.loaded(other.local))
        other.on(Session.failure(.unauthorized))
        #expect(other.on(.tokenGiven(false)).failure?.code == .unauthorized)
    }

    @Test("an error that may pass is waited for as often as allowed")
    func retries() {
        var session = Session { $0.retryLimit = 2 }
        session.on(.start)
        for attempt in 1...2 {
            session.on(.loaded(session.local))
            guard case .wait(let pause, _) = session.on(Session.failure()) else {
                Issue.record("it waits")
                return
            }
            #expect(pause <= .seconds(attempt))
            #expect(session.on(.waited) == .load)
        }
        session.on(.loaded(session.local))
        #expect(session.on(Session.failure()).failure?.code == .unavailable)
    }

    @Test("an error that will not pass is not waited for")
    func permanent() {
        var session = Session { $0.retryLimit = 9 }
        session.on(.start)
        session.on(.loaded(session.local))
        #expect(session.on(Session.failure(retryable: false)).failure != nil)
    }

    @Test("the pause is never shorter than the hub asks for")
    func retryAfter() {
        var session = Session { $0.retryLimit = 1 }
        session.on(.start)
        session.on(.loaded(session.local))
        guard case .wait(let pause, _) = session.on(Session.failure(after: .seconds(90))) else {
            Issue.record("it waits")
            return
        }
        #expect(pause == .seconds(90))
    }

    @Test("every state names the events that it takes, and the last takes none")
    func legalEvents() {
        let states: [(Replicator.State, Set<Replicator.Event.Name>)] = [
            (.ready, [.start]), (.loading, [.loaded]), (.greeting, [.greeted, .failed]),
            (.recovering(.fork(.forked)), [.recovered]),
            (.findingMarks(next: .push), [.marksFound]), (.collecting, [.outboxRead]),
            (.opening(.pull), [.streamOpened, .failed]), (.comparingStream(.pull), [.compared]),
            (.receiving(.pull), [.partRead, .failed]),
            (.storing(.pull, isLast: true, isComplete: true), [.partStored]),
            (.authorizing, [.tokenGiven]), (.waiting, [.waited]), (.finished, []),
        ]
        for (state, events) in states { #expect(state.legalEvents == events, "\(state)") }
    }

    @Test("a push in a state that waits for hello traps")
    func illegalEvent() async {
        await #expect(processExitsWith: .failure) {
            var session = Session()
            session.on(.start)
            session.on(.marksFound([]))
        }
    }
}
