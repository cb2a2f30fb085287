import Foundation
import Testing
import VNModel
import VNStore

@Suite("Read-only stores") struct ReadOnlyTests {
    /// A closed store with three articles of which the search index knows two.
    private func closedStore(_ seed: UInt64) async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: seed)
        for number in 1...2 as ClosedRange<UInt64> {
            try await fixture.store.post(fixture.article(number, headline: "Tin \(number)"))
        }
        try await fixture.store.updateSearchIndex()
        try await fixture.store.post(fixture.article(3, headline: "Tin 3"))
        try await fixture.store.close()
        return fixture
    }

    private func names(_ fixture: StoreFixture) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        where !name.hasSuffix("-shm") {
            files[name] = try Data(contentsOf: fixture.folder.appendingPathComponent(name))
        }
        return files
    }

    private func expectReadable(_ store: ContentStore, _ fixture: StoreFixture) async throws {
        #expect(store.isReadOnly)
        #expect(try await store.articles(ArticleQuery()).elements.count == 3)
        #expect(try await store.article(fixture.article(3).id)?.article.headline == "Tin 3")
        let found = try await store.search(SearchRequest("tin"))
        #expect(found.hits.count == 2 && found.indexed == 2 && found.total == 3)
        #expect(try await store.verify(deep: true).checks.filter { !$0.ok }.map(\.name) == [])
        for write in [
            { _ = try await store.post(fixture.article(9)) },
            { try await store.mark([fixture.article(1).id], read: true) },
            { try await store.updateSearchIndex() },
            { try await store.addRemote("origin", url: "http://127.0.0.1:1") },
        ] as [() async throws -> Void] {
            let error = await #expect(throws: StoreError.self) { try await write() }
            #expect(error?.code == .readOnly)
        }
    }

    @Test("a store with a log is read beside it, and no file changes")
    func withLog() async throws {
        let fixture = try await closedStore(1)
        let before = try names(fixture)
        #expect(before["store.db-wal"]?.isEmpty == false)
        let store = try await ContentStore.open(at: fixture.store.path, readOnly: true)
        try await expectReadable(store, fixture)
        try await store.close()
        #expect(try names(fixture) == before)
    }

    @Test("a store without a log is read as it stands, and no file is made")
    func withoutLog() async throws {
        let fixture = try await closedStore(2)
        let path = try withoutLog(fixture)
        let store = try await ContentStore.open(at: path, readOnly: true)
        try await expectReadable(store, fixture)
        try await store.close()
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: (path as NSString).deletingLastPathComponent) == ["kho %?#.db"])
    }

    /// A copy of the main file alone, under a name that no URI would take as it is.
    private func withoutLog(_ fixture: StoreFixture) throws -> String {
        let folder = fixture.folder.appendingPathComponent("chỉ đọc")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("kho %?#.db").path
        try FileManager.default.copyItem(atPath: fixture.store.path, toPath: path)
        return path
    }

    @Test("what its owner writes meanwhile is told, never mixed in")
    func changedMeanwhile() async throws {
        let fixture = try await closedStore(3)
        let path = try withoutLog(fixture)
        let reader = try await ContentStore.open(at: path, readOnly: true)
        let writer = try await ContentStore.open(at: path)
        try await writer.post(fixture.article(4))
        let error = await #expect(throws: StoreError.self) {
            _ = try await reader.articles(ArticleQuery())
        }
        #expect(error?.code == .locked)
        try await reader.close()
        let again = try await ContentStore.open(at: path, readOnly: true)
        #expect(try await again.articles(ArticleQuery()).elements.count == 4)
        try await writer.post(fixture.article(5))
        #expect(try await again.articles(ArticleQuery()).elements.count == 5)
        try await again.close()
        try await writer.close()
    }

    @Test("a store is readable by its owner alone, with its log and shared memory")
    func modes() async throws {
        let fixture = try await StoreFixture(seed: 4)
        try await fixture.store.post(fixture.article(1))
        func mode(_ path: String) throws -> Int? {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return (attributes[.posixPermissions] as? NSNumber)?.intValue
        }
        for suffix in ["", "-wal", "-shm"] {
            #expect(try mode(fixture.store.path + suffix) == 0o600, "\(suffix)")
        }
        #expect(try mode(fixture.folder.path) == 0o700)
        try await fixture.store.close()
    }

    @Test("a missing store and a foreign file are told as when opened for writing")
    func refuses() async throws {
        let fixture = try await StoreFixture(seed: 5)
        let path = fixture.folder.appendingPathComponent("other.db").path
        var error = await #expect(throws: StoreError.self) {
            _ = try await ContentStore.open(at: path, readOnly: true)
        }
        #expect(error?.code == .notFound)
        try Data(repeating: 7, count: 5000).write(to: URL(fileURLWithPath: path))
        error = await #expect(throws: StoreError.self) {
            _ = try await ContentStore.open(at: path, readOnly: true)
        }
        #expect(error?.code == .notAStore)
    }

    @Test("a store that is closed answers errors and can be closed again")
    func closedTwice() async throws {
        let fixture = try await closedStore(6)
        try await fixture.store.close()
        await #expect(throws: StoreError.self) {
            _ = try await fixture.store.articles(ArticleQuery())
        }
        await #expect(throws: StoreError.self) {
            try await fixture.store.post(fixture.article(7))
        }
    }
}
