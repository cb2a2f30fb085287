import Testing
import VNModel
import VNRandom

@Suite("What people see of concurrent values")
struct PolicyTests {
    private static let moderation = Policy.ordered([
        "rejected", "spam", "withheld", "pending", "approved",
    ])
    private static let policies: [Policy] = [
        .latest, .keepEdit, .addWins, moderation, .deletion, .erase,
    ]

    private func live(_ name: String, _ stamp: UInt64, _ value: JSONValue) -> LiveValue {
        LiveValue(dot: dot(name), stamp: HybridTimestamp(rawValue: stamp), value: value)
    }

    @Test("latest shows the greatest stamp, then the greatest dot")
    func latest() {
        let policy = Policy.latest
        #expect(policy.shown([]) == nil)
        #expect(policy.shown([live("a1", 5, "x"), live("b1", 4, "y")])?.value == "x")
        #expect(policy.shown([live("a1", 5, "x"), live("b1", 5, "y")])?.value == "y")
        #expect(policy.shown([live("a1", 5, "x"), live("b1", 6, .null)])?.value == .null)
    }

    @Test("an edit beats a concurrent removal, however late that was")
    func keepEdit() {
        let values = [live("a1", 5, "x"), live("b1", 9, .null), live("c1", 4, "y")]
        #expect(Policy.keepEdit.shown(values)?.value == "x")
        #expect(Policy.keepEdit.isConflict(values))
        #expect(
            Policy.keepEdit.shown([live("a1", 1, .null), live("b1", 2, .null)])?.value == .null)
        #expect(!Policy.keepEdit.isConflict([live("a1", 1, .null), live("b1", 2, .null)]))
    }

    @Test("what anyone adds is present, and never a conflict")
    func addWins() {
        let values = [live("a1", 5, .bool(true)), live("b1", 9, .null)]
        #expect(Policy.addWins.shown(values)?.value == .bool(true))
        #expect(!Policy.addWins.isConflict(values))
        #expect(Policy.addWins.shown([live("b1", 9, .null)])?.value == .null)
    }

    @Test("the safest class is shown, whoever was later", arguments: DocumentKind.allCases)
    func ordered(kind: DocumentKind) {
        let classes =
            kind == .article
            ? ["canceled", "withheld", "usable", "draft"]
            : ["rejected", "spam", "withheld", "pending", "approved"]
        let path = kind == .article ? "status" : "moderation"
        let policy = RegisterPath.policy(path, of: kind)
        func value(_ name: String) -> JSONValue {
            kind == .article ? .string(name) : .object([("status", .string(name)), ("by", "an")])
        }
        for (index, safer) in classes.enumerated() {
            for other in classes[(index + 1)...] {
                let values = [live("a1", 1, value(safer)), live("b1", 9, value(other))]
                #expect(policy.shown(values)?.value == value(safer), "\(safer) \(other)")
                #expect(policy.isConflict(values))
            }
            // A class that is not known is less safe than those that are, but safer than none.
            let unknown = [live("a1", 1, value(safer)), live("b1", 9, value("zukunft"))]
            #expect(policy.shown(unknown)?.value == value(safer))
            #expect(
                policy.shown([live("a1", 9, .null), live("b1", 1, value("zukunft"))])?.value
                    == value("zukunft"))
            let same = [live("a1", 1, value(safer)), live("b1", 9, value(safer))]
            #expect(!policy.isConflict(same) && policy.shown(same)?.dot == dot("b1"))
        }
    }

    @Test("anyone's true erases")
    func erase() {
        let values = [
            live("a1", 1, .bool(true)), live("b1", 9, .bool(false)), live("c1", 10, .null),
        ]
        #expect(Policy.erase.shown(values)?.value == .bool(true))
    }

    @Test("equal values of two writers are no conflict; values that only look alike are")
    func equalValues() {
        #expect(!Policy.latest.isConflict([live("a1", 1, "x"), live("b1", 2, "x")]))
        #expect(Policy.latest.isConflict([live("a1", 1, "\u{E9}"), live("b1", 2, "e\u{301}")]))
        #expect(!Policy.latest.isConflict([live("a1", 1, "x")]) && !Policy.latest.isConflict([]))
    }

    @Test("the order of the values does not matter", arguments: 0..<10)
    func order(seed: Int) {
        var random = Generator(seed: UInt64(seed))
        for _ in 0..<200 {
            let values = (0..<(1 + random.below(4))).map { index in
                live(
                    "\(random.pick(["a", "b", "c", "d"]))\(index + 1)", UInt64(random.below(3)),
                    random.pick([.null, "x", "spam", "pending", .bool(true), .bool(false)]))
            }
            for policy in PolicyTests.policies {
                let shuffled = values.shuffled(using: &random)
                #expect(policy.shown(values) == policy.shown(shuffled), "seed \(seed)")
                #expect(policy.isConflict(values) == policy.isConflict(shuffled), "seed \(seed)")
                #expect(values.contains { $0 == policy.shown(values) })
            }
        }
    }

    @Test(
        "paths have their policies",
        arguments: [
            ("headline", Policy.latest), ("body/p1", .keepEdit), ("topics/kinh-te", .addWins),
            ("authors/an", .addWins), ("related/x", .addWins), ("altIds/guid:1", .addWins),
            ("deleted", .deletion), ("erased", .erase), ("zukunft/x", .latest), ("body", .keepEdit),
            ("ext/a.b", .latest), ("moderation", .latest),
        ])
    func policies(path: String, policy: Policy) {
        #expect(RegisterPath.policy(path, of: .article) == policy)
    }

    @Test("a comment has the policies of a comment")
    func commentPolicies() {
        #expect(RegisterPath.policy("moderation", of: .comment) == PolicyTests.moderation)
        #expect(RegisterPath.policy("status", of: .comment) == .latest)
        #expect(RegisterPath.policy("body/p1", of: .comment) == .latest)
        #expect(RegisterPath.policy("deleted", of: .comment) == .deletion)
    }

    @Test("paths are names of letters, with or without a member")
    func validPaths() {
        for path in [
            "headline", "body/p1", "altIds/a:b/c d", "X/é", String(repeating: "a", count: 200),
        ] {
            #expect(RegisterPath.isValid(path), "\(path)")
        }
        let refused = [
            "", "/", "/a", "a/", "a1", "a-b/c", "é", "body/\u{1}", "body/\u{7F}", "a b/c",
            String(repeating: "a", count: 201), "[/x", "`/x", "{/x", "@/x",
        ]
        for path in refused { #expect(!RegisterPath.isValid(path), "\(path)") }
        #expect(RegisterPath.family("a/b/c") == "a" && RegisterPath.member("a/b/c") == "b/c")
        #expect(RegisterPath.family("a") == "a" && RegisterPath.member("a") == nil)
    }
}
