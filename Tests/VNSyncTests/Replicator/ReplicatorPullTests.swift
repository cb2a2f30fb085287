import Testing
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("Replicator: pull")
struct ReplicatorPullTests {
    @Test("each part is committed with its cursor before the next is read")
    func pages() {
        var session = Session()
        session.beginPull()
        let items = [FeedItem.evict(Session.document(1))]
        #expect(
            session.on(.partRead(Session.page("a", items: items)))
                == .applyPage(items, cursor: "a", isComplete: false, by: Session.puller))
        var summary = PageSummary()
        summary.documents = 1
        summary.evicted = 1
        #expect(session.on(.partStored(summary)) == .readStream)
        #expect(
            session.on(.partRead(Session.page("b", items: [], end: true)))
                == .applyPage([], cursor: "b", isComplete: true, by: Session.puller))
        #expect(session.on(.partStored(PageSummary())) == .findMarks(limit: 50))
        #expect(session.on(.marksFound([])) == .finish(.success))
        #expect(session.machine.report.pulled.evicted == 1)
    }

    @Test("what the header knows is compared before anything is applied")
    func headerFork() {
        var session = Session(head: 4)
        _ = session.beginPush(pull: true)
        session.on(.outboxRead([]))
        session.on(.marksFound([]))
        #expect(
            session.on(.streamOpened(Session.header(known: 4))) == .compare(Session.mark(4)))
        let actions = session.machine.handle(.compared(agrees: false))
        #expect(
            actions == [.closeStream, .recover(.fork(.forked), from: Session.alice)])
    }

    /// A cache on the way answered with a page from before the last push. It was taken for a
    /// restored hub, and the sync stopped with `sync.generation`.
    @Test("an old page of a pull, which knows less of the journal, is compared and applied")
    func oldPage() {
        var session = Session(acked: 4)
        _ = session.beginPush(pull: true)
        session.on(.outboxRead([]))
        session.on(.marksFound([]))
        #expect(
            session.on(.streamOpened(Session.header(known: 2))) == .compare(Session.mark(2)))
        #expect(session.on(.compared(agrees: true)) == .readStream)
    }

    @Test("an old page of a pull that replaces what is here is not taken")
    func oldReplacingPage() {
        var session = Session(acked: 4)
        (session.local.recovery, session.local.cursor) = (.generation, nil)
        _ = session.greet(Session.hello(known: 4, pull: true))
        session.on(.outboxRead([]))
        let action = session.on(.streamOpened(Session.header(known: 2)))
        #expect(action.failure?.code == .protocolViolation)
        #expect(action.failure?.isRetryable == true)
    }

    @Test("a replacing pull that would take away too much ends before it does")
    func removals() {
        var session = Session(acked: 4)
        (session.local.recovery, session.local.cursor) = (.generation, nil)
        _ = session.greet(Session.hello(known: 4, pull: true))
        session.on(.outboxRead([]))
        session.on(.streamOpened(Session.header(known: 4)))
        session.on(.compared(agrees: true))
        let page = session.on(.partRead(Session.page("a", items: [], end: true)))
        #expect(
            page
                == .applyPage(
                    [], cursor: "a", isComplete: true,
                    by: Puller(replica: Session.alice, isReplacing: true)))
        var summary = PageSummary()
        summary.withheld = 3
        #expect(session.on(.partStored(summary)).failure?.code == .tooManyDeletions)
        #expect(session.machine.report.recovery?.isComplete == false)
    }

    @Test("a header of another generation lets hello be said again, a few times")
    func headerGeneration() {
        var session = Session()
        _ = session.beginPush(pull: true)
        session.on(.outboxRead([]))
        session.on(.marksFound([]))
        #expect(session.on(.streamOpened(Session.header(generation: "another"))) == .load)
        for _ in 2...5 {
            session.on(.loaded(session.local))
            session.on(.greeted(Session.hello(pull: true)))
            session.on(.compared(agrees: true))
            session.on(.marksFound([]))
            session.on(.outboxRead([]))
            session.on(.marksFound([]))
            #expect(session.on(.streamOpened(Session.header(generation: "another"))) == .load)
        }
        session.on(.loaded(session.local))
        session.on(.greeted(Session.hello(pull: true)))
        session.on(.compared(agrees: true))
        session.on(.marksFound([]))
        session.on(.outboxRead([]))
        session.on(.marksFound([]))
        let action = session.on(.streamOpened(Session.header(generation: "another")))
        #expect(action.failure?.code == .generation && action.failure?.isRetryable == true)
    }

    @Test("a pull that was cut goes on at the committed cursor, three times")
    func cut() {
        var session = Session()
        session.beginPull()
        for attempt in 1...3 {
            session.on(.partRead(Session.page("cursor \(attempt)")))
            session.on(.partStored(PageSummary()))
            guard case .openPull(let request) = session.on(Session.failure()) else {
                Issue.record("it goes on")
                return
            }
            #expect(request.cursor == "cursor \(attempt)")
            session.on(.streamOpened(Session.header()))
            session.on(.compared(agrees: true))
        }
        session.on(.partRead(Session.page("cursor 4")))
        session.on(.partStored(PageSummary()))
        #expect(session.on(Session.failure()).failure?.code == .unavailable)
    }

    @Test("a pull that was cut before anything was committed is not taken up by itself")
    func cutWithoutProgress() {
        var session = Session()
        session.beginPull()
        #expect(session.on(Session.failure()).failure?.code == .unavailable)
    }

    @Test("a pull that ends incomplete goes on; without progress it breaks the protocol")
    func incomplete() {
        var session = Session()
        session.beginPull()
        session.on(.partRead(Session.page("a", end: false)))
        guard case .openPull(let request) = session.on(.partStored(PageSummary())) else {
            Issue.record("it goes on")
            return
        }
        #expect(request.cursor == "a")
        session.on(.streamOpened(Session.header()))
        session.on(.compared(agrees: true))
        let action = session.on(.partRead(Session.page("a", items: [], end: false)))
        #expect(action.failure?.code == .protocolViolation)
    }

    @Test("marked documents are read again between the steps, and not twice in a row")
    func reread() {
        var session = Session(.pull)
        _ = session.greet(Session.hello())
        let ids = [Session.document(1), Session.document(2)]
        guard case .openDocuments(let request) = session.on(.marksFound(ids)) else {
            Issue.record("they are read again")
            return
        }
        #expect(request.ids == ids)
        #expect(session.on(.streamOpened(Session.header())) == .compare(.origin))
        session.on(.compared(agrees: true))
        let first = Replicator.StreamPart(items: [.absent(ids[0])], cursor: nil)
        #expect(session.on(.partRead(first)) == .replace([.absent(ids[0])]))
        #expect(session.on(.partStored(nil)) == .readStream)
        let last = Replicator.StreamPart(
            items: [.evict(ids[1])], cursor: nil, isLast: true, isComplete: true)
        session.on(.partRead(last))
        #expect(session.on(.partStored(nil)) == .findMarks(limit: 50))
        #expect(session.on(.marksFound(ids)) == .finish(.success), "they stay marked")
    }

    @Test("a re-read is not applied if its header tells of a fork")
    func rereadFork() {
        var session = Session()
        _ = session.greet(Session.hello())
        session.on(.marksFound([Session.document(1)]))
        session.on(.streamOpened(Session.header(known: 1)))
        #expect(
            session.on(.compared(agrees: false)) == .recover(.fork(.forked), from: Session.alice))
    }

    @Test("a first pull by an empty store says so, until something is committed")
    func firstPull() {
        var session = Session()
        (session.local.isFirst, session.local.isEmpty, session.local.cursor) = (true, true, nil)
        _ = session.beginPush()
        session.on(.outboxRead([]))
        guard case .openPull(let request) = session.on(.marksFound([])) else {
            Issue.record("a first pull is always made")
            return
        }
        #expect(request.isEmpty && request.cursor == nil)
        session.on(.streamOpened(Session.header()))
        session.on(.compared(agrees: true))
        session.on(.partRead(Session.page("a")))
        session.on(.partStored(PageSummary()))
        guard case .openPull(let next) = session.on(Session.failure()) else {
            Issue.record("it goes on")
            return
        }
        #expect(!next.isEmpty && next.cursor == "a")
    }

    @Test("a mass deletion is refused before it is applied, except in a first pull")
    func deletions() {
        let purges = (1...3).map { FeedItem.purge(Session.document($0)) }
        var session = Session { $0.deletionLimit = 2 }
        session.beginPull()
        let action = session.on(.partRead(Session.page("a", items: purges)))
        #expect(action.failure?.code == .tooManyDeletions)

        var first = Session { $0.deletionLimit = 2 }
        first.local.isFirst = true
        first.beginPull()
        #expect(
            first.on(.partRead(Session.page("a", items: purges)))
                == .applyPage(purges, cursor: "a", isComplete: false, by: Session.puller))
    }
}
