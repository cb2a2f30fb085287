import Foundation
import Testing
import VNModel
import VNStore
import VNSync

/// A store that takes a new id, with hubs that know some of what it wrote under the old one.
@Suite("New replica") struct NewReplicaTests {
    /// Random local work on a few documents.
    private struct Worker {
        let replica: Replica
        var articles: [DocumentID] = []
        private var state: UInt64

        init(_ replica: Replica, seed: UInt64) {
            (self.replica, state) = (replica, seed)
        }

        mutating func below(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }

        mutating func work(_ count: Int) async throws {
            for _ in 0..<count { try await step() }
        }

        private mutating func step() async throws {
            replica.environment.advance(by: 1 + below(5000))
            let choice = below(10)
            guard choice > 1, !articles.isEmpty else {
                articles.append(try await replica.post("Bài \(below(1000))"))
                return
            }
            let id = articles[Int(below(UInt64(articles.count)))]
            let text = "Đầu đề \(below(100_000))"
            do {
                switch choice {
                case 2, 3, 4: try await replica.setHeadline(text, of: id)
                case 5:
                    let section = "muc-\(below(100))"
                    try await replica.store.edit(id) { $0.section = section }
                case 6: _ = try await replica.comment(text, on: id)
                case 7: try await replica.store.delete(id)
                case 8: try await replica.store.undelete(id)
                default:
                    let other = articles[Int(below(UInt64(articles.count)))]
                    // Two documents in one group.
                    try await replica.store.write { transaction in
                        for id in [id, other] {
                            try transaction.write(
                                id, .article, [("headline", .string(text)), ("summary", .null)])
                        }
                    }
                }
            } catch let error as StoreError where error.code == .invalidRequest {}
        }
    }

    private func expectSound(
        _ store: ContentStore, _ note: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let report = try await store.verify(deep: true)
        #expect(report.ok, "\(note): \(report.checks)", sourceLocation: sourceLocation)
    }

    /// No clock of the store names a dot of an id behind a counter.
    private func expectNothing(
        of replica: ReplicaID, after counter: UInt64, in store: ContentStore,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for (id, document) in try await store.contents() {
            let reached = document.vector[replica]
            #expect(reached <= counter, "\(id)", sourceLocation: sourceLocation)
            for live in document[RegisterPath.deleted].live {
                let saw = DeletionMark(live.value)?.saw[replica] ?? 0
                #expect(saw <= counter, "\(id) deleted", sourceLocation: sourceLocation)
            }
        }
    }

    @Test("whatever was written and lost on the way, all ends equal", arguments: 1...24)
    func random(_ seed: UInt64) async throws {
        let world = try await World()
        let alice = try await world.replica("alice"), bob = try await world.replica("bob")
        var writer = Worker(alice, seed: seed), other = Worker(bob, seed: seed + 1000)
        try await writer.work(8)
        try await alice.sync()
        try await bob.sync()
        other.articles = writer.articles
        for round in 0..<3 {
            try await writer.work(10)
            try await other.work(4)
            // The hub takes changes of which alice never learns.
            if writer.below(3) > 0 {
                alice.transport.harm { request, _ in
                    request.path == "/v1/push" ? .loseResponse : nil
                }
                _ = try? await alice.sync(.push)
                alice.transport.heal()
            }
            try await bob.sync()
            try await writer.work(3)
            let texts = try await shown(alice.store)
            let before = try await alice.store.journalState()
            let pending = try await alice.store.pendingCount()
            let change = try await alice.store.takeNewReplica()
            #expect(change.former == before.replica && change.changes == pending)
            #expect(try await alice.store.pendingCount() == pending)
            #expect(try await shown(alice.store) == texts, "seed \(seed), round \(round)")
            try await expectSound(alice.store, "seed \(seed), round \(round)")
            try await expectNothing(
                of: change.former, after: change.acknowledged, in: alice.store)
            try await writer.work(2)
            try await expectSound(alice.store, "seed \(seed), round \(round), written")
            if writer.below(2) == 0 { try await alice.sync() }
        }
        for _ in 0..<2 {
            try await alice.sync()
            try await bob.sync()
        }
        try await alice.expectQuiet(with: world.hub)
        try await bob.expectQuiet(with: world.hub)
        #expect(try await alice.store.heldCodes() == [])
        try await expectSound(alice.store, "seed \(seed), end")
        #expect(try await alice.store.journalState().former.count == 3)
    }

    /// What people see, whatever the dots.
    private func shown(_ store: ContentStore) async throws -> [String] {
        try await store.contents().values.map { document in
            let values = document.fields.map { field -> String in
                let texts = field.register.live.map { live -> String in
                    DeletionMark(live.value)?.at ?? live.value.canonicalText
                }
                return "\(field.path)=\(texts.sorted())"
            }
            return "\(document.id) \(document.isDeleted) \(values)"
        }.sorted()
    }

