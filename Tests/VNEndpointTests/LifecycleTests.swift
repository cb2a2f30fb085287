import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNWire

/// Backups of a hub, and what it forgets.
@Suite struct LifecycleTests {
    private let folder: Hub.Folder
    private let environment = TestEnvironment()
    private let store: SQLiteEndpointStore
    private let hub: Hub

    init() async throws {
        folder = try Hub.Folder()
        var configuration = StoreConfiguration()
        configuration.environment = environment
        store = try await SQLiteEndpointStore.open(
            at: folder.path + "/hub.db", configuration: configuration)
        hub = Hub(store, environment)
    }

    private var backup: String { folder.path + "/backup.db" }

    private func push(_ journal: inout Writer, _ numbers: ClosedRange<UInt64>) async throws {
        try await hub.push(
            numbers.map { journal.change(document($0), Write.article("Tin \($0)")) })
    }

    private func durable(_ replica: ReplicaID, former: [ReplicaID] = []) async throws -> [UInt64] {
        let answer = try await hub.hello(
            HelloRequest(
                replica: replica, formerReplicas: former, counter: 0, acked: .origin, schema: 2))
        return [answer.durableThrough] + answer.former.map(\.durableThrough)
    }

    // VN-WIRE-025
    @Test("what a verified backup holds is durable, and no more once there was one")
    func durableThrough() async throws {
        var journal = Writer(alice), other = Writer(bob)
        try await push(&journal, 1...5)
        #expect(try await durable(alice) == [5])
        let first = try await store.backup(to: backup)
        #expect(first.changes == 5 && first.replicas == 1 && first.documents == 5)
        try await push(&journal, 6...8)
        try await push(&other, 20...21)
        #expect(try await durable(alice, former: [bob]) == [5, 0])
        let report = try await SQLiteEndpointStore.check(at: folder.path + "/hub.db")
        #expect(report.isOK, "\(report.checks)")
        let check = report.checks.first { $0.name == "backup" }
        #expect(check?.detail.hasSuffix("5 changes since") == true, "\(check?.detail ?? "")")
        await #expect(throws: StoreError.self) { try await store.backup(to: backup) }
        #expect(try await durable(alice) == [5])
        let second = try await store.backup(to: backup, replacing: true)
        #expect(second.changes == 5 && second.replicas == 2)
        #expect(try await durable(alice, former: [bob]) == [8, 2])
        #expect(try await SQLiteEndpointStore.check(at: backup).isOK)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.contains(".vnsyncd-") })
    }

    @Test("of a hub that is damaged no backup is made, and nothing becomes durable")
    func damaged() async throws {
        var journal = Writer(alice)
        try await push(&journal, 1...5)
        for sql in [
            "DELETE FROM change_log WHERE counter = 3",
            "UPDATE article SET headline = 'khác' WHERE number = 2",
        ] {
            try await store.content.write(.durable) { _ = try $0.run(sql) }
            let error = await #expect(throws: StoreError.self) {
                try await store.backup(to: backup)
            }
            #expect(error?.code == .corrupt)
            #expect(!FileManager.default.fileExists(atPath: backup))
        }
        #expect(try await durable(alice) == [5])
    }

    @Test("pushes go on while a backup is made, which holds a moment between two of them")
    func meanwhile() async throws {
        var journal = Writer(alice)
        try await push(&journal, 1...20)
        async let pushing: Void = {
            var journal = journal
            for number in 21...60 as ClosedRange<UInt64> {
                try await push(&journal, number...number)
            }
        }()
        let made = try await store.backup(to: backup)
        try await pushing
        #expect(made.documents >= 20 && UInt64(made.documents) == made.changes)
        #expect(try await durable(alice) == [made.changes])
        #expect(try await SQLiteEndpointStore.check(at: backup).isOK)
    }

    // VN-WIRE-034
    @Test("old verdicts go from the beginning, the newest stays, and what is gone is a fork")
    func retention() async throws {
        var journal = Writer(alice)
        let day: UInt64 = 86_400
        let old = (1...5).map { journal.change(document($0), Write.article()) }
        try await hub.push(old)
        environment.advance(seconds: 100 * day)
        let newer = (6...8).map { journal.change(document($0), Write.article()) }
        try await hub.push(newer)
        #expect(try await store.forgetOldVerdicts() == 0)
        environment.advance(seconds: 100 * day)
        #expect(try await store.forgetOldVerdicts() == 5)
        #expect(try await store.forgetOldVerdicts() == 0)
        #expect(try await SQLiteEndpointStore.check(at: folder.path + "/hub.db").isOK)
        // What is kept is answered again, what is gone cannot be compared.
        #expect(try await hub.push(newer).codes == ["applied", "applied", "applied"])
        let problem = try await Hub.problem { try await hub.push(old) }
        #expect(problem.code == WireCode.forked)
        // A change under a new counter with an old cid is still a duplicate.
        var again = Writer(bob)
        let same = again.change(document(2), Write.article(), cid: old[1].change.cid)
        #expect(try await hub.push([same]).codes == ["duplicate"])
        // Years later the newest row stands, and the journal goes on.
        environment.advance(seconds: 2_000 * day)
        try await store.forgetOldVerdicts()
        let next = journal.change(document(9), Write.article())
        #expect(try await hub.push([next]).codes == ["applied"])
        #expect(try await SQLiteEndpointStore.check(at: folder.path + "/hub.db").isOK)
    }
}
