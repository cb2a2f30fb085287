import Testing
import VNEndpoint
import VNModel
import VNWire

/// Which rows a hub takes, in which order it checks them, and what it answers.
@Suite struct PushTests {
    // VN-WIRE-034, VN-WIRE-053, VN-WIRE-020
    @Test("a replay gets the same verdicts and changes nothing", arguments: HubKind.allCases)
    func replay(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        journal.time += 10_000_000  // Ahead of the hub's clock, so that stamps are lowered.
        let rows = [
            journal.change(document(1), Write.article()),
            journal.change(document(1), [Write("headline", .integer(5), seen: "a1")]),
            journal.change(document(1), [Write("headline", "Tin mới", seen: "a1")]),
        ]
        let first = try await hub.push(rows)
        #expect(first.codes == ["applied", "content.invalid", "applied"])
        #expect(first.verdicts[0].stamp != nil)
        let head = try await hub.head
        hub.environment.advance(seconds: 60)
        #expect(try await hub.push(rows).verdicts == first.verdicts)
        #expect(try await hub.push(Array(rows.prefix(1))).verdicts == [first.verdicts[0]])
        #expect(try await hub.head == head)
        let hello = try await hub.hello(
            HelloRequest(replica: alice, counter: 3, acked: .origin))
        #expect(hello.known == JournalMark(counter: 3, hash: journal.hash))
        #expect(hello.verdicts == first.verdicts)
    }

    // VN-WIRE-032. Looking only at the newest hash took a copy's row 1 for a duplicate: its
    // change was lost.
    @Test(
        "a counter whose hash differs is a fork, and nothing is taken",
        arguments: HubKind.allCases)
    func forked(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        var copy = journal
        try await hub.push([
            journal.change(document(1), Write.article()),
            journal.change(document(1), [Write("headline", "Tin mới", seen: "a1")]),
        ])
        let head = try await hub.head
        let other = copy.change(document(2), Write.article("Tin khác"))
        let problem = try await Hub.problem { try await hub.push([other]) }
        #expect(problem.code == WireCode.forked && problem.status == 409)
        // Behind the known row, too: the hash of the row before is another.
        _ = copy.change(document(2), [Write("headline", "Tin khác", seen: "a1")])
        let third = copy.change(document(2), [Write("summary", "Thêm")])
        #expect(try await Hub.problem { try await hub.push([third]) }.code == WireCode.forked)
        #expect(try await hub.head == head)
        #expect(try await hub.held(document(2)) == nil)
    }

    // VN-WIRE-032, VN-WIRE-036. With the cid looked up first, the copy's row would have counted
    // as a duplicate and its journal would have gone on over another one's.
    @Test("hashes are compared before cids are looked up", arguments: HubKind.allCases)
    func forkBeforeDuplicate(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var original = Writer(alice)
        var copy = original
        var forked = Writer(bob)
        let row = copy.change(document(1), Write.article("Bản sao"), cid: document(77))
        try await hub.push([original.change(document(2), Write.article("Bản gốc"))])
        try await hub.push([
            forked.change(document(1), Write.article("Bản sao"), cid: document(77))
        ])
        #expect(try await hub.store.read { try $0.dot(ofChange: document(77)) } == Dot(bob, 1))
        #expect(try await Hub.problem { try await hub.push([row]) }.code == WireCode.forked)
    }

    // VN-WIRE-035, VN-WIRE-033
    @Test("missing rows are a gap, another generation a problem", arguments: HubKind.allCases)
    func gap(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let first = journal.change(document(1), Write.article())
        let second = journal.change(document(1), [Write("headline", "Tin mới", seen: "a1")])
        let gap = try await Hub.problem { try await hub.push([second]) }
        #expect(gap.code == WireCode.gap && gap.status == 409)
        let other = try await Hub.problem {
            try await hub.push([first], generation: "0000000000008")
        }
        #expect(other.code == WireCode.generation && other.status == 409)
        #expect(try await hub.head == 0)
        try await hub.push([first, second])
    }

