import Testing
import VNEndpoint
import VNModel
import VNWire

/// Comparing what a store and a hub hold.
@Suite struct ReconcileTests {
    /// A hub with many articles in two sections, each pushed by alice.
    private func hub(_ kind: HubKind, _ count: UInt64) async throws -> (Hub, Writer) {
        let hub = try await Hub(kind)
        var journal = Writer(alice)
        let changes = (1...count).map { number in
            journal.change(
                document(number), Write.article(section: number % 2 == 0 ? "kinh-te" : "the-thao"))
        }
        for start in stride(from: 0, to: changes.count, by: 400) {
            try await hub.push(Array(changes[start..<min(start + 400, changes.count)]))
        }
        return (hub, journal)
    }

    private func digests(
        _ hub: Hub, _ scope: Scope = Scope()
    ) async throws -> [DocumentID: [UInt8]] {
        let pulled = try await hub.pull(PullRequest(replica: bob, scope: scope))
        return Dictionary(uniqueKeysWithValues: pulled.documents.map { ($0.id, $0.digest) })
    }

    private func sum(_ digests: [DocumentID: [UInt8]], _ range: IDRange = .all) -> DigestSum {
        var sum = DigestSum()
        for (id, digest) in digests where range.contains(id) { sum.add(digest) }
        return sum
    }

    private func ask(
        _ hub: Hub, _ ranges: [(IDRange, DigestSum)], scope: Scope = Scope(),
        cursor: String? = nil, generation: String? = nil
    ) async throws -> ReconcileResponse {
        let own = try await hub.generation
        return try await hub.post(
            "/v1/reconcile",
            ReconcileRequest(
                replica: bob, generation: generation ?? own, cursor: cursor, scope: scope,
                ranges: ranges.map { ReconcileRequest.Range(ids: $0, sum: $1) }))
    }

    // VN-WIRE-090, VN-WIRE-092
    @Test(
        "equal ranges are told equal, whatever was changed on the way",
        arguments: HubKind.allCases)
    func equal(kind: HubKind) async throws {
        var (hub, journal) = try await hub(kind, 60)
        #expect(try await ask(hub, [(.all, sum(digests(hub)))]).answers == [.equal])
        try await hub.push([
            journal.change(document(7), [Write("headline", "Đổi", seen: "a7")]),
            journal.change(document(8), [Write("erased", .bool(true), seen: "a8")]),
            journal.change(document(61), Write.article()),
        ])
        let digests = try await digests(hub)
        let answer = try await ask(hub, [(.all, sum(digests))])
        #expect(answer.answers == [.equal] && digests.count == 60)
        #expect(try await answer.head == hub.head)
        let empty = try await Hub(kind)
        #expect(try await ask(empty, [(.all, DigestSum())]).answers == [.equal])
    }

    // VN-WIRE-091, VN-WIRE-092
    @Test(
        "one document that differs is found in as many steps as the logarithm",
        arguments: HubKind.allCases)
    func finds(kind: HubKind) async throws {
        let (hub, _) = try await hub(kind, 1500)
        var digests = try await digests(hub)
        digests[document(777)]?[3] ^= 1
        var range = IDRange.all
        for step in 1... {
            let answer = try await ask(hub, [(range, sum(digests, range))]).answers[0]
            switch answer {
            case .equal: Issue.record("the range differs")
            case .documents(let entries):
                let wrong = entries.filter { digests[$0.id] != $0.digest.bytes }
                #expect(wrong.map(\.id) == [document(777)])
                #expect(entries.allSatisfy { range.contains($0.id) && !$0.isNewer })
                #expect(step == 3)
                return
            case .parts(let parts):
                let ranges = range.parts(at: parts.compactMap(\.from))
                #expect(ranges.count == parts.count)
                let counts = parts.map(\.sum.count)
                #expect(counts.reduce(0, +) == sum(digests, range).count)
                #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 2 + counts[0])
                let wrong = zip(ranges, parts).filter { sum(digests, $0) != $1.sum }
                #expect(wrong.count == 1)
                range = try #require(wrong.first?.0)
            }
            guard step < 10 else { break }
        }
    }

