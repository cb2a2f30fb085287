import Foundation
import TestSupport
import Testing
import VNModel
import VNStore

@Suite("Restore") struct RestoreTests {
    private func fixture(_ seed: UInt64, articles: UInt64 = 5) async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: seed)
        try await fixture.store.addRemote("hub", url: "http://hub.example/")
        for number in 1...articles { try await fixture.store.post(fixture.article(number)) }
        return fixture
    }

    private func restore(
        _ fixture: StoreFixture, _ backup: String, to path: String? = nil, replacing: Bool = false,
        dryRun: Bool = false
    ) async throws -> RestoreReport {
        var configuration = StoreConfiguration()
        configuration.environment = fixture.environment
        return try await ContentStore.restore(
            from: backup, to: path ?? fixture.store.path, replacing: replacing, dryRun: dryRun,
            configuration: configuration)
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do { try await body() } catch { return (error as? StoreError)?.code.rawValue }
        return nil
    }

    private func files(_ fixture: StoreFixture) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
            .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
    }

    @Test("where nothing stands, the backup becomes a store with an id of its own")
    func fresh() async throws {
        let fixture = try await fixture(1)
        let backup = fixture.folder.appendingPathComponent("b.db").path
        _ = try await fixture.store.backup(to: backup)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
        let path = fixture.folder.appendingPathComponent("new/store.db").path
        let report = try await restore(fixture, backup, to: path)
        #expect(report.keptAside == nil && report.articles == 5 && report.pending == 5)
        #expect(try Data(contentsOf: URL(fileURLWithPath: backup)) == bytes)
        let store = try await ContentStore.open(at: path)
        let state = try await store.journalState()
        #expect(!state.isCopied && state.replica != report.former)
        #expect(state.former == [report.former])
        #expect(try await store.verify(deep: true).ok)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("a dry run tells what would be, and changes nothing")
    func dryRun() async throws {
        let fixture = try await fixture(2)
        let backup = fixture.folder.appendingPathComponent("b.db").path
        _ = try await fixture.store.backup(to: backup)
        try await fixture.store.post(fixture.article(9))
        let before = (try files(fixture), try await fixture.store.journalState())
        let report = try await restore(fixture, backup, dryRun: true)
        #expect(report.carried == 1 && report.pending == 6 && report.keptAside == nil)
        #expect(try files(fixture) == before.0)
        #expect(try await fixture.store.journalState() == before.1)
    }

    @Test("what is no backup, is damaged or newer, or is the store itself is refused")
    func refused() async throws {
        let fixture = try await fixture(3)
        let backup = fixture.folder.appendingPathComponent("b.db").path
        let before = try await fixture.store.journalState()
        #expect(await code { _ = try await restore(fixture, backup) } == "store.not-found")
        try Data("Không phải kho".utf8).write(to: URL(fileURLWithPath: backup))
        #expect(await code { _ = try await restore(fixture, backup) } == "store.not-a-store")
        _ = try await fixture.store.backup(to: backup, replacing: true)
        let whole = try Data(contentsOf: URL(fileURLWithPath: backup))
        var newer = whole
        newer[63] = 99
        try newer.write(to: URL(fileURLWithPath: backup))
        #expect(await code { _ = try await restore(fixture, backup) } == "store.newer-schema")
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: backup))
        #expect(await code { _ = try await restore(fixture, backup) } == "store.corrupt")
        let same = fixture.store.path
        #expect(await code { _ = try await restore(fixture, same) } == "store.invalid-request")
        #expect(try await fixture.store.journalState() == before)
        #expect(try files(fixture) == ["b.db", "store.db"])
    }

    @Test("a journal that was changed in the backup is found")
    func tampered() async throws {
        let fixture = try await fixture(4)
        let path = fixture.folder.appendingPathComponent("b.db").path
        _ = try await fixture.store.backup(to: path)
        let backup = try await ContentStore.open(at: path)
        try await backup.write(.durable) { session in
            _ = try session.run("UPDATE journal SET ops = replace(ops, 'Đoạn', 'Doan')")
        }
        try await backup.close()
        #expect(await code { _ = try await restore(fixture, path) } == "store.corrupt")
        #expect(try files(fixture) == ["b.db", "store.db"])
    }

    @Test("another file is kept unless it is to be replaced, and then it is kept aside")
    func otherFile() async throws {
        let fixture = try await fixture(5)
        let backup = fixture.folder.appendingPathComponent("b.db").path
        _ = try await fixture.store.backup(to: backup)
        let path = fixture.folder.appendingPathComponent("broken.db").path
        try Data("Sổ tay".utf8).write(to: URL(fileURLWithPath: path))
        try Data("cũ".utf8).write(to: URL(fileURLWithPath: path + "-wal"))
        #expect(
            await code { _ = try await restore(fixture, backup, to: path) } == "store.not-a-store")
        let report = try await restore(fixture, backup, to: path, replacing: true)
        let aside = try #require(report.keptAside)
        #expect(try String(contentsOfFile: aside, encoding: .utf8) == "Sổ tay")
        #expect(try String(contentsOfFile: aside + "-wal", encoding: .utf8) == "cũ")
        let store = try await ContentStore.open(at: path)
        #expect(try await store.verify(deep: true).ok)
        #expect(try await store.statistics().articles == 5)
    }

    @Test("a store whose journal cannot be read is kept aside, and the report says so")
    func unreadable() async throws {
        let fixture = try await fixture(6)
        let backup = fixture.folder.appendingPathComponent("b.db").path
        _ = try await fixture.store.backup(to: backup)
        try await fixture.store.post(fixture.article(9))
        try await fixture.damage("UPDATE journal SET ops = '{' WHERE counter = 6")
        let report = try await restore(fixture, backup)
        #expect(report.carryFailure == "store.corrupt" && report.carried == 0)
        #expect(try await fixture.store.statistics().articles == 5)
        #expect(try await fixture.store.verify(deep: true).ok)
        let aside = try await ContentStore.open(at: try #require(report.keptAside))
        #expect(try await aside.pendingCount() == 6)
    }

    @Test("unsent work of a store that is still of an older schema is taken over")
    func olderSchema() async throws {
        let fixture = try await StoreFixture(seed: 8)
        for version in StoreDump.versions.dropLast() {
            let path = fixture.folder.appendingPathComponent("old\(version).db").path
            try StoreDump.load(version, to: path)
            let backup = fixture.folder.appendingPathComponent("backup\(version).db").path
            _ = try await fixture.store.backup(to: backup)
            let report = try await restore(fixture, backup, to: path)
            #expect(report.carryFailure == nil && report.carried > 0, "\(version)")
            let store = try await ContentStore.open(at: path)
            #expect(try await store.verify(deep: true).ok)
            #expect(try await store.pendingCount() == report.carried)
            try await store.close()
        }
        try await fixture.store.close()
    }

    @Test("held changes come along, once")
    func held() async throws {
        let fixture = try await fixture(7)
        let backup = fixture.folder.appendingPathComponent("b.db").path
        _ = try await fixture.store.backup(to: backup)
        let refusal = Verdict(
            counter: 1, outcome: .refused(code: "limits", message: "too many"))
        _ = try await fixture.store.recordVerdicts([refusal], remote: "hub")
        let report = try await restore(fixture, backup)
        #expect(report.carriedHeld == 1 && report.carried == 0)
        let held = try #require(try await fixture.store.heldChanges().first)
        #expect(held.document == StoreFixture.articleID(1) && held.dot.replica == report.former)
        #expect(try await fixture.store.pendingCount() == 4, "the refused one waits no more")
        let again = try await restore(fixture, backup)
        #expect(again.carriedHeld == 1)
        #expect(try await fixture.store.heldChanges().count == 1)
        #expect(try await fixture.store.verify(deep: true).ok)
    }

    @Test("of two branches of one document that were never sent, the replaced one is held")
    func branches() async throws {
        let fixture = try await fixture(12)
        let id = StoreFixture.articleID
        let (store, backup) = (fixture.store, fixture.folder.appendingPathComponent("b.db").path)
        _ = try await store.backup(to: backup)
        let twin = try await ContentStore.open(at: backup)
        try await twin.edit(id(1)) { $0.headline = "Trong bản sao lưu" }
        try await twin.close()
        try await store.edit(id(1)) { $0.headline = "Ở đây" }
        try await store.edit(id(3)) { $0.headline = "Không đụng ai" }
        try await store.write { transaction in
            for number in 1...2 as ClosedRange<UInt64> {
                try transaction.write(id(number), .article, [("summary", .string("Cùng nhóm"))])
            }
        }
        try await store.edit(id(2)) { $0.summary = "Sau nhóm ấy" }
        try await store.post(fixture.article(9))
        let report = try await restore(fixture, backup)
        #expect(report.carried == 2 && report.carriedHeld == 4 && report.pending == 8)
        let held = try await store.heldChanges()
        #expect(held.map(\.document) == [id(1), id(1), id(2), id(2)])
        #expect(held.allSatisfy { $0.code == "branched" })
        #expect(try await store.document(id(1))?.value("headline") == .string("Trong bản sao lưu"))
        #expect(try await store.document(id(2))?.value("summary") == nil)
        #expect(try await store.document(id(3))?.value("headline") == .string("Không đụng ai"))
        #expect(try await store.document(id(9)) != nil)
        let verified = try await store.verify(deep: true)
        #expect(verified.ok, "\(verified.checks)")
        // Whoever wants the held value after all writes it again, having seen the other.
        _ = try await store.retryHeld(try #require(held.first).number)
        #expect(try await store.document(id(1))?.value("headline") == .string("Ở đây"))
        #expect(try await store.conflicts(id(1)).isEmpty)
        // Put back once more, the backup has nothing that this store never had.
        let again = try await restore(fixture, backup)
        #expect(again.carried == 3 && again.carriedHeld == 3)
        #expect(try await store.document(id(1))?.value("headline") == .string("Ở đây"))
    }

    @Test("what others write while a store is restored is carried over, not lost")
    func busy() async throws {
        let fixture = try await fixture(8)
        let backup = fixture.folder.appendingPathComponent("b.db").path
        _ = try await fixture.store.backup(to: backup)
        let other = try await fixture.reopened()
        let writer = Task {
            var numbers: [UInt64] = []
            for number in 100..<140 as Range<UInt64> {
                try await other.post(fixture.article(number))
                numbers.append(number)
                try await Task.sleep(for: .milliseconds(number % 3 == 0 ? 60 : 5))
            }
            return numbers
        }
        var restored = 0
        while restored < 3 {
            do {
                _ = try await restore(fixture, backup)
                restored += 1
            } catch let error as StoreError where error.code == .locked {}
        }
        for number in try await writer.value {
            let document = try await other.document(StoreFixture.articleID(number))
            #expect(document != nil, "\(number)")
        }
        #expect(try await other.verify(deep: true).ok)
        #expect(try await other.pendingCount() == 45)
    }

    @Test("a restore that is cancelled leaves the store as it was, and nothing beside it")
    func cancelled() async throws {
        let fixture = try await fixture(9)
        let backup = fixture.folder.appendingPathComponent("b.db").path
        _ = try await fixture.store.backup(to: backup)
        try await fixture.store.post(fixture.article(9))
        let before = try await fixture.store.journalState()
        let path = fixture.store.path
        let task = Task {
            try await ContentStore.restore(from: backup, to: path) { progress in
                if progress.step == .rewriting { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await fixture.store.journalState() == before)
        #expect(try files(fixture) == ["b.db", "store.db"])
    }
}