    // VN-WIRE-050, VN-WIRE-035
    @Test(
        "what has observed too much waits, what stands before it is taken",
        arguments: HubKind.allCases)
    func behind(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        var other = Writer(bob)
        let rows = [
            journal.change(document(1), Write.article()),
            journal.change(document(1), [Write("headline", "Tin mới", seen: "a1 b2")]),
            journal.change(document(2), Write.article()),
        ]
        let partial = try await hub.push(rows)
        #expect(partial.codes == ["applied"])
        #expect(partial.known.counter == 1)
        let rest = try await Hub.problem { try await hub.push(Array(rows.dropFirst())) }
        #expect(rest.code == WireCode.behind && rest.status == 425)
        // Writes of the hub's other registers do not count.
        try await hub.push([
            other.change(document(1), [Write("summary", "Tóm tắt")]),
            other.change(document(1), [Write("summary", "Ngắn", seen: "b1")]),
        ])
        #expect(try await Hub.problem { try await hub.push(Array(rows.dropFirst())) }.status == 425)
        try await hub.push([other.change(document(1), [Write("headline", "Của Bình")])])
        #expect(try await hub.push(Array(rows.dropFirst())).codes == ["merged", "applied"])
    }

    // VN-WIRE-050. A store that had taken a new id was told 425 for ever because of its old one.
    @Test("own dots and those of former ids may be ahead", arguments: HubKind.allCases)
    func formerIDs(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let row = journal.change(
            document(1), Write.article() + [Write("summary", "Tóm tắt", seen: "a9 b4")])
        #expect(try await Hub.problem { try await hub.push([row]) }.code == WireCode.behind)
        #expect(try await hub.push([row], former: [bob]).codes == ["applied"])
    }

    // VN-WIRE-050. Else a deletion could cover edits that do not exist yet.
    @Test("what a deletion saw may not exceed the hub's document", arguments: HubKind.allCases)
    func deletionAhead(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        var other = Writer(bob)
        try await hub.push([journal.change(document(1), Write.article())])
        let early = other.change(document(1), [.delete(saw: "a1 c5")])
        #expect(try await Hub.problem { try await hub.push([early]) }.code == WireCode.behind)
        var honest = Writer(bob)
        try await hub.push([honest.change(document(1), [.delete(saw: "a1")])])
        #expect(try await hub.held(document(1))?.isDeleted == true)
    }

    // VN-WIRE-050, VN-WIRE-025
    @Test("a recovering hub lifts the bound and says so", arguments: HubKind.allCases)
    func recovering(kind: HubKind) async throws {
        let hub = try await Hub(kind, recoveringUntil: 1_800_000_100_000)
        var journal = Writer(alice)
        let hello = try await hub.hello(HelloRequest(replica: alice, counter: 0, acked: .origin))
        #expect(hello.recovering == "2027-01-15T08:01:40Z")
        #expect(hello.durableThrough == 0)
        let row = journal.change(document(1), [Write("headline", "Tin mới", seen: "b7")])
        #expect(try await hub.push([row]).codes == ["applied"])
        hub.environment.advance(seconds: 200)
        let late = journal.change(document(1), [Write("headline", "Muộn", seen: "b8")])
        #expect(try await Hub.problem { try await hub.push([late]) }.code == WireCode.behind)
    }

    // VN-WIRE-052, VN-WIRE-053. A hub that took the good half of a group showed an article
    // without its correction.
    @Test("a group is refused whole and uses up its counters", arguments: HubKind.allCases)
    func groups(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let response = try await hub.push([
            journal.change(document(1), Write.article(), group: 1),
            journal.change(document(2), [Write("headline", .bool(true))], group: 1),
            journal.change(document(3), Write.article(), group: 3),
        ])
        #expect(response.codes == ["group", "content.invalid", "applied"])
        #expect(try await hub.held(document(1)) == nil)
        #expect(try await hub.held(document(3)) != nil)
        #expect(response.known.counter == 3)
        for case .refused(_, let message) in response.verdicts.map(\.outcome) {
            #expect(message.contains(";"), "a refusal says the remedy: \(message)")
        }
    }