    // VN-WIRE-092
    @Test("several ranges are answered in order, each for itself", arguments: HubKind.allCases)
    func several(kind: HubKind) async throws {
        let (hub, _) = try await hub(kind, 90)
        let digests = try await digests(hub)
        let ranges = IDRange.all.parts(at: [document(20), document(30)])
        let answers = try await ask(
            hub,
            [
                (ranges[0], sum(digests, ranges[0])), (ranges[1], DigestSum()),
                (ranges[2], DigestSum()),
            ]
        ).answers
        #expect(answers[0] == .equal)
        guard case .documents(let listed) = answers[1], case .parts(let parts) = answers[2] else {
            Issue.record("ten are listed, sixty are cut")
            return
        }
        #expect(listed.map(\.id) == (20..<30).map { document($0) })
        #expect(parts.count <= WireLimits.reconcileParts && parts.count > 20)
    }

    // VN-WIRE-090
    @Test("a scope is compared for itself, without bodies too", arguments: HubKind.allCases)
    func scoped(kind: HubKind) async throws {
        let (hub, _) = try await hub(kind, 40)
        var scope = ScopeTests.economy
        for _ in 0..<2 {
            let digests = try await digests(hub, scope)
            #expect(digests.count == 20)
            #expect(
                try await ask(hub, [(.all, sum(digests))], scope: scope).answers == [.equal])
            let others = try await ask(hub, [(.all, DigestSum())], scope: scope).answers[0]
            guard case .documents(let listed) = others else {
                Issue.record("twenty are listed")
                return
            }
            #expect(listed.allSatisfy { digests[$0.id] == $0.digest.bytes })
            #expect(listed.count == 20)
            scope.includesBodies = false
        }
    }

    // VN-WIRE-093
    @Test("what changed behind the cursor is told as newer", arguments: HubKind.allCases)
    func newer(kind: HubKind) async throws {
        var (hub, journal) = try await hub(kind, 10)
        let digests = try await digests(hub)
        let cursor = try await hub.pull(bob).end.cursor
        try await hub.push([journal.change(document(4), [Write("headline", "Đổi", seen: "a4")])])
        let answer = try await ask(hub, [(.all, sum(digests))], cursor: cursor).answers[0]
        guard case .documents(let listed) = answer else {
            Issue.record("ten are listed")
            return
        }
        #expect(listed.filter(\.isNewer).map(\.id) == [document(4)])
    }

    // VN-WIRE-094
    @Test("another generation is refused, that of the cursor too")
    func generation() async throws {
        let (hub, _) = try await hub(.memory, 3)
        for (generation, cursor) in [("0000000000001", nil), (nil, "0000000000001:1:1")] {
            let problem = try await Hub.problem {
                _ = try await ask(
                    hub, [(.all, DigestSum())], cursor: cursor, generation: generation)
            }
            #expect(problem.code == WireCode.generation)
        }
        #expect(try await ask(hub, [(.all, DigestSum())]).known == .origin)
    }

    // VN-WIRE-096
    @Test(
        "a complete pull tells the sum of its scope where it is asked for",
        arguments: HubKind.allCases)
    func state(kind: HubKind) async throws {
        let (hub, _) = try await hub(kind, 50)
        for scope in [Scope(), ScopeTests.economy] {
            let expected = sum(try await digests(hub, scope))
            var request = PullRequest(replica: bob, scope: scope, wantsState: true)
            #expect(try await hub.pull(request).end.state == expected)
            request.wantsState = false
            #expect(try await hub.pull(request).end.state == nil)
            request.wantsState = true
            request.limit = 5
            #expect(try await hub.pull(request).end.state == nil)
        }
    }
}
