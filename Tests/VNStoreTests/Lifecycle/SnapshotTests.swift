import Foundation
import GRDBSQLite
import Testing
import VNModel
import VNStore

@Suite("Snapshots") struct SnapshotTests {
    private let fixture: StoreFixture
    private let environment = TestEnvironment(seed: 500)

    /// A store with articles, comments, a conflict, pending and held changes and a remote.
    init() async throws {
        fixture = try await StoreFixture(seed: 41)
        let store = fixture.store
        try await store.addRemote("upstream", url: "http://hub.example/")
        for number in 1...30 as ClosedRange<UInt64> {
            let article = fixture.article(number, headline: "Bản tin \(number)")
            try await store.post(article)
            try await store.post(fixture.comment(number, on: article))
        }
        let refusal = Verdict(counter: 1, outcome: .refused(code: "limits", message: "too many"))
        _ = try await store.recordVerdicts([refusal], remote: "upstream")
        try await store.mark([StoreFixture.articleID(3)], read: true, starred: true)
        try await store.updateSearchIndex()
    }

    private func path(_ name: String) -> String {
        fixture.folder.appendingPathComponent(name).path
    }

    private func write(_ name: String = "snapshot.db") async throws -> SnapshotSummary {
        try await fixture.store.writeSnapshot(to: path(name)) { "\($0):\($1):\($1)" }
    }

    private func adopt(_ name: String = "snapshot.db") async throws -> SnapshotSummary {
        try await ContentStore.adoptSnapshot(
            path(name), at: path("clone.db"), name: "bob", remote: ("origin", "http://h.example"),
            environment: environment)
    }

    /// Changes a snapshot as a stranger would, by SQL of any kind.
    private func tamper(_ sql: String, _ name: String = "snapshot.db") throws {
        var handle: OpaquePointer?
        try #require(sqlite3_open(path(name), &handle) == SQLITE_OK)
        defer { sqlite3_close(handle) }
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        try #require(code == SQLITE_OK, "\(String(cString: sqlite3_errmsg(handle)))")
    }

    private func number(_ store: ContentStore, _ sql: String) async throws -> Int64 {
        try await store.read { try $0.first(sql) { $0.integer(0) } ?? -1 }
    }

