import Testing
import VNModel
import VNStore

@Suite("Several remotes") struct SeveralRemotesTests {
    @Test("what one remote took or refused still goes to the other, counters without a gap")
    func outbox() async throws {
        let fixture = try await StoreFixture(seed: 1)
        for name in ["one", "two"] {
            try await fixture.store.addRemote(name, url: "http://127.0.0.1:1")
        }
        for number in 1...3 { try await fixture.store.post(fixture.article(UInt64(number))) }
        let verdicts = [
            Verdict(counter: 1, outcome: .applied),
            Verdict(counter: 2, outcome: .refused(code: "rights", message: "no")),
            Verdict(counter: 3, outcome: .applied),
        ]
        _ = try await fixture.store.recordVerdicts(verdicts, remote: "one")
        #expect(try await fixture.store.pendingCount() == 0)
        let acked = try await fixture.store.remoteState("two").acked.counter
        let rows = try await fixture.store.outbox(
            after: acked, changeLimit: 10, byteLimit: 1 << 20)
        #expect(rows.map(\.row.change.dot.counter) == [1, 2, 3])
        #expect(rows.map(\.row.isWithoutEffect) == [false, true, false])
        let done = try await fixture.store.remoteState("one").acked.counter
        let none = try await fixture.store.outbox(after: done, changeLimit: 10, byteLimit: 1 << 20)
        #expect(none.isEmpty)
    }
}
