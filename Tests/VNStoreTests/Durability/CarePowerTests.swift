import FaultDisk
import Foundation
import Testing
import VNModel
import VNStore

/// Power cuts while the store's file is migrated, compacted, put back and filled. A backup writes
/// nothing in the store; that its own file is whole is shown by killing processes.
///
/// `VNSYNC_POWER_SEEDS` sets how many choices of surviving sectors are tried beside none and all.
@Suite("Power loss and care", .serialized) struct CarePowerTests {
    /// What befalls a store, and what must stand afterwards.
    private struct Care: Sendable {
        let name: String
        /// Does it.
        let run: @Sendable (PowerSubject, String) async throws -> Void
        /// What must be the same before, after and in between.
        let lasting: @Sendable (ContentStore) async throws -> String
        /// What is one of two things.
        let whole: @Sendable (ContentStore) async throws -> String
    }

    private static let migration = Migration(to: 4) { session in
        for sql in [
            "ALTER TABLE reading ADD COLUMN opened_ms INTEGER",
            "CREATE TABLE note (doc BLOB PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID",
            "INSERT INTO note SELECT id, coalesce(headline, '') FROM article",
            "CREATE INDEX note_text ON note (text)",
        ] { try session.run(sql) }
    }

    @Sendable private static func work(_ store: ContentStore) async throws -> String {
        try await store.read { session in
            let queries = [
                "SELECT group_concat(hex(doc)) FROM (SELECT doc FROM journal JOIN pending "
                    + "USING (replica, counter) ORDER BY doc, counter)",
                "SELECT count(*) FROM held",
                "SELECT group_concat(hex(id) || state) FROM (SELECT * FROM article ORDER BY id)",
            ]
            return try queries.map { sql in try session.first(sql) { $0.text(0) ?? "" } ?? "" }
                .joined(separator: " ")
        }
    }

    @Sendable private static func nothing(_ store: ContentStore) async throws -> String { "" }

    private static let all = [
        Care(
            name: "migrate",
            run: { subject, _ in
                try await subject.store.close()
                subject.store = try await ContentStore.open(
                    at: subject.path, configuration: subject.configuration,
                    migrations: Migration.released + [migration])
            }, lasting: work,
            whole: { store in
                try await store.read { session in
                    try [
                        "PRAGMA user_version",
                        "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'note%'",
                    ].map { sql in try session.first(sql) { "\($0.integer(0))" } ?? "" }
                        .joined(separator: " ")
                }
            }),
        Care(
            name: "compact",
            run: { subject, _ in
                var options = CompactOptions()
                options.keepDays = 0
                _ = try await subject.store.compact(options)
            }, lasting: work, whole: nothing),
        Care(
            name: "restore",
            run: { subject, backup in
                _ = try await ContentStore.restore(
                    from: backup, to: subject.path, configuration: subject.configuration)
            }, lasting: work,
            whole: { store in
                let state = try await store.journalState()
                // The new id is another one in each run.
                return state.former.isEmpty ? "before" : "after \(state.head.counter)"
            }),
        Care(
            name: "import",
            run: { subject, _ in
                let lines = (50...53).map { PowerStep.article($0, "Nhập \($0)").json.canonicalText }
                let report = try await subject.store.importDocuments(
                    from: .bytes(Array(lines.joined(separator: "\n").utf8), name: "thử"),
                    format: .jsonl)
                guard report.failed.isEmpty else { throw CocoaError(.fileReadCorruptFile) }
            }, lasting: nothing,
            whole: { store in
                try await store.read { session in
                    try [
                        "SELECT count(*) FROM article", "SELECT count(*) FROM pending",
                    ].map { sql in try session.first(sql) { "\($0.integer(0))" } ?? "" }
                        .joined(separator: " ")
                }
            }),
    ]

