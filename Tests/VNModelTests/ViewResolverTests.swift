import Testing
import VNModel

@Suite("An application's resolvers") struct ViewResolverTests {
    private static func live(_ name: String, _ stamp: UInt64, _ value: Int64) -> LiveValue {
        LiveValue(
            dot: dot(name), stamp: HybridTimestamp(rawValue: stamp), value: .integer(value))
    }

    /// The highest number is shown, and nobody has to look.
    private static func highest(_ pattern: String) -> ViewResolver {
        ViewResolver(pattern) { values in
            let best = values.max { ($0.value.integer ?? 0) < ($1.value.integer ?? 0) }
            return ViewResolver.Choice(best?.value ?? .null, isConflict: false)
        }
    }

    private func document(_ path: String, _ values: LiveValue...) -> Document {
        var document = Document(id: DocumentID(high: 1, low: 2), kind: .article)
        document.set(path, Register(seen: VersionVector(), live: values))
        return document
    }

    private func set(_ resolvers: ViewResolver...) throws -> ViewResolvers {
        try ViewResolvers(name: "test-1", resolvers)
    }

    @Test("chooses what is shown and whether it is a conflict, for its paths only")
    func chooses() throws {
        let resolvers = try set(Self.highest("ext/score"))
        for (path, shown, conflicts) in [("ext/score", 9, 0), ("ext/other", 4, 1)] {
            var document = document(path, Self.live("a1", 5, 9), Self.live("b1", 6, 4))
            document.resolvers = resolvers
            #expect(document.value(path)?.integer == Int64(shown), "\(path)")
            #expect(document.conflicts.count == conflicts, "\(path)")
        }
    }

    @Test("a path goes before its family, and a family is not the path without a member")
    func precedence() throws {
        let lowest = ViewResolver("ext/score") { values in
            let least = values.min { ($0.value.integer ?? 0) < ($1.value.integer ?? 0) }
            return ViewResolver.Choice(least?.value ?? .null, isConflict: true)
        }
        let resolvers = try set(Self.highest("ext/*"), lowest)
        #expect(resolvers["ext/score"]?.pattern == "ext/score")
        #expect(resolvers["ext/stars"]?.pattern == "ext/*")
        #expect(resolvers["ext"] == nil && resolvers["headline"] == nil)
        #expect(ViewResolvers.none["ext/score"] == nil && ViewResolvers.none.name.isEmpty)
    }

    @Test("of equal values the newest is the one that is shown, as its place in a list says")
    func equalValues() throws {
        var document = document(
            "ext/score", Self.live("a1", 5, 9), Self.live("b1", 7, 9), Self.live("c1", 6, 9),
            Self.live("d1", 9, 3))
        document.resolvers = try set(
            ViewResolver("ext/score") { _ in ViewResolver.Choice(.integer(9), isConflict: true) })
        #expect(document.conflicts.first?.values.map(\.isShown) == [false, true, false, false])
    }

    @Test("what is no value of anybody is not shown: the built-in policy chooses")
    func inventions() throws {
        var document = document("ext/score", Self.live("a1", 5, 9), Self.live("b1", 6, 4))
        document.resolvers = try set(
            ViewResolver("ext/score") { _ in ViewResolver.Choice(.integer(13), isConflict: false) })
        #expect(document.value("ext/score")?.integer == 4 && document.conflicts.count == 1)
    }

    @Test("is not asked about a value that stands alone")
    func alone() throws {
        var document = document("ext/score", Self.live("a1", 5, 9))
        document.resolvers = try set(
            ViewResolver("ext/score") { _ in ViewResolver.Choice(.null, isConflict: true) })
        #expect(document.value("ext/score")?.integer == 9 && document.conflicts.isEmpty)
    }

    @Test("registers, digests and equality are the same with it and without it")
    func viewOnly() throws {
        let plain = document("ext/score", Self.live("a1", 5, 9), Self.live("b1", 6, 4))
        var shown = plain
        shown.resolvers = try set(Self.highest("ext/*"))
        #expect(shown == plain && shown.digest == plain.digest)
        #expect(shown.hashValue == plain.hashValue && shown.hasSameRegisters(as: plain))
        var joined = plain
        joined.join(shown)
        #expect(joined == plain && joined.value("ext/score")?.integer == 4)
        shown.join(plain)
        #expect(shown.value("ext/score")?.integer == 9)
    }

    @Test(
        "policies on which it hangs what is gone, and what may be shown, cannot be replaced",
        arguments: ["deleted", "erased", "status", "moderation", "status/x"])
    func reserved(_ pattern: String) {
        #expect(throws: ViewResolvers.Problem.self) { try set(Self.highest(pattern)) }
    }

    @Test("bad patterns, patterns that stand twice, and sets without a name are refused")
    func badSets() {
        for pattern in ["", "/x", "ext/", "e t/x", "*"] {
            #expect(throws: ViewResolvers.Problem.self, "\(pattern)") {
                try set(Self.highest(pattern))
            }
        }
        #expect(throws: ViewResolvers.Problem.self) {
            try set(Self.highest("ext/*"), Self.highest("ext/*"))
        }
        #expect(throws: ViewResolvers.Problem.self) {
            try ViewResolvers(name: "", [Self.highest("ext/*")])
        }
        #expect(throws: ViewResolvers.Problem.self) { try ViewResolvers(name: "x", []) }
    }

    @Test("a resolver that changes its mind, looks at the order or makes values up is found")
    func problems() {
        let values = (1...5).map { Self.live("a\($0)", UInt64($0), Int64($0)) }
        // Unchecked: one test calls it, from one task.
        final class Calls: @unchecked Sendable {
            var count = 0
        }
        let calls = Calls()
        let fickle = ViewResolver("ext/x") { values in
            calls.count += 1
            return ViewResolver.Choice(values[calls.count % 2].value, isConflict: false)
        }
        let first = ViewResolver("ext/x") { values in
            ViewResolver.Choice(values[0].value, isConflict: false)
        }
        let flag = ViewResolver("ext/x") { values in
            ViewResolver.Choice(.integer(5), isConflict: values[0].dot < values[1].dot)
        }
        let sum = ViewResolver("ext/x") { values in
            ViewResolver.Choice(
                .integer(values.reduce(0) { $0 + ($1.value.integer ?? 0) }), isConflict: false)
        }
        for count in 2...5 {
            let some = Array(values.suffix(count))
            #expect(Self.highest("ext/x").problem(with: some) == nil)
            #expect(fickle.problem(with: some)?.contains("another choice") == true)
            #expect(first.problem(with: some)?.contains("order") == true)
            #expect(flag.problem(with: some)?.contains("order") == true)
            #expect(sum.problem(with: some)?.contains("nobody wrote") == true)
        }
        #expect(first.problem(with: [values[0]]) == nil)
    }
}