    // VN-WIRE-103
    @Test("a snapshot has the content and nothing else of its store")
    func content() async throws {
        let head = try await fixture.store.read { try $0.head() }
        let summary = try await write()
        #expect(summary.documents == 60 && summary.seq == head.seq)
        #expect(summary.generation == head.generation)
        #expect(try summary.digest == FileDigest.sha256(path("snapshot.db")))
        #expect(!FileManager.default.fileExists(atPath: path("snapshot.db-wal")))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path("snapshot.db")))
        #expect(bytes.range(of: Data("hub.example".utf8)) == nil)
        // It is no store that anybody could open.
        let error = await #expect(throws: StoreError.self) {
            _ = try await ContentStore.open(at: path("snapshot.db"))
        }
        #expect(error?.code == .notAStore)
    }

    // VN-WIRE-104
    @Test("a store made of a snapshot has the same documents and a replica of its own")
    func adoption() async throws {
        _ = try await write()
        let summary = try await adopt()
        #expect(summary.documents == 60)
        #expect(!FileManager.default.fileExists(atPath: path("snapshot.db")))
        let store = try await ContentStore.open(at: path("clone.db"))
        let journal = try await store.journalState()
        let former = try await fixture.store.journalState()
        #expect(journal.replica != former.replica && journal.head == .origin)
        #expect(journal.former.isEmpty && !journal.isCopied)
        let remote = try await store.remoteState("origin")
        let head = try await fixture.store.read { try $0.head() }
        #expect(remote.cursor == "\(head.generation):\(head.seq):\(head.seq)")
        #expect(remote.url == "http://h.example" && !remote.isFirst && remote.acked == .origin)
        for id in [StoreFixture.articleID(7), StoreFixture.commentID(9)] {
            let mine = try await store.document(id)
            #expect(
                try await fixture.store.document(id)?.hasSameRegisters(as: #require(mine)) == true)
        }
        let sums = [
            try await store.read { try $0.digestSum() },
            try await fixture.store.read { try $0.digestSum() },
        ]
        #expect(sums[0] == sums[1])
        for table in ["journal", "pending", "held", "reading", "reread", "change_log", "arrival"] {
            #expect(try await number(store, "SELECT count(*) FROM \(table)") == 0)
        }
        #expect(try await store.verify(deep: true).ok)
        try await store.updateSearchIndex()
        #expect(try await store.search(SearchRequest("ban tin")).hits.count > 5)
        try await store.edit(StoreFixture.articleID(7)) { $0.headline = "Sửa ở bản sao" }
        #expect(try await store.pendingCount() == 1)
    }

    @Test("writing goes on while a snapshot is made, which has one state of the store")
    func meanwhile() async throws {
        let store = fixture.store, fixture = fixture
        async let writing: Void = {
            for number in 100...160 as ClosedRange<UInt64> {
                try await store.write { transaction in
                    try transaction.put(fixture.article(number))
                    try transaction.put(fixture.article(number + 1000))
                }
            }
        }()
        var counts: [Int] = []
        for index in 0..<5 {
            counts.append(try await write("s\(index).db").documents)
        }
        try await writing
        #expect(counts.allSatisfy { $0 % 2 == 0 } && counts == counts.sorted())
    }

    // VN-WIRE-104
    @Test(
        "a snapshot with anything that none has is refused and stays no store",
        arguments: [
            "CREATE TRIGGER evil AFTER INSERT ON article BEGIN DELETE FROM store; END",
            "CREATE VIEW evil AS SELECT 1", "CREATE TABLE evil (a)",
            "DROP INDEX article_seq", "CREATE INDEX evil ON article (headline)",
            "INSERT INTO purged VALUES (x'00', 1)",
            "INSERT INTO pending VALUES (1, 1)", "UPDATE store SET counter = 5",
            "UPDATE replica SET is_own = 1", "UPDATE remote SET acked = 3",
            "UPDATE remote SET cursor = NULL", "DELETE FROM comment WHERE number = 1",
            "UPDATE article SET digest = zeroblob(16) WHERE number = 2",
            "UPDATE article SET headline = 'khác' WHERE number = 2",
            "UPDATE article SET state = 'draft' WHERE number = 2",
            "UPDATE article SET clock = x'FFFF' WHERE number = 2",
            "UPDATE article SET seq = 1 << 40 WHERE number = 2",
            "INSERT INTO article_search (rowid, headline_fold) VALUES (1, 'a')",
            "PRAGMA application_id = 1", "DELETE FROM store",
            "UPDATE article SET extra = hex(zeroblob(40 << 20)) WHERE number = 2",
        ])
    func hostile(sql: String) async throws {
        _ = try await write()
        try tamper(sql)
        let error = await #expect(throws: StoreError.self) { try await adopt() }
        #expect(error?.code == .badSnapshot, "\(error?.message ?? "")")
        #expect(!FileManager.default.fileExists(atPath: path("clone.db")))
    }

    @Test("damaged, cut and foreign files are refused, at whatever place")
    func damaged() async throws {
        _ = try await write("whole.db")
        let whole = try Data(contentsOf: URL(fileURLWithPath: path("whole.db")))
        var cases = [
            Data(), Data("Đây không phải kho".utf8), whole.prefix(4096), whole.dropLast(1),
        ]
        for part in 1..<20 {
            cases.append(whole.prefix(whole.count * part / 20))
            var bent = whole
            // A run of bytes, so that it cannot fall into what no page uses.
            let start = whole.count * part / 20
            bent.replaceSubrange(
                start..<min(start + 5000, whole.count),
                with: Data(repeating: 0xAB, count: min(5000, whole.count - start)))
            cases.append(bent)
        }
        for (index, bytes) in cases.enumerated() {
            try bytes.write(to: URL(fileURLWithPath: path("snapshot.db")))
            let error = await #expect(throws: StoreError.self, "case \(index)") {
                try await adopt()
            }
            #expect(error?.code == .badSnapshot, "case \(index): \(error?.message ?? "")")
            #expect(!FileManager.default.fileExists(atPath: path("clone.db")))
        }
    }

    @Test("a snapshot of another schema is told apart")
    func otherSchema() async throws {
        _ = try await write()
        try tamper("PRAGMA user_version = 77")
        let error = await #expect(throws: StoreError.self) { try await adopt() }
        #expect(error?.code == .otherSchema)
    }

    @Test("what a process that died at any moment left is adopted by the next call")
    func again() async throws {
        _ = try await write()
        // Adopted, but not yet in its place: the place is taken meanwhile.
        try Data().write(to: URL(fileURLWithPath: path("clone.db")))
        let error = await #expect(throws: StoreError.self) { try await adopt() }
        #expect(error?.code == .exists)
        try FileManager.default.removeItem(atPath: path("clone.db"))
        #expect(try await adopt().documents == 60)
        let store = try await ContentStore.open(at: path("clone.db"))
        #expect(try await store.verify(deep: true).ok)
        #expect(try await store.journalState().isCopied == false)
    }
}