    /// A store with pushed, pending and held changes, something removed, and a backup of it that
    /// lacks the last.
    private func subject(_ disk: FaultDisk, _ backup: String) async throws -> PowerSubject {
        let subject = try await PowerSubject(disk, seed: 5)
        let steps: [PowerStep] = [
            .post(1), .post(2), .post(3), .comment(1, on: 1), .page(1, article: 900),
            .edit(1, "Sửa"), .delete(3), .verdicts(1...6), .search,
        ]
        for step in steps { try await step.run(subject) }
        try await subject.store.recordContact(remote: "origin", error: nil, durableThrough: 5)
        _ = try await subject.store.applyPage(
            [.purge(PowerStep.article(3, "").id)], remote: "origin", cursor: "g:2:2",
            isComplete: true)
        for step in [PowerStep.post(4), .edit(2, "Chưa gửi")] { try await step.run(subject) }
        _ = try await subject.store.backup(to: backup, replacing: true)
        for step in [PowerStep.post(5), .edit(4, "Lần nữa")] { try await step.run(subject) }
        try await subject.store.checkpoint()
        return subject
    }

    private func open(_ subject: PowerSubject) async throws -> ContentStore {
        do {
            return try await ContentStore.open(
                at: subject.path, configuration: subject.configuration)
        } catch let error as StoreError where error.code == .newerSchema {
            // A schema that only this test knows.
            return try await ContentStore.open(
                at: subject.path, configuration: subject.configuration,
                migrations: [Self.migration])
        }
    }

    /// Cuts the power at the n-th change of one care.
    ///
    /// - Returns: what is wrong.
    private func violation(
        _ care: Care, at n: UInt64, keep: UInt64, _ folder: URL, _ states: Set<String>
    ) async throws -> String? {
        let disk = try FaultDisk()
        let backup = folder.appendingPathComponent("backup.db").path
        let subject = try await subject(disk, backup)
        let lasting = try await care.lasting(subject.store)
        disk.cutPower(at: n, seed: keep)
        do { try await care.run(subject, backup) } catch { guard disk.isOff else { throw error } }
        disk.cutPower(seed: keep)
        try? await subject.store.close()
        try disk.powerOn()
        let store = try await open(subject)
        let place = "\(care.name) cut at \(n), keep \(keep)"
        let found = (try await care.lasting(store), try await care.whole(store))
        let report = try await store.verify(deep: true)
        let next = try await store.post(PowerStep.article(77, "Sau khi có điện"))
        let head = try await store.journalState().head.counter
        try await store.close()
        if found.0 != lasting { return "\(place): \(found.0), before \(lasting)" }
        if !states.contains(found.1) { return "\(place): \(found.1), not one of \(states)" }
        if !report.ok { return "\(place): \(report.checks.filter { !$0.ok })" }
        return next.counter == head ? nil : "\(place): a wrong counter comes next"
    }

    @Test(
        "a cut at any write, sync or deletion leaves the state before or after",
        arguments: ["migrate", "compact", "restore", "import"])
    func everyPoint(_ name: String) async throws {
        let care = try #require(Self.all.first { $0.name == name })
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("care-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let backup = folder.appendingPathComponent("backup.db").path
        let disk = try FaultDisk()
        let subject = try await subject(disk, backup)
        let before = try await care.whole(subject.store)
        let start = disk.count(.changes)
        try await care.run(subject, backup)
        let changes = disk.count(.changes) - start
        let after = try await care.whole(subject.store)
        try await subject.store.close()
        #expect(changes > 3)
        var violations: [String] = []
        let keeps = PowerLossTests.seeds == 1 ? [0] : [0] + Array(1...PowerLossTests.seeds)
        let step = PowerLossTests.seeds == 1 ? max(1, Int(changes) / 14) : 1
        for keep in keeps {
            for n in stride(from: 1, through: Int(changes) + 1, by: step) {
                let violation = try await violation(
                    care, at: UInt64(n), keep: keep, folder, [before, after])
                if let violation { violations.append(violation) }
            }
        }
        #expect(violations == [])
        if PowerLossTests.seeds > 1 {
            print("\(name): \((Int(changes) + 1) * keeps.count) power cuts")
        }
    }
}
