import Foundation
import TestSupport
import Testing
import VNModel
import VNStore

extension StoreDump {
    /// The SQL text of a store.
    static func text(of store: ContentStore) async throws -> String {
        try await store.read { session in
            var lines = ["BEGIN;"]
            for pragma in ["application_id", "user_version"] {
                let value = try session.first("PRAGMA \(pragma)") { $0.integer(0) } ?? 0
                lines.append("PRAGMA \(pragma) = \(value);")
            }
            let objects = try session.all(
                """
                SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL
                    AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'
                ORDER BY rowid
                """
            ) { (name: $0.text(0) ?? "", type: $0.text(1) ?? "", sql: $0.text(2) ?? "") }
            lines += objects.map { $0.sql + ";" }
            for object in objects where object.type == "table" {
                lines += try rows(of: object.name, session)
            }
            return (lines + ["COMMIT;"]).joined(separator: "\n") + "\n"
        }
    }

    private static func rows(of table: String, _ session: StoreSession) throws -> [String] {
        var columns = try session.all("SELECT name FROM pragma_table_info('\(table)')") {
            $0.text(0) ?? ""
        }
        if table.hasSuffix("_search") { columns.insert("rowid", at: 0) }
        let names = columns.joined(separator: ", ")
        let values = columns.map { "quote(\($0))" }.joined(separator: " || ', ' || ")
        return try session.all("SELECT \(values) FROM \(table) ORDER BY 1") {
            "INSERT INTO \(table) (\(names)) VALUES (\($0.text(0) ?? ""));"
        }
    }
}

@Suite("Dumps of stores") struct StoreDumpTests {
    @Test("the dump of the present schema can be made anew, and loads as the same store")
    func make() async throws {
        let store = try await StoreDumpTests.sample().store
        let text = try await StoreDump.text(of: store)
        #expect(text.contains("INSERT INTO sibling") && text.contains("INSERT INTO held"))
        guard ProcessInfo.processInfo.environment["VNSYNC_WRITE_FIXTURES"] != nil else { return }
        let version = try await store.statistics().schema
        try Data(text.utf8).write(to: StoreDump.file(version))
    }

    private static func sample() async throws -> StoreFixture {
        let alice = try await StoreFixture(seed: 77), bob = try await StoreFixture(seed: 78)
        try await alice.store.addRemote("hub", url: "http://hub.example/")
        let titles = ["Mùa sen Tây Hồ", "Chợ nổi sáng sớm", "Đường tàu ven biển"]
        for (index, title) in titles.enumerated() {
            let article = alice.story(
                UInt64(index + 1), headline: title, section: "doi-song", topics: ["du-lich"],
                texts: ["Đoạn mở đầu.", "Đoạn kết."])
            try await alice.store.post(article)
            if index < 2 {
                try await alice.store.post(alice.remark(UInt64(index + 1), on: article))
            }
        }
        let first = StoreFixture.articleID(1)
        try await bob.receive(first, from: alice)
        try await alice.store.edit(first) { $0.headline = "Mùa sen của An" }
        try await bob.store.edit(first) { $0.headline = "Mùa sen của Bình" }
        try await alice.receive(first, from: bob)
        try await alice.store.edit(StoreFixture.articleID(2)) { $0.summary = "Bị từ chối" }
        var verdicts = (1...6).map { Verdict(counter: $0, outcome: .applied) }
        verdicts.append(
            Verdict(counter: 7, outcome: .refused(code: "limits", message: "too many")))
        _ = try await alice.store.recordVerdicts(verdicts, remote: "hub")
        try await alice.store.edit(StoreFixture.articleID(3)) { $0.summary = "Chờ gửi" }
        try await alice.store.delete(StoreFixture.commentID(2))
        try await alice.store.edit(StoreFixture.articleID(3)) { $0.section = "kinh-te" }
        try await alice.store.updateSearchIndex()
        return alice
    }
}
