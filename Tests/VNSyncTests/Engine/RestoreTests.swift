import Foundation
import Testing
import VNModel
import VNRandom
import VNStore
import VNSync

/// Stores that are put back from backups, with a hub that knows what came after.
@Suite("Restore and sync") struct RestoreTests {
    private func restore(_ replica: Replica, _ backup: String) async throws -> RestoreReport {
        var configuration = StoreConfiguration()
        configuration.environment = replica.environment
        return try await ContentStore.restore(
            from: backup, to: replica.store.path, configuration: configuration)
    }

    @Test("work pushed and work unsent since the backup are both there after the next sync")
    func both() async throws {
        let world = try await World()
        let alice = try await world.replica("alice"), bob = try await world.replica("bob")
        let first = try await alice.post("Một")
        try await alice.sync()
        try await alice.setHeadline("Trong bản sao lưu, chưa gửi", of: first)
        let backup = world.directory + "/backup.db"
        _ = try await alice.store.backup(to: backup)
        let second = try await alice.post("Hai")
        try await alice.sync()
        try await bob.sync()
        try await bob.setHeadline("Hai của Bình", of: second)
        try await bob.sync()
        try await alice.setHeadline("Chưa gửi", of: first)
        try await alice.store.edit(second) { $0.summary = "Chưa gửi" }
        let third = try await alice.post("Ba chưa gửi")
        let former = try await alice.store.journalState().replica
        let report = try await restore(alice, backup)
        #expect(report.carried == 3 && report.carryFailure == nil && report.former == former)
        #expect(report.pending == 3, "the hub has answered for the rest")
        // The same store object sees the restored state.
        #expect(try await alice.store.journalState().replica == report.replica)
        #expect(try await alice.store.journalState().isCopied == false)
        #expect(try await alice.headline(first) == "Chưa gửi")
        #expect(try await alice.headline(second) == "Hai")
        #expect(try await alice.headline(third) == "Ba chưa gửi")
        #expect(try await alice.store.conflicts(first).isEmpty)
        let verified = try await alice.store.verify(deep: true)
        #expect(verified.ok, "\(verified.checks)")
        try await alice.sync()
        try await bob.sync()
        try await alice.sync()
        for replica in [alice, bob] {
            try await replica.expectQuiet(with: world.hub)
            #expect(try await replica.headline(first) == "Chưa gửi")
            #expect(try await replica.headline(second) == "Hai của Bình")
            #expect(try await replica.document(second)?.value("summary") == .string("Chưa gửi"))
            #expect(try await replica.headline(third) == "Ba chưa gửi")
            #expect(try await replica.store.conflicts(first).isEmpty)
        }
        // What stood there before is whole.
        let aside = try #require(report.keptAside)
        let kept = try await ContentStore.open(at: aside)
        #expect(try await kept.journalState().replica == former)
        #expect(try await kept.pendingCount() == 3)
        #expect(try await kept.verify(deep: true).ok)
    }

    /// A store and a hub that were backed up when both held one article.
    private struct BackedUp {
        let world: World
        let alice: Replica
        let first: DocumentID
        let backup: String
        let hubBackup: String

        init() async throws {
            world = try await World()
            alice = try await world.replica("alice")
            first = try await alice.post("Một")
            try await alice.sync()
            backup = world.directory + "/backup.db"
            _ = try await alice.store.backup(to: backup)
            hubBackup = try await RecoverySupport.backUpHub(of: world)
        }
    }

    // protocol §6: rows of the present and of former ids are offered again to a hub that was put
    // back, whether or not the store was put back before it.
    @Test(
        "work pushed since the backup is offered again to a hub that is put back, too",
        arguments: [(1, false), (1, true), (2, false), (2, true)])
    func hubPutBack(restores: Int, syncsBetween: Bool) async throws {
        let start = try await BackedUp()
        let (world, alice, first) = (start.world, start.alice, start.first)
        var posts: [DocumentID] = []
        for number in 1...restores {
            posts.append(try await alice.post("Bài \(number)"))
            try await alice.setHeadline("Một, lần \(number)", of: first)
            try await alice.sync()
            #expect(try await restore(alice, start.backup).carryFailure == nil)
            if syncsBetween { try await alice.sync() }
        }
        let verified = try await alice.store.verify(deep: true)
        #expect(verified.ok, "\(verified.checks)")
        try await RecoverySupport.restore(world.hub, from: start.hubBackup)
        for _ in 0..<3 { try await alice.sync() }
        try await alice.expectQuiet(with: world.hub)
        #expect(try await alice.store.heldCodes() == [])
        for (number, id) in zip(1..., posts) {
            #expect(try await alice.headline(id) == "Bài \(number)")
        }
        let values = try await alice.document(first)?["headline"].live.map(\.value) ?? []
        #expect(values.contains(.string("Một, lần \(restores)")))
    }

