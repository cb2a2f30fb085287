import Testing
import VNEndpoint
import VNModel
import VNWire

/// What a hub tells another one, and what it takes from it.
@Suite struct PeerTests {
    private static func pair(_ kind: HubKind) async throws -> (Hub, Hub) {
        (try await Hub(kind, trustsPeers: true), try await Hub(kind, trustsPeers: true))
    }

    // VN-WIRE-130
    @Test("whoever is not trusted is neither told nor believed", arguments: HubKind.allCases)
    func distrust(kind: HubKind) async throws {
        let hub = try await Hub(kind)
        for call in [{ _ = try await hub.peer() }, { _ = try await hub.offer() }] {
            let problem = try await Hub.problem(call)
            #expect(problem.status == 403)
            #expect(problem.code == WireCode.forbidden)
        }
    }

    // VN-WIRE-131, VN-WIRE-132
    @Test("a peer is told documents, then what was judged, then the ledger", arguments: [1, 500])
    func pull(pageRows: Int) async throws {
        let hub = try await Hub(.sqlite, trustsPeers: true, pageRows: pageRows)
        var (journal, other) = (Writer(alice), Writer(bob))
        try await hub.push([
            journal.change(document(1), Write.article()),
            journal.change(document(2), Write.article()),
            journal.change(document(2), [Write("headline", " ")]),
        ])
        try await hub.push([other.change(document(3), Write.article())])
        let pulled = try await hub.peer(ledger: [alice: 1])
        #expect(pulled.documents.map(\.id) == (1...3).map { document($0) })
        #expect(pulled.judged.map(\.verdict.counter) == [2, 3, 1])
        #expect(pulled.judged.map(\.replica) == [alice, alice, bob])
        #expect(pulled.judged.map(\.verdict.isRefused) == [false, true, false])
        #expect(pulled.judged.map { $0.cid != nil } == [true, false, true])
        #expect(pulled.judged[0].paths == ["datePublished", "headline", "publisher"])
        #expect(pulled.end.ledger == [alice: 3, bob: 1])
        #expect(pulled.end.isComplete)
        // Between the documents and the end no checkpoint skips what was not told.
        for text in pulled.checkpoints { #expect(try Cursor(text).since == 0) }
        let again = try await hub.peer(from: pulled.end.cursor, ledger: [alice: 3, bob: 1])
        #expect(again.items.isEmpty && again.judged.isEmpty)
    }

    // VN-WIRE-131. A peer that skipped what it had offered itself would lose what its own restore
    // took away.
    @Test("nothing that a peer is told is left out as an echo", arguments: HubKind.allCases)
    func noEcho(kind: HubKind) async throws {
        let hub = try await Hub(kind, trustsPeers: true)
        var journal = Writer(alice)
        try await hub.push([journal.change(document(1), Write.article())])
        let cursor = try await hub.peer().end.cursor
        try await hub.push([journal.change(document(1), [Write("headline", "Mới", seen: "a1")])])
        let pulled = try await hub.peer(from: cursor, ledger: [alice: 2])
        #expect(pulled.document(document(1))?.fields.map(\.path) == ["headline"])
    }

    // VN-WIRE-133
    @Test("another generation is told, of a pull and of an offer", arguments: HubKind.allCases)
    func generations(kind: HubKind) async throws {
        let hub = try await Hub(kind, trustsPeers: true)
        let calls = [
            { _ = try await hub.peer(generation: "0000000000007") },
            { _ = try await hub.peer(from: "0000000000007:1:1") },
            { _ = try await hub.offer(generation: "0000000000007") },
        ]
        for call in calls {
            #expect(try await Hub.problem(call).code == WireCode.generation)
        }
    }

    // VN-WIRE-134, VN-WIRE-135, VN-WIRE-136
    @Test("what a peer holds is joined, not put in place", arguments: HubKind.allCases)
    func joins(kind: HubKind) async throws {
        let (one, two) = try await PeerTests.pair(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        let row = journal.change(document(1), Write.article("Bản đầu"))
        for hub in [one, two] { try await hub.push([row]) }
        try await one.push([journal.change(document(1), [Write("headline", "Một", seen: "a1")])])
        try await two.push([other.change(document(1), [Write("headline", "Hai", seen: "a1")])])
        try await two.push([other.change(document(2), Write.article())])
        try await one.join(two)
        try await two.join(one)
        let headline = try await one.held(document(1))?["headline"]
        #expect(headline?.live.count == 2)
        #expect(try await two.held(document(1))?["headline"] == headline)
        #expect(try await one.sum == two.sum)
        let (heads, sum) = ([try await one.head, try await two.head], try await one.sum)
        // Once more changes nothing.
        try await one.join(two)
        try await two.join(one)
        #expect([try await one.head, try await two.head] == heads)
        #expect(try await one.sum == sum)
    }

    // VN-WIRE-136. An echo filter that took it for the author's own push hid the other value.
    @Test("what a join changed reaches the author too", arguments: HubKind.allCases)
    func noAuthor(kind: HubKind) async throws {
        let (one, two) = try await PeerTests.pair(kind)
        var (journal, other) = (Writer(alice), Writer(bob))
        let row = journal.change(document(1), Write.article("Bản đầu"))
        for hub in [one, two] { try await hub.push([row]) }
        let cursor = try await one.pull(alice).end.cursor
        try await two.push([other.change(document(1), [Write("headline", "Hai", seen: "a1")])])
        try await one.join(two)
        let pulled = try await one.pull(alice, from: cursor)
        #expect(pulled.document(document(1))?["headline"].live.map(\.dot) == [Dot(bob, 1)])
    }

    // VN-WIRE-135
    @Test("a purge absorbs what peers still hold, comments too", arguments: HubKind.allCases)
    func purges(kind: HubKind) async throws {
        let (one, two) = try await PeerTests.pair(kind)
        var journal = Writer(alice)
        try await one.push([
            journal.change(document(1), Write.article()),
            journal.change(document(2), .comment, Write.comment(on: document(1))),
        ])
        try await two.join(one)
        try await one.store.write { writing in
            for id in [document(1), document(2)] {
                try writing.purge(id, seq: try writing.nextSeq())
            }
        }
        // A comment that only the other hub knows goes with its article.
        var other = Writer(bob)
        try await two.push([
            other.change(document(3), .comment, Write.comment(on: document(1)))
        ])
        try await one.join(two)
        #expect(try await one.sum.count == 0)
        try await two.offer([.purge(document(1)), .purge(document(2))])
        #expect(try await two.sum.count == 0)
        for id in [document(1), document(2), document(3)] {
            #expect(try await two.store.read { try $0.isPurged(id) })
        }
    }

    // VN-WIRE-136
    @Test("a peer's stamps are lowered as those of pushes are", arguments: HubKind.allCases)
    func stamps(kind: HubKind) async throws {
        let hub = try await Hub(kind, trustsPeers: true)
        let now = hub.environment.milliseconds()
        try await hub.offer([
            copy(document(1), by: Dot(bob, 1), [("headline", .string("Sau"))], at: now + 9_000_000)
        ])
        let live = try await hub.held(document(1))?["headline"].live.first
        #expect(live?.stamp == HybridTimestamp(milliseconds: now + Limits.stampAhead))
    }

    // VN-WIRE-141
    @Test(
        "what breaks a rule of the content is left out, the rest is taken",
        arguments: HubKind.allCases)
    func hostile(kind: HubKind) async throws {
        let hub = try await Hub(kind, trustsPeers: true)
        var deep = JSONValue.string("x")
        for _ in 0..<28 { deep = .array([deep]) }
        let bad: [(String, JSONValue)] = [
            ("headline", .string("a\nb")), ("url", .string("javascript:alert(1)")),
            ("erased", .bool(false)),
            ("ext/deep", deep), ("headline", .string("e\u{302}")),
        ]
        let items = bad.enumerated().map { index, value in
            copy(document(UInt64(index + 1)), by: Dot(bob, 1), [value])
        }
        let answer = try await hub.offer(
            items + [copy(document(9), by: Dot(bob, 2), [("headline", .string("Tốt"))])])
        #expect(answer.refused == (1...5).map { document($0) })
        #expect(try await hub.sum.count == 1)
        #expect(try await hub.held(document(9))?.value("headline")?.string == "Tốt")
    }

    // VN-WIRE-137, VN-WIRE-142
    @Test("a store gets the same verdicts from either hub", arguments: HubKind.allCases)
    func verdicts(kind: HubKind) async throws {
        let (one, two) = try await PeerTests.pair(kind)
        var journal = Writer(alice)
        let rows = [
            journal.change(document(1), Write.article()),
            journal.change(document(1), [Write("headline", " ", seen: "a1")]),
            journal.change(document(2), Write.article()),
        ]
        let first = try await one.push(rows)
        #expect(first.codes == ["applied", "content.invalid", "applied"])
        try await two.join(one)
        #expect(try await two.ledgers == [alice: 3])
        let head = try await two.head
        let second = try await two.push(rows)
        #expect(second.verdicts == first.verdicts)
        #expect(second.known == first.known)
        #expect(try await two.head == head)
        // The chain goes on at the other hub.
        try await two.push([journal.change(document(3), Write.article())])
        try await one.join(two)
        #expect(try await one.ledgers == [alice: 4])
    }

    // VN-WIRE-138
    @Test("rows that a peer has forgotten leave no hole", arguments: HubKind.allCases)
    func holes(kind: HubKind) async throws {
        let (one, two) = try await PeerTests.pair(kind)
        var journal = Writer(alice)
        let rows = (1...6).map { journal.change(document($0), Write.article()) }
        try await two.push(Array(rows.prefix(2)))
        try await one.push(rows)
        let pulled = try await one.peer(ledger: [alice: 2])
        try await two.offer(pulled.items, judged: Array(pulled.judged.dropFirst(2)))
        #expect(try await two.ledgers == [alice: 6])
        let log = try await two.store.read { try $0.logRows(alice, after: 0, limit: 10) }
        #expect(log.map(\.dot.counter) == [5, 6])
    }

    // VN-WIRE-139. Without it the value that the other dot's writer had superseded came back.
    @Test(
        "a change that two hubs know under two dots is one at both",
        arguments: HubKind.allCases)
    func aliases(kind: HubKind) async throws {
        let (one, two) = try await PeerTests.pair(kind)
        var (journal, twin, third) = (Writer(alice), Writer(bob), Writer(carol))
        let row = journal.change(document(1), Write.article("Bản đầu"))
        try await one.push([row])
        try await two.push([
            twin.change(document(1), Write.article("Bản đầu"), cid: row.change.cid)
        ])
        try await two.push([
            third.change(document(1), [Write("headline", "Bản sau", seen: "b1")])
        ])
        try await one.join(two)
        try await two.join(one)
        try await one.join(two)
        for hub in [one, two] {
            let headline = try await hub.held(document(1))?["headline"]
            #expect(headline?.live.map(\.dot) == [Dot(carol, 1)])
            #expect(headline?.seen == vector("a1 b1 c1"))
        }
        #expect(try await one.sum == two.sum)
    }

    // VN-WIRE-142. One document that no request could hold kept all others back.
    @Test("a document that fits into no request is passed over", arguments: HubKind.allCases)
    func tooLarge(kind: HubKind) async throws {
        let hub = try await Hub(kind, trustsPeers: true)
        let half = String(repeating: "a", count: WireLimits.offerItemBytes / 2)
        for (number, text) in [(UInt64(1), "nhỏ"), (2, half + half), (3, half), (4, half)] {
            guard
                case .document(let document, _) = copy(
                    document(number), by: Dot(bob, number), [("ext/x", .string(text))])
            else { continue }
            try await hub.store.write { writing in
                try writing.save(document, seq: try writing.nextSeq(), scopeSeq: nil)
            }
        }
        var position: UInt64 = 0
        var offered: [[DocumentID]] = []
        for _ in 0..<3 {
            let place = position
            let page = try await hub.store.read {
                try OwnFeedPage($0, since: 0, position: place)
            }
            offered.append(page.items.map(\.id))
            #expect(page.skipped == (place < 2 ? [document(2)] : []))
            position = page.position
            let items = page.items
            #expect(
                OfferRequest(generation: "0000000000001", items: items).encoded.count
                    <= WireLimits.requestBytes)
        }
        #expect(offered == [[document(1), document(3)], [document(4)], []])
        #expect(position == 4)
    }

    // VN-WIRE-139
    @Test(
        "a duplicate that is told before its canonical row names no change that is not judged",
        arguments: HubKind.allCases)
    func earlyDuplicate(kind: HubKind) async throws {
        let (one, two) = try await PeerTests.pair(kind)
        var (journal, twin) = (Writer(dave), Writer(alice))
        let row = journal.change(document(1), Write.article("Bản đầu"))
        try await one.push([row])
        let copied = twin.change(document(1), Write.article("Bản đầu"), cid: row.change.cid)
        #expect(try await one.push([copied]).codes == ["duplicate"])
        let pulled = try await one.peer()
        // alice's row, the duplicate, stands before dave's.
        #expect(pulled.judged.map(\.replica) == [alice, dave])
        let cid = row.change.cid
        try await two.offer(pulled.items, judged: Array(pulled.judged.prefix(1)))
        #expect(try await two.store.read { try $0.dot(ofChange: cid) } == nil)
        try await two.offer(judged: pulled.judged)
        #expect(try await two.store.read { try $0.dot(ofChange: cid) } == Dot(dave, 1))
        #expect(try await two.store.read { try $0.aliases(of: document(1)) }.count == 3)
    }

    // VN-WIRE-140
    @Test("an offer moves a cursor only over what was offered", arguments: HubKind.allCases)
    func cursors(kind: HubKind) async throws {
        let hub = try await Hub(kind, trustsPeers: true)
        let start = try await hub.peer().end.cursor
        let item = copy(document(1), by: Dot(bob, 1), [("headline", .string("Một"))])
        let answer = try await hub.offer([item], cursor: start)
        let cursor = try #require(answer.cursor)
        #expect(try await hub.peer(from: cursor).items.isEmpty)
        // Something else came in between.
        var journal = Writer(alice)
        try await hub.push([journal.change(document(2), Write.article())])
        let next = copy(document(3), by: Dot(bob, 2), [("headline", .string("Hai"))])
        #expect(try await hub.offer([next], cursor: cursor).cursor == nil)
        // Here more stands now than was offered.
        let end = try await hub.peer(ledger: [alice: 1]).end.cursor
        let met = copy(document(2), by: Dot(bob, 3), [("headline", .string("Ba"))])
        #expect(try await hub.offer([met], cursor: end).cursor == nil)
    }
}
