import Testing
import VNModel

/// Every interleaving of writes and merges of three replicas up to a depth, held against
/// ``History``.
@Suite("Exhaustive small scope")
struct ExhaustiveTests {
    /// What is explored: paths, the values written to each, and what must be shown.
    struct Scope: CustomTestStringConvertible, Sendable {
        let name: String
        let kind: DocumentKind
        let registers: [(path: String, values: [JSONValue])]
        let depth: Int
        /// Which of the live events is shown; computed from the history alone.
        let shown: @Sendable (History, [Int], [JSONValue]) -> Int?

        var testDescription: String { name }
    }

    /// The newest of some events: by stamp, then by replica, then by counter.
    private static let newest: @Sendable (History, [Int]) -> Int? = { history, bits in
        bits.max { (history.stamp($0).rawValue, $0) < (history.stamp($1).rawValue, $1) }
    }

    private static func value(_ history: History, _ bit: Int, _ values: [JSONValue]) -> JSONValue {
        history[bit].map { values[$0.value] } ?? .null
    }

    /// The newest of the values that come first in a preference.
    private static func preferring(
        _ preference: [JSONValue]
    ) -> @Sendable (History, [Int], [JSONValue]) -> Int? {
        { history, bits, values in
            for wanted in preference {
                let those = bits.filter { value(history, $0, values) == wanted }
                if let best = newest(history, those) { return best }
            }
            return newest(history, bits)
        }
    }

    static let scopes = [
        Scope(
            name: "latest", kind: .article, registers: [("headline", ["x", "y"])], depth: 5,
            shown: { history, bits, _ in newest(history, bits) }),
        Scope(
            name: "keepEdit", kind: .article, registers: [("body/p1", ["x", .null])], depth: 5,
            shown: preferring(["x"])),
        Scope(
            name: "addWins", kind: .article,
            registers: [("topics/gao", [.bool(true), .null])], depth: 5,
            shown: preferring([.bool(true)])),
        Scope(
            name: "ordered, article", kind: .article,
            registers: [("status", ["usable", "withheld", .null])], depth: 4,
            shown: preferring(["withheld", "usable"])),
        Scope(
            name: "ordered, comment", kind: .comment,
            registers: [
                ("moderation", ["approved", "rejected"].map { .object([("status", $0)]) })
            ], depth: 5, shown: preferring([.object([("status", "rejected")])])),
        Scope(
            name: "erase", kind: .article,
            registers: [("erased", [.bool(true), .bool(false)])], depth: 5,
            shown: preferring([.bool(true)])),
    ]

    @Test("every state shows what its history says", arguments: scopes)
    func explore(scope: Scope) {
        var explorer = Explorer(scope: scope)
        explorer.run { history, documents in
            for replica in 0..<History.replicas {
                check(scope, history, documents[replica], replica)
            }
        }
        #expect(explorer.states > 4000)
    }

    @Test("deleting an article: an edit it had not seen keeps it")
    func deletionOfArticle() {
        exploreDeletion(.article)
    }

    @Test("deleting a comment: nothing keeps it")
    func deletionOfComment() {
        exploreDeletion(.comment)
    }

    private func exploreDeletion(_ kind: DocumentKind) {
        let deletions: [JSONValue] = kind == .article ? ["mark", .null] : ["mark"]
        let scope = Scope(
            name: "deletion", kind: kind,
            registers: [("headline", ["x"]), ("deleted", deletions)], depth: 5,
            shown: Self.preferring(["mark"]))
        var explorer = Explorer(scope: scope)
        explorer.run { history, documents in
            for replica in 0..<History.replicas {
                check(scope, history, documents[replica], replica)
                let expected = isDeleted(kind, history, replica)
                expect(
                    documents[replica].isDeleted == expected.isDeleted
                        && documents[replica].hasDeletionConflict == expected.isConflict,
                    "deletion", history)
            }
        }
        #expect(explorer.states > 4000)
    }