    @Test("changes that the hub had taken already come back as duplicates, once each")
    func duplicates() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let id = try await alice.post("Một")
        try await alice.sync()
        for text in ["Hai", "Ba", "Bốn"] { try await alice.setHeadline(text, of: id) }
        alice.transport.harm { request, _ in request.path == "/v1/push" ? .loseResponse : nil }
        _ = try? await alice.sync(.push)
        alice.transport.heal()
        try await alice.setHeadline("Năm", of: id)
        try await alice.store.takeNewReplica()
        #expect(try await alice.headline(id) == "Năm")
        #expect(try await alice.store.conflicts(id).isEmpty)
        let report = try await alice.sync()
        #expect(report.pushed.duplicate == 3 && report.pushed.changes == 4)
        #expect(try await alice.headline(id) == "Năm")
        #expect(try await alice.store.conflicts(id).isEmpty)
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
        #expect(try await world.hub.store.conflicts(id).isEmpty)
    }

    @Test("a copy and its original keep both what each wrote under the same dots (F4)")
    func twin() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let id = try await alice.post("Chung")
        try await alice.sync()
        try await alice.store.close()
        let folder = world.directory + "/twin"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: alice.store.path, toPath: folder + "/store.db")
        func open(_ path: String, _ seed: UInt64) async throws -> Replica {
            var configuration = StoreConfiguration()
            let environment = TestEnvironment(seed: seed)
            configuration.environment = environment
            let store = try await ContentStore.open(at: path, configuration: configuration)
            return Replica(store, environment, world.hub)
        }
        let original = try await open(alice.store.path, 500)
        let copy = try await open(folder + "/store.db", 600)
        #expect(try await copy.store.journalState().isCopied)
        try await original.setHeadline("Bản gốc", of: id)
        try await copy.setHeadline("Bản chép", of: id)
        try await copy.store.edit(id) { $0.summary = "Chép" }
        let extra = try await copy.post("Bài của bản chép")
        try await original.sync()
        #expect(try await copy.sync().recovery?.reason == .copied)
        try await original.sync()
        try await copy.sync()
        for replica in [original, copy] {
            try await replica.expectQuiet(with: world.hub)
            let conflict = try #require(try await replica.store.conflicts(id).first)
            #expect(
                Set(conflict.values.compactMap(\.value.string)) == ["Bản gốc", "Bản chép"])
            #expect(try await replica.document(id)?.value("summary") == .string("Chép"))
            #expect(try await replica.headline(extra) == "Bài của bản chép")
        }
    }

    @Test("groups stay groups, and what was refused or taken back is given up")
    func groups() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let first = try await alice.post("Một"), second = try await alice.post("Hai")
        let third = try await alice.post("Ba")
        try await alice.sync()
        try await alice.setHeadline("Bị gỡ", of: third)
        try await alice.store.write { transaction in
            for id in [first, second] {
                try transaction.write(id, .article, [("section", .string("the-thao"))])
            }
        }
        _ = try await alice.store.applyPage(
            [.purge(third)], remote: "origin", cursor: "x", isComplete: false)
        let change = try await alice.store.takeNewReplica()
        #expect(change.changes == 2 && change.acknowledged == 3)
        let rows = try await alice.store.outbox(
            after: 0, changeLimit: 500, byteLimit: 1 << 20
        ).map(\.row.change)
        #expect(rows.map(\.dot) == [Dot(change.replica, 1), Dot(change.replica, 2)])
        #expect(rows.map(\.transaction) == [1, 1])
        #expect(try await alice.store.heldCodes() == ["purged", "purged"])
        try await expectSound(alice.store, "groups")
    }

    @Test("rows that the journal keeps no more stay under the old id")
    func retention() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let id = try await alice.post("Một")
        for text in ["Hai", "Ba", "Bốn"] { try await alice.setHeadline(text, of: id) }
        try await alice.sync()
        try await alice.store.write(.durable) { session in
            _ = try session.run("DELETE FROM journal WHERE counter <= 2")
        }
        try await alice.store.removeRemote("origin")
        let change = try await alice.store.takeNewReplica()
        #expect(change.acknowledged == 2 && change.changes == 2)
        #expect(try await alice.headline(id) == "Bốn")
        try await expectSound(alice.store, "retention")
        try await alice.store.addRemote("origin", url: "http://hub")
        try await alice.sync()
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
        #expect(try await alice.store.conflicts(id).isEmpty)
    }

    @Test("a store that holds nothing takes a new id, and so does one that wrote nothing since")
    func empty() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let first = try await alice.store.takeNewReplica()
        #expect(first.changes == 0 && first.documents == 0 && first.acknowledged == 0)
        let id = try await alice.post("Một")
        try await alice.sync()
        let second = try await alice.store.takeNewReplica()
        #expect(second.changes == 0 && second.acknowledged == 1)
        #expect(second.former == first.replica)
        try await alice.setHeadline("Hai", of: id)
        try await alice.sync()
        try await alice.expectQuiet(with: world.hub)
    }
}
