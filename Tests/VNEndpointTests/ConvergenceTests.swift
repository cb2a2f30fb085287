import Testing
import VNEndpoint
import VNModel
import VNRandom
import VNWire

/// Random interleavings of clients against joining everything.
@Suite struct ConvergenceTests {
    @Test("clients that exchanged everything hold the join of all changes", arguments: 0..<60)
    func converge(seed: UInt64) async throws {
        for kind in seed < 12 ? HubKind.allCases : [.memory] {
            try await run(seed, kind)
        }
    }

    func run(_ seed: UInt64, _ kind: HubKind) async throws {
        var generator = SplitMix64(seed: seed)
        let hub = try await Hub(kind)
        var replicas = [alice, bob, carol].map { Replica($0) }
        for step in 0..<60 {
            let index = generator.below(3)
            hub.environment.advance(seconds: UInt64(generator.below(30)))
            switch generator.below(10) {
            case 0..<4: write(&replicas[index], &generator, step)
            case 4..<7:
                _ = try await replicas[index].push(
                    hub, limit: 1 + generator.below(4), losesAnswer: generator.below(5) == 0)
                try await replicas[index].rereads(hub)
            default:
                try await replicas[index].pull(hub, limit: generator.below(3) == 0 ? 1 : nil)
            }
        }
        try await settle(&replicas, hub)
        try await check(replicas, hub, seed)
    }

    private func write(_ replica: inout Replica, _ generator: inout SplitMix64, _ step: Int) {
        let id = document(UInt64(1 + generator.below(3)))
        replica.journal.time = 1_800_000_000_000 + UInt64(generator.below(2_000_000_000))
        guard let held = replica.documents[id], !held.isEmpty else {
            replica.write(
                id, .article, Write.article("Tin \(step)").map { ($0.path, $0.value) })
            return
        }
        let group = replica.journal.counter + 1
        switch generator.below(7) {
        case 0: replica.write(id, .article, [("headline", .string("Tin \(step)"))])
        case 1: replica.write(id, .article, [("section", .string("muc-\(step)"))])
        case 2: replica.write(id, .article, [("summary", .bool(true))])
        case 3:
            let mark = DeletionMark(at: "2026-01-02T03:04:05Z", by: nil, saw: held.vector)
            replica.write(
                id, .article, [("deleted", held.isDeleted ? .null : mark.value)])
        case 4:
            replica.write(
                id, .article, [("topics/t\(generator.below(3))", .bool(true))], group: group)
            let isBad = generator.below(2) == 0
            replica.write(
                id, .article, [("summary", isBad ? .bool(false) : .string("s"))], group: group)
        case 5:
            replica.write(
                document(10 + UInt64(step)), .comment,
                Write.comment(on: id).map { ($0.path, $0.value) })
        default: replica.write(id, .article, [("topics/t\(generator.below(3))", .null)])
        }
    }

    /// Faults stop: everything is pushed and pulled until nothing moves.
    private func settle(_ replicas: inout [Replica], _ hub: Hub) async throws {
        for _ in 0..<6 {
            for index in replicas.indices {
                for _ in 0..<20
                where try await !replicas[index].push(hub, limit: 50, losesAnswer: false) {
                    try await replicas[index].rereads(hub)
                    try await replicas[index].pull(hub, limit: nil)
                }
                try await replicas[index].rereads(hub)
                try await replicas[index].pull(hub, limit: nil)
            }
        }
    }

    private func check(_ replicas: [Replica], _ hub: Hub, _ seed: UInt64) async throws {
        var joined: [DocumentID: Document] = [:]
        let newest = HybridTimestamp(rawValue: .max)
        for replica in replicas {
            #expect(replica.pending.isEmpty, "the outbox is empty (seed \(seed))")
            let rows = try await hub.store.read {
                try $0.logRows(replica.id, after: 0, limit: .max)
            }
            let counters = rows.map(\.dot.counter)
            #expect(counters == (0..<replica.journal.counter).map { $0 + 1 })
            let ledger = try await hub.store.read { try $0.ledger(replica.id) }
            #expect(
                ledger == JournalMark(counter: replica.journal.counter, hash: replica.journal.hash))
            for (row, verdict) in zip(replica.rows, rows.map(\.verdict)) {
                #expect((row.state == .refused) == verdict.isRefused)
                guard !verdict.isRefused else { continue }
                var change = row.change
                change.stamp = min(verdict.stamp ?? newest, change.stamp)
                joined[
                    change.document, default: Document(id: change.document, kind: change.kind)
                ].apply(change)
            }
        }
        for replica in replicas {
            #expect(Set(replica.documents.keys) == Set(joined.keys), "seed \(seed)")
            for (id, wanted) in joined {
                let held = try await hub.held(id)
                #expect(held?.hasSameRegisters(as: wanted) == true, "hub, \(id), seed \(seed)")
                let mine = replica.documents[id]
                #expect(
                    mine?.hasSameRegisters(as: wanted) == true,
                    "\(replica.id), \(id), seed \(seed)")
                #expect(mine?.digest == held?.digest)
            }
        }
    }
}
