import FaultDisk
import Testing
import VNModel
import VNStore

/// A process that is killed while it writes, and the power that goes afterwards.
@Suite("Killed writes") struct KilledWriteTests {
    private func article(_ number: UInt64) -> Article {
        Article(
            id: DocumentID(high: 0x7000, low: 0x8000_0000_0000_0000 | number), headline: "Tin",
            datePublished: "2026-11-23T08:00:00+07:00",
            publisher: Agent(kind: .organization, name: "Báo Mẫu"))
    }

    /// A commit that was written to the log and not synced was there after the kill, could be
    /// pushed, and went with the power: its dot was given out twice (simulator, seed 850).
    @Test("what is seen after a kill survives a power cut, whatever call the kill fell on")
    func killed() async throws {
        var seen = 0
        for place in UInt64(1)...200 {
            let disk = try FaultDisk()
            let path = disk.path("store.db")
            var store = try await ContentStore.create(at: path)
            disk.kill(at: place)
            let isWritten = (try? await store.post(article(1))) != nil
            disk.kill()
            try? await store.close()
            try disk.powerOn()
            store = try await ContentStore.open(at: path)
            let before = try await store.journalState().head
            if before.counter > 0 { seen += 1 }
            disk.cutPower()
            try? await store.close()
            try disk.powerOn()
            store = try await ContentStore.open(at: path)
            let after = try await store.journalState().head
            #expect(after == before, "killed at change \(place)")
            try await store.close()
            if isWritten { break }
        }
        #expect(seen > 1, "some kills fell between writing and syncing")
    }
}