    /// What the history says of a deletion.
    private func isDeleted(
        _ kind: DocumentKind, _ history: History, _ replica: Int
    ) -> (isDeleted: Bool, isConflict: Bool) {
        let live = history.live(1, at: replica)
        let deletions = live.filter { history[$0]?.value == 0 }
        guard !deletions.isEmpty else { return (false, false) }
        if kind == .comment { return (true, false) }
        let unseen = history.live(0, at: replica).filter { edit in
            !deletions.contains { history.hadObserved(edit, by: $0) }
        }
        let isDeleted = live.count == deletions.count && unseen.isEmpty
        return (isDeleted, !isDeleted)
    }

    private func check(
        _ scope: Scope, _ history: History, _ document: Document, _ replica: Int
    ) {
        for (index, (path, values)) in scope.registers.enumerated() {
            let register = document[path]
            let live = history.live(index, at: replica)
            expect(
                register.live.map(\.dot) == live.map { history.dot($0) }
                    && register.seen == history.vector(index, at: replica),
                "\(scope.name): live values", history)
            let policy = RegisterPath.policy(path, of: scope.kind)
            let shown = scope.shown(history, live, values).map { history.dot($0) }
            expect(
                policy.shown(register.live)?.dot == shown
                    && policy.shown(register.live.reversed())?.dot == shown,
                "\(scope.name): shown value", history)
        }
    }
}

/// Walks through all interleavings, shortest first. A history that is reached in several ways is
/// followed once, and the documents must be equal each time.
private struct Explorer {
    let scope: ExhaustiveTests.Scope
    private var reached: [History: [Document]] = [:]
    private var frontier: [History] = []

    var states: Int { reached.count }

    init(scope: ExhaustiveTests.Scope) { self.scope = scope }

    mutating func run(check: (History, [Document]) -> Void) {
        let empty = Document(id: DocumentID(high: 1, low: 2), kind: scope.kind)
        reach(History(), [Document](repeating: empty, count: History.replicas))
        for step in 0...scope.depth {
            let states = frontier
            frontier = []
            for history in states {
                guard let documents = reached[history] else { continue }
                check(history, documents)
                checkLaws(documents)
                if step < scope.depth { follow(history, documents) }
            }
        }
    }

    private mutating func reach(_ history: History, _ documents: [Document]) {
        if let before = reached[history] {
            expect(before == documents, "one history, two states", history)
        } else {
            reached[history] = documents
            frontier.append(history)
        }
    }

    private mutating func follow(_ history: History, _ documents: [Document]) {
        for replica in 0..<History.replicas {
            for (index, register) in scope.registers.enumerated() {
                for value in register.values.indices {
                    write(index, value, replica, history, documents)
                }
            }
            for other in 0..<History.replicas where other != replica {
                var (next, copies) = (history, documents)
                next.merge(other, into: replica)
                copies[replica].join(copies[other])
                reach(next, copies)
            }
        }
    }

    private mutating func write(
        _ index: Int, _ value: Int, _ replica: Int, _ history: History, _ documents: [Document]
    ) {
        var (next, copies) = (history, documents)
        let bit = next.write(index, value, at: replica)
        var written = scope.registers[index].values[value]
        if written == "mark" {
            let saw = documents[replica].vector
            written = DeletionMark(at: "2024-01-21T00:00:00Z", by: nil, saw: saw).value
        }
        let path = scope.registers[index].path
        copies[replica].apply(
            Change(
                dot: next.dot(bit), cid: DocumentID(high: 1, low: UInt64(bit)), transaction: 1,
                stamp: next.stamp(bit), document: copies[replica].id, kind: scope.kind,
                operations: [
                    Change.Operation(
                        path: path, value: written, seen: documents[replica][path].seen)
                ]))
        reach(next, copies)
    }

    /// Joins in every order and grouping end alike.
    private func checkLaws(_ documents: [Document]) {
        func joined(_ left: Document, _ right: Document) -> Document {
            var result = left
            result.join(right)
            return result
        }
        let (first, second, third) = (documents[0], documents[1], documents[2])
        let both = joined(first, second)
        let all = joined(both, third)
        expect(
            both == joined(second, first) && joined(first, first) == first
                && joined(both, second) == both && all == joined(first, joined(second, third))
                && all == joined(joined(third, first), second), "no join", documents)
    }
}

/// As `#expect`, which costs too much to be asked a million times.
private func expect(_ holds: Bool, _ what: String, _ state: @autoclosure () -> Any) {
    if !holds { Issue.record("\(what): \(state())") }
}
