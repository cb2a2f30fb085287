import Testing
import VNModel
import VNStore
import VNSync
import VNWire

/// How much one push holds.
@Suite("Push pace") struct PushPaceTests {
    private static func limits(_ action: Replicator.Action) -> [Int] {
        guard case .readOutbox(_, _, let changes, let bytes) = action else { return [] }
        return [changes, bytes]
    }

    private func response(_ counters: ClosedRange<UInt64>) -> PushResponse {
        PushResponse(
            generation: Session.hub, verdicts: Session.verdicts(counters), cursor: nil,
            known: Session.mark(counters.upperBound))
    }

    /// Pushes so many changes, which takes so long, and tells what is read next.
    private func push(
        _ session: inout Session, _ counters: ClosedRange<UInt64>, took: Duration, bytes: Int
    ) -> [Int] {
        session.on(.outboxRead(Session.changes(counters)))
        session.on(.pushed(response(counters), took: took, bytes: bytes))
        return Self.limits(session.on(.verdictsRecorded(VerdictSummary())))
    }

    @Test("it begins small, grows while full pushes are quick, and never beyond the limits")
    func grows() {
        var session = Session(head: 2000)
        #expect(Self.limits(session.beginPush()) == [500, 256 << 10])
        #expect(
            push(&session, 1...400, took: .milliseconds(300), bytes: 250_000) == [500, 512 << 10])
        #expect(
            push(&session, 401...402, took: .milliseconds(50), bytes: 1_000) == [500, 512 << 10],
            "a small push says nothing of larger ones")
        #expect(
            push(&session, 403...800, took: .seconds(3), bytes: 500_000) == [500, 512 << 10],
            "neither quick nor slow")
        #expect(
            push(&session, 801...1200, took: .milliseconds(900), bytes: 500_000) == [500, 1 << 20])
        #expect(
            push(&session, 1201...1600, took: .zero, bytes: 1_000_000) == [500, 1 << 20])
    }

    @Test("slow pushes make it smaller, down to a few kilobytes and single changes")
    func shrinks() {
        var session = Session(head: 2000)
        _ = session.beginPush()
        #expect(push(&session, 1...400, took: .seconds(9), bytes: 250_000) == [200, 128 << 10])
        var first: UInt64 = 401
        var limits: [Int] = [200, 0]
        for _ in 0..<10 {
            let last = first + UInt64(limits[0]) - 1
            limits = push(&session, first...last, took: .seconds(20), bytes: 100_000)
            first = last + 1
        }
        #expect(limits == [1, 8 << 10])
        #expect(push(&session, first...first, took: .zero, bytes: 5_000) == [2, 16 << 10])
    }

    @Test("a push without an answer in time is sent again, smaller, twice; then the pull runs")
    func timeouts() {
        var session = Session(head: 400)
        _ = session.beginPush(pull: true)
        let timeout = Replicator.Event.failed(
            RemoteFailure(.other, SyncError(.timeout, "no answer", isRetryable: true)), random: 0)
        session.on(.outboxRead(Session.changes(1...400)))
        #expect(Self.limits(session.on(timeout)) == [100, 64 << 10])
        session.on(.outboxRead(Session.changes(1...100)))
        #expect(Self.limits(session.on(timeout)) == [25, 16 << 10])
        session.on(.outboxRead(Session.changes(1...25)))
        #expect(session.on(timeout) == .findMarks(limit: 50), "on to the pull")
        // The next session goes on where this one ended.
        var next = Session(head: 400)
        next.machine.pace = session.machine.pace
        #expect(Self.limits(next.beginPush()) == [6, 8 << 10])
    }

    @Test("what was too large is not tried again in the session, but in the next")
    func tooLarge() {
        var session = Session(head: 2000)
        _ = session.beginPush()
        session.on(.outboxRead(Session.changes(1...100)))
        let failure = Replicator.Event.failed(
            RemoteFailure(.tooLarge, SyncError(.protocolViolation, "413")), random: 0)
        #expect(Self.limits(session.on(failure)) == [50, 128 << 10])
        #expect(push(&session, 1...50, took: .zero, bytes: 120_000) == [50, 128 << 10])
        var next = Session(head: 2000)
        next.machine.pace = session.machine.pace
        #expect(Self.limits(next.beginPush()) == [50, 128 << 10])
        #expect(push(&next, 1...50, took: .zero, bytes: 120_000) == [100, 256 << 10])
    }
}
