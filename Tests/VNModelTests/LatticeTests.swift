import Testing
import VNModel
import VNRandom

/// The laws hold for states that replicas can reach; `World` makes them.
@Suite("Merging is a join")
struct LatticeTests {
    private func checkLaws<Value: Equatable>(
        _ values: [Value], seed: Int, _ join: (Value, Value) -> Value
    ) {
        for (first, second) in zip(values, values.dropFirst()) {
            let both = join(first, second)
            #expect(both == join(second, first), "commutative, seed \(seed)")
            #expect(join(both, second) == both, "absorbing, seed \(seed)")
            #expect(join(first, first) == first, "idempotent, seed \(seed)")
        }
        for index in values.indices.dropLast(2) {
            let (first, second, third) = (values[index], values[index + 1], values[index + 2])
            #expect(
                join(join(first, second), third) == join(first, join(second, third)),
                "associative, seed \(seed)")
        }
    }

    @Test("version vectors", arguments: 0..<10)
    func vectors(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        let vectors = (0..<60).map { _ in
            VersionVector(people.map { ($0, UInt64(random.below(4))) })
        }
        checkLaws(vectors, seed: seed) { $0.joined($1) }
        for (left, right) in zip(vectors, vectors.dropFirst()) {
            let both = left.joined(right)
            #expect(both.includes(left) && both.includes(right))
            #expect(left.includes(right) == (both == left), "seed \(seed)")
        }
    }

    @Test("documents and their registers, while replicas write and exchange", arguments: 0..<20)
    func documents(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        var world = World(kind: random.pick([.article, .comment]))
        for _ in 0..<40 {
            world.step(&random)
            checkLaws(world.copies, seed: seed) { left, right in
                var result = left
                result.join(right)
                return result
            }
            for path in World.paths {
                checkLaws(world.copies.map { $0[path] }, seed: seed) { $0.joined($1) }
            }
        }
    }

    @Test("copies that have met in any order are equal and show the same", arguments: 0..<20)
    func convergence(seed: Int) {
        var random = Generator(seed: UInt64(100 + seed))
        var world = World()
        for _ in 0..<60 { world.step(&random) }
        let results = (0..<6).map { _ in
            var result = Document(id: world.id, kind: .article)
            for copy in (world.copies + world.copies).shuffled(using: &random) {
                result.join(copy)
            }
            return result
        }
        for result in results.dropFirst() {
            #expect(result == results[0], "seed \(seed)")
            #expect(result.digest == results[0].digest, "seed \(seed)")
            #expect(result.conflicts == results[0].conflicts, "seed \(seed)")
            #expect(Article(document: result) == Article(document: results[0]), "seed \(seed)")
        }
    }

    @Test("two copies of one write keep the smaller stamp and all that a deletion saw")
    func liveValues() {
        func register(_ stamp: UInt64, saw: String, by: String? = nil) -> Register {
            let mark = DeletionMark(at: "2024-01-21T00:00:00Z", by: by, saw: vector(saw))
            let live = LiveValue(
                dot: dot("a5"), stamp: HybridTimestamp(rawValue: stamp), value: mark.value)
            return Register(seen: vector("a5"), live: [live])
        }
        let copies = [register(9, saw: "a4 b1"), register(7, saw: "a3 c2"), register(8, saw: "d1")]
        checkLaws(copies + copies.reversed() + copies, seed: 0) { $0.joined($1) }
        let joined = copies[0].joined(copies[1]).joined(copies[2]).live
        #expect(joined.map(\.stamp.rawValue) == [7])
        #expect(joined.first.flatMap { DeletionMark($0.value) }?.saw == vector("a4 b1 c2 d1"))
    }

    @Test("one dot with two values, which only a liar sends, is read alike by all")
    func liar() {
        func register(_ value: JSONValue) -> Register {
            let live = LiveValue(dot: dot("a1"), stamp: HybridTimestamp(rawValue: 1), value: value)
            return Register(seen: vector("a1"), live: [live])
        }
        let mark = DeletionMark(at: "2024-01-21T00:00:00Z", by: nil, saw: vector("a1")).value
        let other = DeletionMark(at: "2023-01-21T00:00:00Z", by: "an", saw: vector("b1")).value
        let copies: [JSONValue] = ["x", "y", .null, mark, other, "\u{E9}", "e\u{301}"]
        for first in copies {
            for second in copies {
                let (left, right) = (register(first), register(second))
                #expect(left.joined(right) == right.joined(left))
                #expect(left.joined(right).joined(right) == left.joined(right))
            }
        }
    }

    @Test("a value disappears only if someone who had seen it wrote again")
    func supersede() {
        func live(_ name: String, _ value: JSONValue) -> LiveValue {
            LiveValue(dot: dot(name), stamp: HybridTimestamp(rawValue: 1), value: value)
        }
        var mine = Register()
        mine.write(live("a1", "x"))
        var theirs = Register()
        theirs.write(live("b1", "y"))
        let both = mine.joined(theirs)
        #expect(both.live.map(\.dot) == [dot("a1"), dot("b1")])
        var later = both
        later.write(live("c1", "z"))
        #expect(later.joined(both).live.map(\.dot) == [dot("c1")])
        #expect(later.seen == vector("a1 b1 c1"))
        // A writer that had seen only one of them leaves the other.
        mine.write(live("a2", "w"))
        #expect(mine.joined(both).live.map(\.dot) == [dot("a2"), dot("b1")])
    }

    @Test("applying a change twice, or in another order, is the same", arguments: 0..<10)
    func apply(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        let id = DocumentID(high: 7, low: 9)
        let changes = (0..<12).map { index in
            let dot = Dot(people[index % 3], UInt64(index / 3 + 1))
            let seen = VersionVector(
                people.prefix(3).map { ($0, UInt64(random.below(index / 3 + 1))) })
            return Change(
                dot: dot, cid: DocumentID(high: 1, low: UInt64(index)), transaction: dot.counter,
                stamp: random.stamp(), document: id, kind: .article,
                operations: [
                    Change.Operation(path: "headline", value: random.value(), seen: seen)
                ])
        }
        var expected = Document(id: id, kind: .article)
        for change in changes { expected.apply(change) }
        for _ in 0..<5 {
            var document = Document(id: id, kind: .article)
            for change in (changes + changes).shuffled(using: &random) { document.apply(change) }
            #expect(document == expected, "seed \(seed)")
        }
    }

    @Test("a hub only ever lowers a stamp")
    func lowerStamp() {
        var register = Register()
        register.write(
            LiveValue(dot: dot("a1"), stamp: HybridTimestamp(rawValue: 5), value: "x"))
        let unknown = register.lowerStamp(of: dot("a2"), to: HybridTimestamp(rawValue: 1))
        let later = register.lowerStamp(of: dot("a1"), to: HybridTimestamp(rawValue: 6))
        #expect(!unknown && !later && register.live[0].stamp.rawValue == 5)
        let lowered = register.lowerStamp(of: dot("a1"), to: HybridTimestamp(rawValue: 4))
        #expect(lowered && register.live[0].stamp.rawValue == 4)
    }
}
