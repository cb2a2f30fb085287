import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Replicator: push")
struct ReplicatorPushTests {
    /// The answer of a hub that takes everything.
    private func response(
        _ counters: ClosedRange<UInt64>, cursor: String? = nil, generation: String = Session.hub
    ) -> PushResponse {
        PushResponse(
            generation: generation, verdicts: Session.verdicts(counters), cursor: cursor,
            known: Session.mark(counters.upperBound))
    }

    @Test("batches are pushed until the outbox is empty")
    func batches() {
        var session = Session(head: 5)
        session.local.pending = 5
        _ = session.beginPush()
        guard case .push(let request) = session.on(.outboxRead(Session.changes(1...3))) else {
            Issue.record("the batch is pushed")
            return
        }
        #expect(request.changes.map(\.change.dot.counter) == [1, 2, 3])
        #expect(request.cursor == session.local.cursor && request.generation == Session.hub)
        let recording = session.on(.pushed(response(1...3, cursor: "0000000000abc:9:9")))
        #expect(
            recording
                == .recordVerdicts(
                    Session.verdicts(1...3), of: Session.alice, cursor: "0000000000abc:9:9",
                    previous: session.local.cursor))
        guard case .readOutbox(_, after: 3, _, _) = session.on(.verdictsRecorded(VerdictSummary()))
        else {
            Issue.record("the next batch follows")
            return
        }
        guard case .push(let next) = session.on(.outboxRead(Session.changes(4...5))) else {
            Issue.record("the batch is pushed")
            return
        }
        #expect(next.cursor == "0000000000abc:9:9", "the new cursor goes with the next batch")
        session.on(.pushed(response(4...5, cursor: "0000000000abc:11:11")))
        session.on(.verdictsRecorded(VerdictSummary()))
        session.on(.outboxRead([]))
        #expect(session.on(.marksFound([])) == .finish(.success), "nothing else came: no pull")
    }

    @Test("a push without a new cursor is followed by a pull")
    func pullAfterPush() {
        var session = Session(head: 1)
        _ = session.beginPush()
        session.on(.outboxRead(Session.changes(1...1)))
        session.on(.pushed(response(1...1)))
        session.on(.verdictsRecorded(VerdictSummary()))
        session.on(.outboxRead([]))
        guard case .openPull = session.on(.marksFound([])) else {
            Issue.record("a pull follows")
            return
        }
    }

    @Test("a cursor that a hub gives before the first pull is not taken")
    func noCursorBeforePull() {
        var session = Session(head: 1)
        (session.local.isFirst, session.local.cursor) = (true, nil)
        _ = session.beginPush()
        session.on(.outboxRead(Session.changes(1...1)))
        #expect(
            session.on(.pushed(response(1...1, cursor: "0000000000abc:9:9")))
                == .recordVerdicts(
                    Session.verdicts(1...1), of: Session.alice, cursor: nil, previous: nil))
        session.on(.verdictsRecorded(VerdictSummary()))
        session.on(.outboxRead([]))
        guard case .openPull(let request) = session.on(.marksFound([])) else {
            Issue.record("the first pull is made")
            return
        }
        #expect(request.cursor == nil)
    }

    @Test("the rest of a batch that was taken in part is pushed again")
    func partly() {
        var session = Session(head: 3)
        _ = session.beginPush()
        session.on(.outboxRead(Session.changes(1...3)))
        session.on(.pushed(response(1...2)))
        guard case .readOutbox(_, after: 2, _, _) = session.on(.verdictsRecorded(VerdictSummary()))
        else {
            Issue.record("the rest is read")
            return
        }
    }

    @Test("a failing push does not keep the pull from running, and is told at the end")
    func pushGatesNothing() {
        var session = Session(head: 1)
        _ = session.beginPush(pull: true)
        session.on(.outboxRead(Session.changes(1...1)))
        #expect(session.on(Session.failure()) == .findMarks(limit: 50))
        guard case .openPull = session.on(.marksFound([])) else {
            Issue.record("the pull runs")
            return
        }
        session.on(.streamOpened(Session.header()))
        session.on(.compared(agrees: true))
        session.on(.partRead(Session.page("0000000000abc:9:9", end: true)))
        session.on(.partStored(PageSummary()))
        let error = session.on(.marksFound([])).failure
        #expect(error?.code == .pushFailed && error?.cause == "remote.unavailable")
    }

    @Test("verdicts of other counters than pushed are not recorded", arguments: [2, 9] as [UInt64])
    func foreignVerdicts(first: UInt64) {
        var session = Session(head: 3)
        _ = session.beginPush()
        session.on(.outboxRead(Session.changes(1...3)))
        session.on(.pushed(response(first...first)))
        #expect(session.on(.marksFound([])).failure?.cause == "remote.protocol")
    }

    @Test("413 halves the batch; a group that is too large alone is told")
    func halving() {
        var session = Session(head: 8) { $0.changeLimit = 8 }
        _ = session.beginPush()
        session.on(.outboxRead(Session.changes(1...8)))
        guard
            case .readOutbox(_, after: 0, changeLimit: 4, _) = session.on(
                Session.failure(.tooLarge))
        else {
            Issue.record("half of it")
            return
        }
        session.on(.outboxRead(Session.changes(1...4)))
        guard
            case .readOutbox(_, after: 0, changeLimit: 2, _) = session.on(
                Session.failure(.tooLarge))
        else {
            Issue.record("half of that")
            return
        }
        session.on(.outboxRead(Session.changes(1...3, group: 1)))
        #expect(session.on(Session.failure(.tooLarge)) == .findMarks(limit: 50))
        #expect(session.on(.marksFound([])).failure?.code == .pushFailed)
    }

    @Test("425: pull completely, push again, and lower what is still ahead")
    func behind() {
        var session = Session(head: 2)
        _ = session.beginPush()
        session.on(.outboxRead(Session.changes(1...2, group: 1)))
        #expect(session.on(Session.failure(.behind)) == .findMarks(limit: 50))
        guard case .openPull = session.on(.marksFound([])) else {
            Issue.record("a pull comes first, though hello saw no need")
            return
        }
        session.on(.streamOpened(Session.header()))
        session.on(.compared(agrees: true))
        session.on(.partRead(Session.page("0000000000abc:9:9", end: true)))
        session.on(.partStored(PageSummary()))
        guard case .readOutbox(_, after: 0, _, _) = session.on(.marksFound([])) else {
            Issue.record("the push is tried again")
            return
        }
        session.on(.outboxRead(Session.changes(1...2, group: 1)))
        guard case .openDocuments(let request) = session.on(Session.failure(.behind)) else {
            Issue.record("the hub's state is read")
            return
        }
        #expect(request.ids == [Session.document(1), Session.document(2)])
        session.on(.streamOpened(Session.header()))
        session.on(.compared(agrees: true))
        let items = request.ids.map { FeedItem.absent($0) }
        let part = Replicator.StreamPart(items: items, cursor: nil, isLast: true, isComplete: true)
        #expect(session.on(.partRead(part)) == .lowerPending(items))
        guard case .readOutbox = session.on(.partStored(nil)) else {
            Issue.record("the lowered changes are pushed")
            return
        }
        session.on(.outboxRead(Session.changes(1...2, group: 1)))
        session.on(Session.failure(.behind))
        #expect(session.on(.marksFound([])).failure?.code == .pushFailed, "lowered once only")
    }

    @Test("a hub that calls the push forked, or has another generation, is greeted anew")
    func recoverable() {
        var session = Session(head: 1)
        _ = session.beginPush(pull: true)
        session.on(.outboxRead(Session.changes(1...1)))
        #expect(
            session.on(Session.failure(.forked)) == .recover(.fork(.forked), from: Session.alice))
        session = Session(head: 1)
        _ = session.beginPush(pull: true)
        session.on(.outboxRead(Session.changes(1...1)))
        #expect(session.on(Session.failure(.generation)) == .load)
        session = Session(head: 1)
        _ = session.beginPush()
        session.on(.outboxRead(Session.changes(1...1)))
        #expect(session.on(.pushed(response(1...1, generation: "another"))) == .load)
    }

    /// A store that was known as `former` before, to a hub that knows two of its three rows.
    private func withFormer(_ former: ReplicaID) -> Session {
        var session = Session(head: 1)
        session.local.formerReplicas = [former]
        session.local.formerJournals = [
            OwnJournal(replica: former, first: 1, last: 3, firstPending: 2)
        ]
        var hello = Session.hello(pull: true)
        hello.former = [
            HelloResponse.Former(
                replica: former, known: Session.mark(2), verdicts: [], durableThrough: 2)
        ]
        _ = session.greet(hello)
        return session
    }

    @Test("what waits of a former id is pushed first, from what was not answered on")
    func formerJournal() {
        let former = ReplicaID(bits: 7)
        var session = withFormer(former)
        // Row 2 the hub has judged, but its verdict never came.
        guard case .readOutbox(former, after: 1, _, _) = session.on(.marksFound([])) else {
            Issue.record("the former journal comes first")
            return
        }
        guard case .push(let request) = session.on(.outboxRead(Session.changes(2...3))) else {
            Issue.record("it is pushed")
            return
        }
        #expect(request.replica == former && request.formerReplicas == [Session.alice])
        #expect(request.cursor == nil)
        let verdicts = Session.verdicts(2...3)
        #expect(
            session.on(.pushed(response(2...3)))
                == .recordVerdicts(verdicts, of: former, cursor: nil, previous: nil))
        guard
            case .readOutbox(former, after: 3, _, _) = session.on(
                .verdictsRecorded(VerdictSummary()))
        else {
            Issue.record("is there more of it?")
            return
        }
        guard case .readOutbox(Session.alice, after: 0, _, _) = session.on(.outboxRead([])) else {
            Issue.record("then the present journal")
            return
        }
    }

    @Test("a hub that knows other rows of a former id makes those take the new id too")
    func formerFork() {
        let former = ReplicaID(bits: 7)
        var session = withFormer(former)
        session.on(.marksFound([]))
        session.on(.outboxRead(Session.changes(2...3)))
        #expect(
            session.on(Session.failure(.forked))
                == .recover(.fork(.forked, formers: [former]), from: Session.alice))
    }

    @Test("in a pull nothing is pushed; in a push nothing is pulled")
    func directions() {
        var pull = Session(.pull, head: 1)
        guard case .openPull = pull.beginPush(pull: true) else {
            Issue.record("the pull begins at once")
            return
        }
        var push = Session(.push, head: 1)
        _ = push.beginPush(pull: true)
        push.on(.outboxRead([]))
        #expect(push.on(.marksFound([])) == .finish(.success))
    }
}
