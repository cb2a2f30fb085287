import Foundation
import Testing
import VNModel
import VNStore

@Suite("Backup") struct BackupTests {
    private func fixture(_ seed: UInt64, articles: UInt64 = 30) async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: seed)
        try await fixture.store.addRemote("hub", url: "http://hub.example/")
        for number in 1...articles {
            try await fixture.store.post(fixture.article(number, paragraphs: 40))
        }
        return fixture
    }

    private func open(_ path: String) async throws -> ContentStore {
        try await ContentStore.open(at: path)
    }

    @Test("a backup is one private file that holds all, and nothing else is left in its folder")
    func whole() async throws {
        let fixture = try await fixture(1)
        let folder = fixture.folder.appendingPathComponent("backups")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("one.db").path
        let steps = Steps()
        let report = try await fixture.store.backup(to: path) { steps.add($0.done) }
        #expect(report.path == path && report.articles == 30 && report.pending == 30)
        #expect(report.counter == 30 && report.held == 0 && !steps.values.isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["one.db"])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == report.bytes)
        let copy = try await open(path)
        #expect(try await copy.verify(deep: true).ok)
        #expect(try await copy.journalState().isCopied)
        for number in 1...30 as ClosedRange<UInt64> {
            let id = StoreFixture.articleID(number)
            #expect(try await copy.document(id) == fixture.store.document(id))
        }
    }

    @Test("a file that is there is kept unless it is to be replaced, and the store always is")
    func exists() async throws {
        let fixture = try await fixture(2, articles: 2)
        let path = fixture.folder.appendingPathComponent("b.db").path
        try Data("Sổ tay".utf8).write(to: URL(fileURLWithPath: path))
        func code(_ path: String, _ replacing: Bool, dryRun: Bool = false) async -> String? {
            do {
                let store = dryRun ? fixture.store.rehearsing : fixture.store
                _ = try await store.backup(to: path, replacing: replacing)
                return nil
            } catch { return (error as? StoreError)?.code.rawValue }
        }
        #expect(await code(path, false) == "store.exists")
        #expect(await code(path, false, dryRun: true) == "store.exists")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "Sổ tay")
        #expect(await code(path, true, dryRun: true) == nil)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "Sổ tay")
        #expect(await code(path, true) == nil)
        #expect(try await open(path).statistics().articles == 2)
        #expect(await code(fixture.store.path, true) == "store.invalid-request")
        #expect(await code(fixture.folder.path, true) != nil)
        let nowhere = fixture.folder.appendingPathComponent("no/where.db").path
        #expect(await code(nowhere, false) == "store.read-only")
        #expect(try await fixture.store.verify(deep: true).ok)
    }

    @Test("others go on writing meanwhile, and the backup is a state that was")
    func online() async throws {
        let fixture = try await fixture(3, articles: 120)
        let other = try await fixture.reopened()
        let writer = Task {
            var number: UInt64 = 1000
            while !Task.isCancelled {
                number += 1
                do {
                    try await other.post(fixture.article(number, paragraphs: 20))
                } catch is CancellationError { break }
            }
            return number - 1000
        }
        for round in 1...3 {
            let before = try await other.journalState().head.counter
            let path = fixture.folder.appendingPathComponent("\(round).db").path
            let report = try await fixture.store.backup(to: path)
            #expect(report.counter >= before)
            let copy = try await open(path)
            #expect(try await copy.verify(deep: true).ok)
            #expect(try await copy.statistics().articles == Int(report.counter))
        }
        writer.cancel()
        #expect(try await writer.value > 0)
    }

    @Test("a backup that is cancelled leaves nothing")
    func cancelled() async throws {
        let fixture = try await fixture(4)
        let path = fixture.folder.appendingPathComponent("b.db").path
        let task = Task {
            try await fixture.store.backup(to: path) { _ in
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(left.allSatisfy { $0.hasPrefix("store.db") && !$0.contains("vnsync") }, "\(left)")
    }

    @Test("what a killed backup left is taken away by the next one, that of a living one is not")
    func abandoned() async throws {
        let fixture = try await fixture(5, articles: 1)
        let path = fixture.folder.appendingPathComponent("b.db").path
        let own = ProcessInfo.processInfo.processIdentifier
        let dead = path + ".vnsync-999999-a"
        for name in [dead, dead + "-journal", path + ".vnsync-\(own)-a"] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: name))
        }
        _ = try await fixture.store.backup(to: path)
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(!left.contains { $0.contains("999999") }, "\(left)")
        #expect(left.contains { $0.contains("-\(own)-a") })
    }

    @Test("no backup is made of a store whose journal is damaged, and it says what is wrong")
    func damaged() async throws {
        let fixture = try await fixture(6, articles: 3)
        try await fixture.damage("UPDATE journal SET ops = replace(ops, 'Đầu đề', 'x')")
        let path = fixture.folder.appendingPathComponent("b.db").path
        let error = await #expect(throws: StoreError.self) {
            _ = try await fixture.store.backup(to: path)
        }
        #expect(error?.code == .corrupt && error?.message.contains("hash") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
