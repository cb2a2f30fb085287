import FaultDisk
import Foundation
import Testing
import VNModel
import VNStore

@Suite("Creation") struct CreationTests {
    @Test("a power cut while a store is made leaves no store or a whole one")
    func powerCut() async throws {
        var (cuts, whole) = (0, 0)
        for n in 1...400 as ClosedRange<UInt64> {
            let disk = try FaultDisk()
            disk.cutPower(at: n, seed: n % 2 == 0 ? n : 0)
            let made = try? await ContentStore.create(at: disk.path("store.db"))
            let wasCut = disk.isOff
            if !wasCut { disk.cutPower() }
            try? await made?.close()
            try disk.powerOn()
            let store: ContentStore
            do {
                store = try await ContentStore.open(at: disk.path("store.db"))
                whole += 1
            } catch let error as StoreError where error.code == .notFound && wasCut {
                store = try await ContentStore.create(at: disk.path("store.db"))
            }
            #expect(try await store.verify(deep: true).ok, "cut at \(n)")
            try await store.close()
            guard wasCut else { break }
            cuts += 1
        }
        #expect(cuts > 20 && cuts < 400)
        #expect(whole > 0)
    }

    @Test("folders that are missing are made, for the owner alone")
    func folders() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("making-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("một/hai/kho.db").path
        let store = try await ContentStore.create(at: path)
        try await store.close()
        for part in ["", "một", "một/hai"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: folder.appendingPathComponent(part).path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
        }
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("một/hai").path)
        #expect(names.allSatisfy { $0.hasPrefix("kho.db") && !$0.contains(".new-") }, "\(names)")
    }

    @Test("the log of another store is not taken for that of a new one, nor thrown away")
    func strangeLog() async throws {
        let fixture = try await StoreFixture(seed: 1)
        try await fixture.store.post(fixture.article(1))
        let log = fixture.store.path + "-wal"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: log))
        let path = fixture.folder.appendingPathComponent("other.db").path
        try bytes.write(to: URL(fileURLWithPath: path + "-wal"))
        let error = await #expect(throws: StoreError.self) {
            _ = try await ContentStore.create(at: path)
        }
        #expect(error?.code == .exists)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path + "-wal")) == bytes)
        try FileManager.default.removeItem(atPath: path + "-wal")
        try await ContentStore.create(at: path).close()
        try await fixture.store.close()
    }

    @Test("of those who make a store at one place at the same time, one succeeds")
    func race() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("race-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("store.db").path
        let outcomes = await withTaskGroup(of: StoreError.Code?.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    do {
                        try await ContentStore.create(at: path).close()
                        return nil
                    } catch {
                        return (error as? StoreError)?.code ?? .database
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == nil }.count == 1)
        #expect(outcomes.filter { $0 == .exists }.count == 5)
        let store = try await ContentStore.open(at: path)
        #expect(try await store.verify(deep: true).ok)
        try await store.close()
    }
}
