import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

@Suite("The history of stores that edit at the same time, through a real hub")
struct CausalHistoryTests {
    /// Nodes as `name:counter <parents>`, with marks: `?` not exact, `!` in conflict, `=` settles.
    private static func describe(_ graph: CausalGraph, _ names: [ReplicaID: String]) -> [String] {
        func text(_ dot: Dot) -> String { "\(names[dot.replica] ?? "?")\(dot.counter)" }
        return graph.nodes.map { node in
            var result = text(node.dot)
            if !node.isExact { result += "?" }
            if !node.conflicts.isEmpty { result += "!" }
            if !node.resolves.isEmpty { result += "=" }
            if node.outcome == .refused { result += "x" }
            return ([result] + node.parents.map { text(graph.nodes[$0].dot) })
                .joined(separator: " ")
        }
    }

    private static func names(_ replicas: (String, Replica)...) async throws
        -> [ReplicaID: String]
    {
        var result: [ReplicaID: String] = [:]
        for (name, replica) in replicas {
            result[try await replica.store.statistics().replica] = name
        }
        return result
    }

    /// Later than all that was done before, on all machines.
    private static func tick(_ replicas: Replica...) {
        for replica in replicas { replica.environment.advance(by: 60_000) }
    }

    @Test("edits at the same time stand side by side, and the one that settles them joins both")
    func diamond() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let id = try await alice.post("Một")
        try await alice.sync()
        try await bob.sync()
        Self.tick(alice, bob)
        try await alice.setHeadline("Hai", of: id)
        Self.tick(alice, bob)
        try await bob.setHeadline("Ba", of: id)
        try await alice.sync()
        try await bob.sync()
        try await alice.sync()
        let names = try await Self.names(("a", alice), ("b", bob))
        for replica in [alice, bob] {
            let graph = try await replica.store.causalGraph(of: id)
            #expect(Self.describe(graph, names) == ["b1! a1", "a2! a1", "a1"])
            #expect(!graph.isCut)
        }
        Self.tick(alice, bob)
        try await alice.store.resolve(id, path: "headline", take: .remote)
        try await alice.sync()
        try await bob.sync()
        for replica in [alice, bob] {
            let graph = try await replica.store.causalGraph(of: id)
            #expect(Self.describe(graph, names) == ["a3= a2 b1", "b1 a1", "a2 a1", "a1"])
            #expect(graph.nodes.map(\.isLive) == [true, false, false, true])
        }
        let ofBob = try await bob.store.history(of: id)
        #expect(ofBob.first?.changes.first?.isResolution == true)
        try await alice.expectQuiet(with: world.hub)
        try await bob.expectQuiet(with: world.hub)
    }

    @Test("a store that stood aside learns of all at once, and says what is only a bound")
    func bystander() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let carol = try await world.replica("carol")
        let id = try await alice.post("Một")
        for replica in [alice, bob, carol] { try await replica.sync() }
        Self.tick(alice, bob, carol)
        try await alice.setHeadline("Hai", of: id)
        try await bob.setHeadline("Ba", of: id)
        for replica in [alice, bob, carol] { try await replica.sync() }
        let names = try await Self.names(("a", alice), ("b", bob), ("c", carol))
        let graph = try await carol.store.causalGraph(of: id)
        let described = Self.describe(graph, names)
        // Whoever writes has the document, so both saw its beginning.
        #expect(Set(described) == ["a2! a1", "b1! a1", "a1"] && described.last == "a1")
        // Carol settles it; dave, who was away, learns of that and of bob's next edit at once.
        let dave = try await world.replica("dave")
        try await dave.sync()
        Self.tick(alice, bob, carol, dave)
        try await carol.store.resolve(id, path: "headline", take: .index(1))
        try await bob.setHeadline("Bốn", of: id)
        for replica in [carol, bob, dave] { try await replica.sync() }
        let all = try await Self.names(("a", alice), ("b", bob), ("c", carol), ("d", dave))
        let ofDave = try await dave.store.causalGraph(of: id)
        let late = ofDave.nodes.filter { !$0.conflicts.isEmpty }
        #expect(late.count == 2 && late.allSatisfy { !$0.isExact }, "\(Self.describe(ofDave, all))")
    }

    @Test("a refused change stands in the log with its reason and in the graph without followers")
    func refused() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let article = try await bob.post("Tin")
        let comment = try await bob.comment("Ý kiến", on: article)
        try await bob.sync()
        try await alice.sync()
        Self.tick(alice, bob)
        let late = try await alice.comment("Muộn rồi", on: article)
        try await bob.store.edit(article) { $0.commentPolicy = .closed }
        try await bob.sync()
        try await alice.sync()
        let entries = try await alice.store.history(of: late)
        #expect(entries.map(\.outcome) == [.refused])
        #expect(entries[0].code == "comments-closed" && entries[0].heldNumber == 1)
        #expect(try await alice.document(late) == nil)
        let prefix = String(late.description.prefix(30))
        #expect(try await alice.store.findInHistory(prefix: prefix) == late)
        await #expect(throws: StoreError.self) {
            try await alice.store.findInHistory(prefix: "ffffffff")
        }
        let graph = try await alice.store.causalGraph(of: late)
        #expect(graph.nodes.map(\.outcome) == [.refused])
        #expect(graph.nodes[0].code == "comments-closed" && !graph.nodes[0].isLive)
        let all = try await alice.store.causalGraph()
        #expect(Set(all.nodes.map(\.document)) == [article, late], "\(comment) did not change")
    }

    @Test("what was written since the last sync is compared with what came then")
    func sinceSync() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let id = try await bob.post("Giá vàng tăng")
        try await bob.sync()
        try await alice.sync()
        #expect(try await alice.store.difference(of: id).isEmpty)
        Self.tick(alice, bob)
        try await alice.setHeadline("Giá vàng giảm", of: id)
        try await alice.store.edit(id) { $0.topics = ["kinh-te"] }
        let difference = try await alice.store.difference(of: id)
        #expect(difference.fields.map(\.path) == ["headline", "topics/kinh-te"])
        #expect(difference.fields[0].before == .string("Giá vàng tăng"))
        #expect(difference.fields[0].words?.map(\.kind) == [.same, .removed, .added])
        #expect(difference.addedTopics == ["kinh-te"])
        try await alice.sync()
        #expect(try await alice.store.difference(of: id).isEmpty)
    }

    @Test("every moment that stood here can be had again, over refusals and conflicts too")
    func everyMoment() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let id = try await alice.post("Số 0")
        try await alice.sync()
        try await bob.sync()
        // After each step of alice's what she sees is written down under her newest change.
        var seen: [Dot: DocumentState] = [:]
        let own = try await alice.store.statistics().replica
        for step in 1...24 {
            Self.tick(alice, bob)
            try await alice.setHeadline("Số \(step)", of: id)
            if step.isMultiple(of: 3) {
                try await alice.store.edit(id) { $0.summary = "Tóm tắt \(step)" }
            }
            let counter = try #require(try await alice.store.history(of: id, limit: 1).first?.dots)
            let document = try #require(try await alice.document(id))
            seen[try #require(counter.first)] = DocumentState(document)
            if step.isMultiple(of: 2) { try await bob.setHeadline("Của bob \(step)", of: id) }
            if step.isMultiple(of: 4) {
                try await bob.sync()
                try await alice.sync()
            }
        }
        #expect(seen.count == 24 && seen.keys.allSatisfy { $0.replica == own })
        for (dot, state) in seen {
            let found = try await alice.store.state(of: id, at: .after(dot))
            #expect(found.values == state.values, "\(dot)")
        }
        let graph = try await alice.store.causalGraph(of: id, limit: 10_000)
        #expect(graph.nodes.contains { !$0.resolves.isEmpty })
        for (row, node) in graph.nodes.enumerated() {
            #expect(node.parents.allSatisfy { $0 > row }, "parents come later")
        }
    }

    @Test("what never was here, or is no longer kept, is an error that says so")
    func gaps() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let id = try await bob.post("Một")
        try await bob.sync()
        try await alice.sync()
        Self.tick(alice, bob)
        try await bob.setHeadline("Hai", of: id)
        try await bob.setHeadline("Ba", of: id)
        try await bob.sync()
        try await alice.sync()
        let theirs = try await bob.store.statistics().replica
        let store = alice.store
        func code(_ from: HistoryPoint, _ to: HistoryPoint = .now) async throws -> String? {
            do {
                _ = try await store.difference(of: id, from: from, to: to)
                return nil
            } catch let error as StoreError {
                return error.code.rawValue
            }
        }
        #expect(try await code(.after(Dot(theirs, 2))) == "store.no-such-change")
        let whole = try await store.difference(of: id, from: .after(Dot(theirs, 1)))
        #expect(whole.fields.map(\.before) == [.string("Một")])
        let last = try await store.difference(
            of: id, from: .before(Dot(theirs, 3)), to: .after(Dot(theirs, 3)))
        #expect(last.fields.map(\.after) == [.string("Ba")])
        #expect(try await code(.before(Dot(theirs, 1))) == "store.history-gap")
        #expect(try await code(.after(Dot(ReplicaID(bits: 1), 1))) == "store.no-such-change")
        let own = try await store.statistics().replica
        #expect(try await code(.after(Dot(own, 1))) == "store.no-such-change")
        let other = try await alice.post("Bài khác")
        #expect(try await code(.after(Dot(own, 1))) == "store.invalid-request", "\(other)")
        // The journal's rows are let go of, as retention does.
        try await alice.setHeadline("Bốn", of: id)
        try await alice.setHeadline("Năm", of: id)
        #expect(try await code(.after(Dot(own, 2))) == nil)
        try await store.write(.durable) { session in
            _ = try session.run("DELETE FROM journal WHERE counter = 2")
        }
        #expect(try await code(.after(Dot(own, 2))) == "store.history-gap")
        #expect(try await code(.before(Dot(own, 3))) == "store.history-gap")
        #expect(try await code(.after(Dot(own, 3))) == nil)
    }

    @Test("the newest changes stand in a graph that is limited, and it says that it is cut")
    func limit() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let id = try await alice.post("Số 0")
        for step in 1...9 {
            Self.tick(alice)
            try await alice.setHeadline("Số \(step)", of: id)
        }
        let graph = try await alice.store.causalGraph(of: id, limit: 4)
        #expect(graph.isCut && graph.nodes.map(\.dot.counter) == [10, 9, 8, 7])
        #expect(graph.nodes.map(\.hasOlder) == [false, false, false, true])
        let replica = try await alice.store.statistics().replica
        #expect(try await alice.store.causalGraph(of: id, replica: replica).nodes.count == 10)
        let none = try await alice.store.causalGraph(of: id, replica: ReplicaID(bits: 1))
        #expect(none.nodes.isEmpty)
        await #expect(throws: StoreError.self) {
            try await alice.store.causalGraph(of: id, limit: 0)
        }
    }

    @Test("thousands of changes by two replicas make one graph, laid out in few lanes")
    func thousands() async throws {
        let world = try await World()
        let alice = try await world.replica("alice")
        let bob = try await world.replica("bob")
        let id = try await alice.post("Số 0")
        try await alice.sync()
        try await bob.sync()
        for round in 0..<4 {
            for replica in [alice, bob] {
                Self.tick(alice, bob)
                let paths = ["headline", "summary"]
                try await replica.store.write { transaction in
                    for step in 0..<400 {
                        let value = JSONValue.string("Số \(round) \(step)")
                        try transaction.write(id, .article, [(paths[step % 2], value)])
                        transaction.endGroup()
                    }
                }
            }
            for replica in [alice, bob, alice] { try await replica.sync() }
        }
        for replica in [alice, bob] {
            let graph = try await replica.store.causalGraph(of: id, limit: 10_000)
            // Of the other's changes only those came that stood when the hub was asked.
            #expect(graph.nodes.count > 1600 && graph.nodes.count < 1700 && !graph.isCut)
            let layout = GraphLayout(parents: graph.nodes.map(\.parents))
            #expect(layout.width <= 4)
        }
    }
}
