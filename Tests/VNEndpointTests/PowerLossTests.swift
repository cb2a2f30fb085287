import FaultDisk
import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNWire

/// A hub on a disk that forgets what was not synced.
@Suite("Power loss of a hub") struct PowerLossTests {
    /// Batches of a client's journal: posts, an edit with a comment, a deletion.
    private func batches() -> [[PushedChange]] {
        var writer = Writer(alice)
        var batches: [[PushedChange]] = []
        for number in 1...4 as ClosedRange<UInt64> {
            batches.append([writer.change(document(number), Write.article("Tin \(number)"))])
        }
        batches.append([
            writer.change(document(1), [Write("headline", "Tin sửa", seen: "a1")]),
            writer.change(document(50), .comment, Write.comment(on: document(1))),
        ])
        batches.append([writer.change(document(2), [.delete(saw: "a2")])])
        return batches
    }

    private struct Run {
        /// How much of the journal was answered for, and how much was sent.
        var answered: UInt64 = 0
        var sent: UInt64 = 0
        /// Changes of the disk, counted without a fault.
        var changes: UInt64 = 0
    }

    /// Pushes until the power goes; `n` 0: to the end.
    private func push(
        _ disk: FaultDisk, cutAt n: UInt64, keep: UInt64, _ configuration: StoreConfiguration,
        _ environment: TestEnvironment = TestEnvironment()
    ) async throws -> Run {
        let store = try await SQLiteEndpointStore.open(
            at: disk.path("hub.db"), configuration: configuration)
        let hub = Hub(store, environment)
        var run = Run()
        let start = disk.count(.changes)
        disk.cutPower(at: n, seed: keep)
        do {
            for batch in batches() {
                run.sent += UInt64(batch.count)
                let answer = try await hub.push(batch)
                #expect(answer.codes.allSatisfy { $0 == "applied" })
                run.answered += UInt64(batch.count)
            }
        } catch {
            // The hub says that it failed; it must not say so without a reason.
            guard disk.isOff else { throw error }
        }
        run.changes = disk.count(.changes) - start
        if n > 0, !disk.isOff { disk.cutPower(seed: keep) }
        try? await store.close()
        return run
    }

    /// What is wrong after a cut; `nil` if every answer still holds.
    private func violation(
        at n: UInt64, keep: UInt64, synchronous: String? = nil
    ) async throws -> String? {
        let disk = try FaultDisk()
        var configuration = StoreConfiguration()
        let environment = TestEnvironment()
        configuration.environment = environment
        configuration.forcedSynchronous = synchronous
        let run = try await push(disk, cutAt: n, keep: keep, configuration, environment)
        try disk.powerOn()
        let place = "cut at \(n), keep \(keep)"
        do {
            let store = try await SQLiteEndpointStore.open(
                at: disk.path("hub.db"), configuration: configuration)
            let ledger = try await store.read { try $0.ledger(alice).counter }
            guard (run.answered...run.sent).contains(ledger) else {
                try await store.close()
                return "\(place): answered for \(run.answered), the ledger ends at \(ledger)"
            }
            // The client sends again what was not answered: it gets the same verdicts.
            let hub = Hub(store, environment)
            for batch in batches() { try await hub.push(batch) }
            let held = try await hub.held(document(50))
            try await store.close()
            let report = try await SQLiteEndpointStore.check(at: disk.path("hub.db"))
            guard held != nil, report.isOK else { return "\(place): \(report.jsonText)" }
            return nil
        } catch {
            return "\(place): \(error)"
        }
    }

    @Test("a push that was answered stands in the ledger, wherever the power goes")
    func answeredPushStands() async throws {
        let whole = try await push(try FaultDisk(), cutAt: 0, keep: 0, StoreConfiguration())
        // Each push is one write and one sync.
        #expect(whole.answered == 7 && whole.changes == 2 * batches().count)
        for n in 1...whole.changes + 1 {
            for keep in [0, n] {
                #expect(try await violation(at: n, keep: keep) == nil)
            }
        }
    }

    @Test("without the sync of each push the same check finds losses")
    func canary() async throws {
        var losses = 0
        for n in 1...2 * UInt64(batches().count) {
            let found = try await violation(at: n, keep: 0, synchronous: "NORMAL")
            losses += found == nil ? 0 : 1
        }
        #expect(losses > 3)
    }
}
