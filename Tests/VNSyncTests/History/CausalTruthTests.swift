import Testing
import VNModel
import VNStore

/// What every writer wrote down itself, which is what really was seen.
private struct Truth {
    /// What a change saw by what its writer noted, not through others.
    private(set) var direct: [Dot: Set<Dot>] = [:]

    /// All that a change saw, itself aside.
    func seen(_ dot: Dot) -> Set<Dot> { Truth.reached(dot, direct) }

    /// What it saw directly or through changes that are known.
    func seen(_ dot: Dot, through known: Set<Dot>) -> Set<Dot> {
        Truth.reached(dot, direct.filter { known.contains($0.key) }).intersection(known)
    }

    /// - Parameter stores: all that wrote the document.
    init(_ stores: [ContentStore], of id: DocumentID) async throws {
        var beginning: Dot?
        var writes: [String: [Dot]] = [:]
        var vectors: [Dot: [(String, VersionVector)]] = [:]
        for store in stores {
            let changes = try await store.read { session in
                var changes: [Change] = []
                try session.journal(where: "doc = ? ORDER BY position", [.id(id)]) {
                    changes.append($0.change)
                    return true
                }
                return changes
            }
            for (index, change) in changes.enumerated() {
                direct[change.dot] = Set(changes[..<index].map(\.dot))
                if change.operations.contains(where: { $0.path == "datePublished" }) {
                    beginning = change.dot
                }
                for operation in change.operations {
                    writes[operation.path, default: []].append(change.dot)
                    vectors[change.dot, default: []].append((operation.path, operation.seen))
                }
            }
        }
        for (dot, list) in vectors {
            for (path, vector) in list {
                for other in writes[path] ?? [] where vector.includes(other) {
                    direct[dot]?.insert(other)
                }
            }
        }
        // Nobody can write to an article that has not come to him.
        for dot in direct.keys where dot != beginning {
            if let beginning { direct[dot]?.insert(beginning) }
        }
    }

    static func reached(_ dot: Dot, _ direct: [Dot: Set<Dot>]) -> Set<Dot> {
        var result: Set<Dot> = []
        var rest = Array(direct[dot] ?? [])
        while let next = rest.popLast() {
            if result.insert(next).inserted { rest += direct[next] ?? [] }
        }
        return result
    }
}

@Suite("A graph tells what was really seen") struct CausalTruthTests {
    private static func random(_ state: inout UInt64, _ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }

    /// Three stores that edit one article and sync as the seed has it.
    private static func world(_ seed: UInt64) async throws -> ([Replica], DocumentID) {
        let world = try await World()
        var replicas: [Replica] = []
        for name in ["alice", "bob", "carol"] { replicas.append(try await world.replica(name)) }
        let id = try await replicas[0].post("Số 0")
        for replica in replicas { try await replica.sync() }
        var state = seed
        let paths = ["headline", "summary", "section"]
        for step in 1...40 {
            for replica in replicas { replica.environment.advance(by: 1000) }
            let replica = replicas[random(&state, 3)]
            if random(&state, 3) == 0 {
                try await replica.sync()
                continue
            }
            let path = paths[random(&state, 3)]
            try await replica.store.write { transaction in
                _ = try transaction.write(id, .article, [(path, .string("so-\(step)"))])
            }
        }
        for replica in replicas + replicas { try await replica.sync() }
        return (replicas, id)
    }

    @Test("edges of what is known exactly are true, none is missing or needless", arguments: 1...12)
    func edges(seed: Int) async throws {
        let (replicas, id) = try await Self.world(UInt64(seed))
        let truth = try await Truth(replicas.map(\.store), of: id)
        for replica in replicas {
            let own = try await replica.store.statistics().replica
            let graph = try await replica.store.causalGraph(of: id, limit: 10_000)
            var direct: [Dot: Set<Dot>] = [:]
            for node in graph.nodes {
                direct[node.dot] = Set(node.parents.map { graph.nodes[$0].dot })
            }
            let known = Set(direct.keys)
            let doubtful = Set(graph.nodes.filter { !$0.isExact }.map(\.dot))
            for node in graph.nodes {
                let real = truth.seen(node.dot)
                let reached = Truth.reached(node.dot, direct)
                // Nothing is left out that it saw, through nothing or what is known here.
                #expect(
                    truth.seen(node.dot, through: known).isSubset(of: reached),
                    "seed \(seed) \(node.dot)")
                // What leads nowhere through a bound is really so.
                if node.isExact, reached.isDisjoint(with: doubtful) {
                    #expect(reached.isSubset(of: real), "seed \(seed) \(node.dot)")
                }
                if node.dot.replica == own { #expect(node.isExact, "seed \(seed) \(node.dot)") }
                for parent in direct[node.dot] ?? [] {
                    let others = (direct[node.dot] ?? []).subtracting([parent])
                    let isNeedless = others.contains { Truth.reached($0, direct).contains(parent) }
                    #expect(!isNeedless, "seed \(seed) \(node.dot) \(parent)")
                }
            }
        }
    }
}