    // VN-WIRE-054, VN-WIRE-031
    @Test("a withdrawn row uses up its counter and refuses nobody", arguments: HubKind.allCases)
    func withdrawn(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let taken = journal.change(document(1), Write.article(), group: 1)
        let rest = journal.change(document(2), Write.article(), group: 1)
        let response = try await hub.push([journal.withdrawn(taken), rest])
        #expect(response.codes == ["withdrawn", "applied"])
        #expect(try await hub.held(document(1)) == nil)
        #expect(try await hub.held(document(2)) != nil)
        #expect(response.known == JournalMark(counter: 2, hash: journal.hash))
        let head = try await hub.store.read { try $0.logRow(Dot(alice, 1)) }
        #expect(head?.document == nil)
    }

    // VN-WIRE-055. The author kept the stamp that the hub had lowered: registers differed for
    // ever.
    @Test("a stamp far ahead is lowered and answered", arguments: HubKind.allCases)
    func stamps(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        journal.time = hub.environment.milliseconds() + 119_000
        let near = try await hub.push([journal.change(document(1), Write.article())])
        #expect(near.verdicts[0].stamp == nil)
        journal.time = hub.environment.milliseconds() + 400_000_000_000
        let far = try await hub.push([
            journal.change(document(1), [Write("headline", "Tin mới", seen: "a1")])
        ])
        let bound = HybridTimestamp(milliseconds: hub.environment.milliseconds() + 120_000)
        #expect(far.verdicts[0].stamp == bound)
        #expect(try await hub.held(document(1))?["headline"].live.first?.stamp == bound)
    }

    @Test("rows made before the transaction stand only where they are what is stored")
    func rowsMadeBefore() async throws {
        let hub = try await Hub(.sqlite)
        var (journal, other) = (Writer(alice), Writer(bob))
        try await hub.push([other.change(document(3), Write.article())])
        var changes: [PushedChange] = []
        for number in 1...80 as ClosedRange<UInt64> {
            // From here on stamps are lowered.
            if number == 41 { journal.time = hub.environment.milliseconds() + 400_000_000_000 }
            changes.append(journal.change(document(number), Write.article()))
        }
        let verdicts = try await hub.push(changes).verdicts
        #expect(verdicts.filter { $0.stamp != nil }.count == 40)
        try await (hub.store as? SQLiteEndpointStore)?.close()
        let path = try #require(hub.folder?.path) + "/hub.db"
        let report = try await SQLiteEndpointStore.check(at: path)
        #expect(report.isOK, "\(report.jsonText)")
    }

