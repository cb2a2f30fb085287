import Testing
import VNModel
import VNRandom

@Suite("Conflicts and aliases")
struct ConflictTests {
    private func live(_ name: String, _ stamp: UInt64, _ value: JSONValue) -> LiveValue {
        LiveValue(dot: dot(name), stamp: HybridTimestamp(rawValue: stamp), value: value)
    }

    private func register(_ seen: String, _ values: LiveValue...) -> Register {
        Register(seen: vector(seen), live: values)
    }

    private func document(_ registers: [String: Register]) -> Document {
        var document = Document(id: DocumentID(high: 1, low: 2), kind: .article)
        for (path, register) in registers { document.set(path, register, seq: 4, by: bob) }
        return document
    }

    @Test("registers whose values differ are listed by path, with what is shown")
    func listed() {
        let document = document([
            "summary": register("a1 b1", live("a1", 5, "x"), live("b1", 4, "y")),
            "headline": register("a1 b1", live("a1", 5, "x"), live("b1", 5, "x")),
            "body/p1": register("a1 b1", live("a1", 5, "x"), live("b1", 9, .null)),
            "topics/gao": register("a1 b1", live("a1", 5, .bool(true)), live("b1", 9, .null)),
            "section": register("a1", live("a1", 5, "x")),
        ])
        #expect(document.conflicts.map(\.path) == ["body/p1", "summary"])
        #expect(
            document.conflicts.map { $0.values.map(\.isShown) } == [[true, false], [true, false]])
        #expect(document.conflicts[0].values.map(\.value) == ["x", .null])
        #expect(document.value("topics/gao") == .bool(true))
    }

    @Test("a write by someone who has seen all of them ends a conflict")
    func resolved() {
        var document = document([
            "summary": register("a1 b1", live("a1", 5, "x"), live("b1", 4, "y"))
        ])
        document.write("summary", live("c1", 6, "y"))
        #expect(document.conflicts.isEmpty && document.value("summary") == "y")
    }

    @Test("where a vector covers one dot of an alias and it is superseded, the other goes too")
    func aliasSupersedes() {
        // Bob had seen a2 and wrote over it; the copied store's d1 is the same write.
        var document = document([
            "headline": register("a2 b1 d1", live("b1", 9, "new"), live("d1", 5, "old"))
        ])
        let changed = document.amend([
            Alias(path: "headline", dot: dot("d1"), canonical: dot("a2"))
        ])
        #expect(changed == ["headline"])
        #expect(document["headline"] == register("a2 b1 d1", live("b1", 9, "new")))
        #expect(document.field("headline")?.seq == 4 && document.field("headline")?.by == bob)
    }

    @Test("the other dot is added to the vector before it arrives, in either direction")
    func aliasBefore() {
        for (known, other) in [("a2", "d1"), ("d1", "a2")] {
            var document = document(["headline": register("\(known) b1", live("b1", 9, "new"))])
            _ = document.amend([Alias(path: "headline", dot: dot("d1"), canonical: dot("a2"))])
            let late = register(other, live(other, 5, "old"))
            #expect(document["headline"].joined(late).live.map(\.dot) == [dot("b1")])
        }
    }

    @Test("two live dots of one alias both stay, and so does one alone")
    func aliasLive() {
        let alias = Alias(path: "headline", dot: dot("d1"), canonical: dot("a2"))
        var both = document([
            "headline": register("a2 d1", live("a2", 5, "x"), live("d1", 5, "x"))
        ])
        let before = both
        #expect(both.amend([alias]).isEmpty && both == before)
        var one = document(["headline": register("a2", live("a2", 5, "x"))])
        #expect(one.amend([alias]).isEmpty && one["headline"].live.count == 1)
        var none = document(["headline": register("b1", live("b1", 5, "x"))])
        #expect(none.amend([alias]).isEmpty)
        #expect(none.amend([]).isEmpty)
    }

    @Test("aliases work through each other")
    func aliasChain() {
        var document = document(["headline": register("a1 b9", live("b9", 9, "new"))])
        let aliases = [
            Alias(path: "headline", dot: dot("d1"), canonical: dot("c1")),
            Alias(path: "headline", dot: dot("c1"), canonical: dot("a1")),
        ]
        #expect(document.amend(aliases) == ["headline"])
        #expect(document["headline"].seen == vector("a1 b9 c1 d1"))
    }

    @Test("what a deletion saw under one dot it saw under the other")
    func aliasDeletion() {
        let mark = DeletionMark(at: "2024-01-21T09:00:00Z", by: nil, saw: vector("a2"))
        var document = document([
            "deleted": register("b1", live("b1", 9, mark.value)),
            "headline": register("d1", live("d1", 5, "x")),
        ])
        #expect(!document.isDeleted)
        let changed = document.amend([
            Alias(path: "headline", dot: dot("d1"), canonical: dot("a2"))
        ])
        #expect(changed == ["deleted"] && document.isDeleted)
    }

    @Test("amending is monotone and idempotent, and commutes with joining", arguments: 0..<20)
    func aliasLaws(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        var world = World()
        for _ in 0..<30 { world.step(&random) }
        let aliases = (0..<3).map { _ in
            Alias(
                path: random.pick(World.paths),
                dot: Dot(random.pick(people), UInt64(1 + random.below(5))),
                canonical: Dot(random.pick(people), UInt64(1 + random.below(5))))
        }
        for copy in world.copies {
            var once = copy
            _ = once.amend(aliases)
            var twice = once
            #expect(twice.amend(aliases).isEmpty && twice == once, "seed \(seed)")
            for field in copy.fields {
                #expect(once[field.path].seen.includes(field.register.seen), "seed \(seed)")
            }
            // Joining with what was before brings nothing back.
            var joined = once
            joined.join(copy)
            #expect(joined == once, "seed \(seed)")
        }
    }
}
