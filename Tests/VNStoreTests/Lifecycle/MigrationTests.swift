import Foundation
import Testing
import VNModel
import VNStore

@Suite("Migrations") struct MigrationTests {
    private struct Stop: Error {}

    private static let statements = [
        "ALTER TABLE reading ADD COLUMN opened_ms INTEGER",
        "CREATE TABLE note (doc BLOB PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "INSERT INTO note SELECT id, coalesce(headline, '') FROM article",
        "UPDATE held SET message = message || '.'",
        "CREATE INDEX note_text ON note (text)",
    ]

    /// A migration of our own that does something after each number of statements.
    private func migration(
        _ after: @escaping @Sendable (Int) throws -> Void = { _ in }
    ) -> [Migration] {
        Migration.released + [
            Migration(to: 4) { session in
                for (index, sql) in Self.statements.enumerated() {
                    try after(index)
                    try session.run(sql)
                }
                try after(Self.statements.count)
            }
        ]
    }

    /// A store with conflicts, a held change and pending ones, closed.
    private func fixture(_ seed: UInt64) async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: seed)
        try await fixture.store.addRemote("hub", url: "http://hub.example/")
        for number in 1...6 as ClosedRange<UInt64> {
            try await fixture.store.post(fixture.article(number))
        }
        let refusal = Verdict(counter: 1, outcome: .refused(code: "limits", message: "too many"))
        _ = try await fixture.store.recordVerdicts([refusal], remote: "hub")
        try await fixture.store.close()
        return fixture
    }

    private func facts(_ store: ContentStore) async throws -> [Int64] {
        try await store.read { session in
            try [
                "PRAGMA user_version", "SELECT count(*) FROM pending",
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('note', 'note_text')",
                "SELECT count(*) FROM held WHERE message LIKE '%.'", "SELECT count(*) FROM article",
            ].map { sql in try session.first(sql) { $0.integer(0) } ?? -1 }
        }
    }

    private static let before: [Int64] = [3, 5, 0, 0, 6]
    private static let after: [Int64] = [4, 5, 2, 1, 6]

    @Test("an older store is brought up to the newest schema once, with all that waits")
    func runs() async throws {
        let fixture = try await fixture(1)
        for _ in 0..<2 {
            let store = try await ContentStore.open(
                at: fixture.store.path, configuration: .init(), migrations: migration())
            #expect(try await facts(store) == Self.after)
            #expect(try await store.verify(deep: true).ok)
            #expect(try await store.journalState().isCopied == false)
            try await store.close()
        }
        // This program does not know version 4, and leaves it alone.
        let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.store.path))
        let error = await #expect(throws: StoreError.self) {
            _ = try await ContentStore.open(at: fixture.store.path)
        }
        #expect(error?.code == .newerSchema)
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.store.path)) == bytes)
    }

    @Test("a migration that fails at any statement leaves the store before it", arguments: 0...5)
    func fails(_ place: Int) async throws {
        let fixture = try await fixture(2)
        await #expect(throws: Stop.self) {
            _ = try await ContentStore.open(
                at: fixture.store.path, configuration: .init(),
                migrations: migration { if $0 == place { throw Stop() } })
        }
        let store = try await ContentStore.open(at: fixture.store.path)
        #expect(try await facts(store) == Self.before)
        #expect(try await store.verify(deep: true).ok)
    }

    @Test("what a crash leaves at any statement opens as before, and migrates", arguments: 0...5)
    func crashes(_ place: Int) async throws {
        let fixture = try await fixture(3)
        let path = fixture.store.path
        let crashed = fixture.folder.appendingPathComponent("crashed.db").path
        _ = try await ContentStore.open(
            at: path, configuration: .init(),
            migrations: migration { index in
                guard index == place else { return }
                // The files as a process that dies now leaves them.
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: path + suffix, toPath: crashed + suffix)
                }
            })
        let old = try await ContentStore.open(at: crashed)
        #expect(try await facts(old) == Self.before)
        #expect(try await old.verify(deep: true).ok)
        try await old.close()
        let store = try await ContentStore.open(
            at: crashed, configuration: .init(), migrations: migration())
        #expect(try await facts(store) == Self.after)
    }

    @Test("a migration that loses what waits is rolled back")
    func loses() async throws {
        let fixture = try await fixture(4)
        let error = await #expect(throws: StoreError.self) {
            _ = try await ContentStore.open(
                at: fixture.store.path, configuration: .init(),
                migrations: Migration.released
                    + [Migration(to: 4) { try $0.run("DELETE FROM pending") }])
        }
        #expect(error?.code == .corrupt)
        #expect(try await facts(ContentStore.open(at: fixture.store.path)) == Self.before)
    }
}