    @Test("what waits under a former id is taken over, too")
    func formerWork() async throws {
        let start = try await BackedUp()
        let (world, alice, first) = (start.world, start.alice, start.first)
        let second = try await alice.post("Hai")
        try await alice.setHeadline("Một, sửa", of: first)
        try await alice.sync()
        // The present id becomes a former one; what the hub had under it waits again.
        #expect(try await restore(alice, start.backup).carryFailure == nil)
        try await alice.sync()
        try await RecoverySupport.restore(world.hub, from: start.hubBackup)
        RecoverySupport.failPushes(of: alice)
        _ = try? await alice.sync()
        alice.transport.heal()
        #expect(try await alice.store.pendingCount() > 0)
        #expect(try await restore(alice, start.backup).carryFailure == nil)
        #expect(try await alice.headline(first) == "Một, sửa")
        #expect(try await alice.headline(second) == "Hai")
        let verified = try await alice.store.verify(deep: true)
        #expect(verified.ok, "\(verified.checks)")
        for _ in 0..<3 { try await alice.sync() }
        try await alice.expectQuiet(with: world.hub)
        #expect(try await alice.headline(first) == "Một, sửa")
        #expect(try await alice.headline(second) == "Hai")
    }

    @Test(
        "answers lost on the way, restores on restores, of the hub too: all ends equal",
        arguments: 1...24, [false, true])
    func random(_ seed: UInt64, hubGoesBack: Bool) async throws {
        let world = try await World()
        let alice = try await world.replica("alice"), bob = try await world.replica("bob")
        var generator = SplitMix64(seed: seed)
        var articles: [DocumentID] = []
        var (backups, hubBackups): ([String], [String]) = ([], [])
        for step in 0..<60 {
            alice.environment.advance(by: 1000)
            bob.environment.advance(by: 1000)
            let text = "Đầu đề \(step)"
            switch generator.below(hubGoesBack ? 14 : 12) {
            case 0, 1: articles.append(try await alice.post(text))
            case 2, 3, 4, 5:
                guard let id = articles.randomElement(using: &generator) else { continue }
                if try await alice.document(id) == nil { continue }
                try await alice.setHeadline(text, of: id)
            case 6:
                let known = try await bob.store.contents().keys.sorted()
                guard let id = known.randomElement(using: &generator) else { continue }
                try await bob.setHeadline(text, of: id)
                try await bob.sync()
            case 7: try await alice.sync()
            case 8:
                alice.transport.harm { request, _ in
                    request.path == "/v1/push" ? .loseResponse : nil
                }
                _ = try? await alice.sync(.push)
                alice.transport.heal()
            case 9, 10:
                let path = world.directory + "/backup-\(step).db"
                _ = try await alice.store.backup(to: path)
                backups.append(path)
            case 12:
                let path = world.directory + "/hub-\(step).db"
                _ = try await world.hub.store.backup(to: path)
                hubBackups.append(path)
            case 13:
                guard let backup = hubBackups.randomElement(using: &generator) else { continue }
                try await RecoverySupport.restore(world.hub, from: backup)
            default:
                guard let backup = backups.randomElement(using: &generator) else { continue }
                let unsent = try await headlinesOnlyHere(alice.store, backup)
                let report = try await restore(alice, backup)
                #expect(report.carryFailure == nil, "seed \(seed), step \(step)")
                let verified = try await alice.store.verify(deep: true)
                #expect(verified.ok, "seed \(seed), step \(step): \(verified.checks)")
                for (id, value) in unsent {
                    let live = try await alice.document(id)?["headline"].live.map(\.value)
                    #expect(live?.contains(value) == true, "seed \(seed), step \(step)")
                }
            }
        }
        for _ in 0..<2 {
            try await alice.sync()
            try await bob.sync()
        }
        try await alice.expectQuiet(with: world.hub)
        try await bob.expectQuiet(with: world.hub)
        let held = try await alice.store.heldCodes()
        #expect(held == [], "seed \(seed)")
        for id in articles { #expect(try await bob.document(id) != nil, "seed \(seed)") }
    }

    /// Live headlines whose changes wait here and do not stand in a backup's journal.
    private func headlinesOnlyHere(
        _ store: ContentStore, _ backup: String
    ) async throws -> [(DocumentID, JSONValue)] {
        let copy = backup + ".looked-at"
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: backup, toPath: copy)
        let known = try await ContentStore.open(at: copy).read { session in
            Set(try session.all("SELECT cid FROM journal") { $0.id(0) })
        }
        let replica = try await store.journalState().replica
        return try await store.read { session in
            var rows: [JournalRow] = []
            try session.journal(where: "TRUE", []) {
                if $0.isPending, !$0.isWithdrawn, !known.contains($0.change.cid) { rows.append($0) }
                return true
            }
            return try rows.compactMap { row in
                let live = try session.stored(row.change.document)?.document["headline"].live
                let dot = Dot(replica, row.change.dot.counter)
                return live?.first { $0.dot == dot }.map { (row.change.document, $0.value) }
            }
        }
    }
}
