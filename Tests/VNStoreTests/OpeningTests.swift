import Foundation
import TestSupport
import Testing
import VNModel
import VNSchema
import VNStore

@Suite("Opening") struct OpeningTests {
    @Test("a new store has exactly the tables of the schema")
    func schema() async throws {
        let fixture = try await StoreFixture(seed: 1)
        let lines = try await schema(of: fixture.store)
        #expect(lines.sorted() == expected.sorted())
    }

    @Test("a store of every released schema opens as the present one, with all that waits")
    func released() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("vnstore-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for version in StoreDump.versions {
            let path = folder.appendingPathComponent("v\(version).db").path
            try StoreDump.load(version, to: path)
            let store = try await ContentStore.open(at: path)
            #expect(try await schema(of: store).sorted() == expected.sorted())
            let report = try await store.verify(deep: true)
            #expect(report.ok, "v\(version): \(report.checks)")
            let statistics = try await store.statistics()
            #expect(statistics.articles == 3 && statistics.comments == 2)
            #expect(statistics.pending == 3 && statistics.refused == 1)
            #expect(statistics.conflicts == 1)
            #expect(try await store.search(SearchRequest("sen")).hits.count == 1)
            try await store.takeNewReplica()
            #expect(try await store.pendingCount() == 3)
            #expect(try await store.verify(deep: true).ok)
            try await store.close()
        }
    }

    private func schema(of store: ContentStore) async throws -> [String] {
        try await store.read { session in
            try session.all(
                """
                SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
                AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'
                """
            ) { words($0.text(0) ?? "") }
        }
    }

    private var expected: [String] {
        withoutComments(VNSchema.storeSQL).split(separator: ";")
            .map { words(String($0)) }.filter { !$0.isEmpty }
    }

    private func withoutComments(_ sql: String) -> String {
        sql.components(separatedBy: "\n")
            .map { $0.components(separatedBy: "--").first ?? "" }.joined(separator: "\n")
    }

    private func words(_ sql: String) -> String {
        // A column that was added later has a blank before its comma.
        withoutComments(sql).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .replacing(" ,", with: ",").replacing(" )", with: ")")
    }

    @Test("a file that is there already is not overwritten")
    func exists() async throws {
        let fixture = try await StoreFixture(seed: 2)
        let error = await #expect(throws: StoreError.self) {
            _ = try await ContentStore.create(at: fixture.store.path)
        }
        #expect(error?.code == .exists)
        #expect(try await fixture.reopened().journalState().head == .origin)
    }

    @Test("no file, another file and a newer store are told apart and left alone")
    func refuses() async throws {
        let fixture = try await StoreFixture(seed: 3)
        let path = fixture.folder.appendingPathComponent("other.db").path
        func code() async -> StoreError.Code? {
            do {
                _ = try await ContentStore.open(at: path)
                return nil
            } catch { return (error as? StoreError)?.code }
        }
        #expect(await code() == .notFound)
        try Data("Đây không phải kho".utf8).write(to: URL(fileURLWithPath: path))
        #expect(await code() == .notAStore)
        try await fixture.store.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.store.path))
        bytes[63] = UInt8(StoreDump.versions.count + 1)
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(await code() == .newerSchema)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test("a copied file is noticed, the original is not")
    func copy() async throws {
        let fixture = try await StoreFixture(seed: 4)
        try await fixture.store.close()
        let path = fixture.folder.appendingPathComponent("copy.db").path
        try FileManager.default.copyItem(atPath: fixture.store.path, toPath: path)
        let copy = try await ContentStore.open(at: path)
        #expect(try await copy.journalState().isCopied)
        #expect(try await fixture.reopened().journalState().isCopied == false)
    }

    @Test("file and directory are for their owner only")
    func modes() async throws {
        let fixture = try await StoreFixture(seed: 5)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(fixture.store.path) == 0o600)
        #expect(try mode(fixture.folder.path) == 0o700)
    }
}