    @Test("what was read before the transaction counts only while it stands")
    func readBefore() async throws {
        let hub = try await Hub(.sqlite)
        var author = Writer(alice)
        try await hub.push([author.change(document(1), Write.article())])
        let replicas = (1...8 as ClosedRange<UInt64>).map { ReplicaID(bits: 100 + $0) }
        // All read the document before the first of them writes it.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, replica) in replicas.enumerated() {
                group.addTask {
                    var writer = Writer(replica)
                    try await hub.push([
                        writer.change(document(1), [Write("headline", "\(number)", seen: "a1")])
                    ])
                }
            }
            try await group.waitForAll()
        }
        let live = try #require(try await hub.held(document(1)))["headline"].live
        #expect(Set(live.map(\.dot.replica)) == Set(replicas))
        try await (hub.store as? SQLiteEndpointStore)?.close()
        let path = try #require(hub.folder?.path) + "/hub.db"
        let report = try await SQLiteEndpointStore.check(at: path)
        #expect(report.isOK, "\(report.jsonText)")
    }

    // VN-WIRE-056
    @Test("a change that meets a concurrent value is merged", arguments: HubKind.allCases)
    func merged(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        try await hub.push([journal.change(document(1), Write.article())])
        let response = try await hub.push([
            other.change(document(1), [Write("headline", "Của Bình")]),
            other.change(document(1), [Write("headline", "Chung", seen: "a1 b1")]),
        ])
        #expect(response.codes == ["merged", "applied"])
        #expect(try await hub.held(document(1))?["headline"].live.count == 1)
    }

    // VN-WIRE-061
    @Test("a push ahead is told where it began", arguments: HubKind.allCases)
    func ahead(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        let start = try await hub.pull(alice).end.cursor
        let first = journal.change(document(1), Write.article())
        let second = journal.change(document(2), Write.article())
        let problem = try await Hub.problem { try await hub.push([second], isAhead: true) }
        #expect(problem.code == WireCode.gap)
        let plain = try await hub.push([first], cursor: start)
        #expect(plain.from == nil)
        let ahead = try await hub.push([second], isAhead: true)
        #expect(ahead.from == plain.cursor)
        let cursor = try #require(ahead.cursor)
        #expect(try await hub.pull(alice, from: cursor).items.isEmpty)
        // Something of another writer lies between: it begins behind that.
        try await hub.push([other.change(document(3), Write.article())])
        let later = try await hub.push(
            [journal.change(document(4), Write.article())], isAhead: true)
        #expect(later.from != cursor && later.cursor != nil)
        var scope = Scope()
        scope.includesComments = false
        let scoped = try await hub.push(
            [journal.change(document(5), Write.article())], scope: scope, isAhead: true)
        #expect(scoped.from == nil && scoped.cursor == nil)
    }

    // VN-WIRE-058
    @Test("a push moves the cursor only past itself", arguments: HubKind.allCases)
    func cursor(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        let start = try await hub.pull(alice).end.cursor
        let moved = try await hub.push(
            [journal.change(document(1), Write.article())], cursor: start)
        let cursor = try #require(moved.cursor)
        #expect(try await hub.pull(alice, from: cursor).items.isEmpty)
        var scope = Scope()
        scope.includesComments = false
        let scoped = try await hub.push(
            [journal.change(document(2), Write.article())], cursor: cursor, scope: scope)
        #expect(scoped.cursor == nil)
        // Something of another writer lies between: the cursor stays.
        let now = try await hub.pull(alice, from: cursor).end.cursor
        try await hub.push([other.change(document(3), Write.article())])
        let behind = try await hub.push(
            [journal.change(document(4), Write.article())], cursor: now)
        #expect(behind.cursor == nil)
        #expect(try await hub.pull(alice, from: now).document(document(3)) != nil)
        // Between two pages it stays, too.
        let page = try await hub.pull(PullRequest(replica: bob, limit: 1)).end
        #expect(!page.isComplete)
        let between = try await hub.push(
            [other.change(document(5), Write.article())], cursor: page.cursor)
        #expect(between.cursor == nil)
    }

    // VN-WIRE-060
    @Test("too many changes are refused unless they are one group", arguments: HubKind.allCases)
    func tooMany(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        var rows = [journal.change(document(1), Write.article())]
        for _ in 0..<500 {
            rows.append(journal.change(document(1), [Write("summary", "x", seen: "a1")]))
        }
        let problem = try await Hub.problem { try await hub.push(rows) }
        #expect(problem.code == WireCode.tooLarge && problem.status == 413)
        var other = Writer(bob)
        var group = [other.change(document(2), Write.article(), group: 1)]
        for number in UInt64(3)...503 {
            group.append(other.change(document(number), Write.article(), group: 1))
        }
        #expect(try await hub.push(group).codes == Array(repeating: "applied", count: 502))
    }
}
