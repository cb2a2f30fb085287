import Foundation
import Testing
import VNEndpoint
import VNModel
import VNStore
import VNSync
import VNWire

import struct VNModel.Comment

/// A store that wants another part of a hub's content than before: only the difference travels, and
/// what no longer belongs to it goes.
@Suite("Wider and narrower scopes") struct ScopeChangeTests {
    /// One dimension: a narrow scope, a wide one, and what of ten articles and ten comments each
    /// has.
    struct Dimension: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let narrow: Scope
        let wide: Scope
        /// Documents of the narrow scope.
        let few: Int
        /// Documents of the wide one.
        let many: Int
        /// Documents that travel to widen it.
        var added: Int { many - few }

        init(
            _ name: String, _ narrow: (inout Scope) -> Void, _ wide: (inout Scope) -> Void,
            few: Int, many: Int
        ) {
            testDescription = name
            var (small, large) = (Scope(), Scope())
            narrow(&small)
            wide(&large)
            (self.narrow, self.wide, self.few, self.many) = (small, large, few, many)
        }
    }

    private static func id(_ number: Int) -> DocumentID {
        DocumentID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64(number))
    }

    /// Articles 1 to 5 are of one section and paper and of one day, 6 to 10 of the others; each has
    /// a body and a comment.
    static let dimensions = [
        Dimension("sections", { $0.sections = ["kinh-te"] }, { _ in }, few: 10, many: 20),
        Dimension(
            "other sections", { $0.sections = ["kinh-te"] },
            { $0.sections = ["kinh-te", "the-thao"] }, few: 10, many: 20),
        Dimension("publishers", { $0.publishers = ["bao-a"] }, { _ in }, few: 10, many: 20),
        Dimension("since", { $0.since = 1_763_856_000_000 }, { _ in }, few: 10, many: 20),
        Dimension(
            "ids", { $0.articles = [id(1), id(2)] }, { $0.articles = (1...6).map { id($0) } },
            few: 4, many: 12),
        Dimension("comments", { $0.includesComments = false }, { _ in }, few: 10, many: 20),
    ]

    private func fill(_ writer: Replica) async throws {
        for number in 1...10 {
            let isFirst = number <= 5
            var article = Article(
                id: Self.id(number), headline: "Bài \(number)",
                datePublished: isFirst
                    ? "2025-11-24T08:00:00+07:00" : "2025-11-20T08:00:00+07:00",
                publisher: Agent(
                    kind: .organization, id: isFirst ? "bao-a" : "bao-b",
                    name: isFirst ? "Báo A" : "Báo B"),
                body: [Block(id: "p1", text: "Đoạn \(number)")])
            article.section = isFirst ? "kinh-te" : "the-thao"
            let posted = article
            try await writer.store.post(posted)
            _ = try await writer.comment("Ý kiến \(number)", on: article.id)
        }
        try await writer.sync()
    }

    private func world(
        _ scope: Scope
    ) async throws -> (world: World, alice: Replica, bob: Replica) {
        let world = try await World(pageRows: 4)
        let alice = try await world.replica("alice")
        try await fill(alice)
        let bob = try await world.replica("bob", scope: scope) {
            ($0.comparesState, $0.resumeLimit) = (false, 0)
        }
        try await bob.sync()
        return (world, alice, bob)
    }

    private func count(_ replica: Replica) async throws -> Int {
        try await replica.store.contents().count
    }

    /// A second store that wanted the scope from the beginning holds the same.
    private func expectSame(_ bob: Replica, _ scope: Scope, in world: World) async throws {
        let fresh = try await world.replica("fresh", scope: scope)
        try await fresh.sync()
        let (mine, theirs) = (try await bob.store.contents(), try await fresh.store.contents())
        #expect(mine.count == theirs.count)
        for (id, document) in theirs {
            #expect(mine[id]?.hasSameRegisters(as: document) == true, "\(id)")
        }
        #expect(try await bob.store.verify(deep: true).ok)
        #expect(try await bob.store.remoteState("origin").held == nil)
    }

    // VN-WIRE-150, VN-WIRE-151
    @Test("widening fetches what is missing and nothing else", arguments: dimensions)
    func widens(_ dimension: Dimension) async throws {
        let (world, alice, bob) = try await world(dimension.narrow)
        #expect(try await count(bob) == dimension.few)
        try await bob.store.setScope(dimension.wide, ofRemote: "origin")
        let report = try await bob.sync()
        #expect(report.pulled.documents == dimension.added && report.pulled.evicted == 0)
        #expect(try await count(bob) == dimension.many)
        try await expectSame(bob, dimension.wide, in: world)
        // From then on it is a scope like any other.
        try await alice.setHeadline("Tin mới", of: Self.id(1))
        try await alice.sync()
        #expect(try await bob.sync().pulled.documents == 1)
    }

    // VN-WIRE-150, VN-WIRE-151
    @Test("narrowing evicts what is too much and fetches nothing", arguments: dimensions)
    func narrows(_ dimension: Dimension) async throws {
        let (world, _, bob) = try await world(dimension.wide)
        #expect(try await count(bob) == dimension.many)
        try await bob.store.setScope(dimension.narrow, ofRemote: "origin")
        let report = try await bob.sync()
        #expect(report.pulled.evicted == dimension.added && report.pulled.documents == 0)
        try await expectSame(bob, dimension.narrow, in: world)
    }

    // VN-WIRE-151
    @Test("with bodies again only bodies travel, and without them they go")
    func bodies() async throws {
        var headlines = Scope()
        headlines.includesBodies = false
        let (world, _, bob) = try await world(headlines)
        #expect(try await bob.document(Self.id(3))?["body/p1"].live.isEmpty == true)
        try await bob.store.setScope(Scope(), ofRemote: "origin")
        let report = try await bob.sync()
        #expect(report.pulled.documents == 10 && report.pulled.new == 0)
        try await expectSame(bob, Scope(), in: world)
        try await bob.store.setScope(headlines, ofRemote: "origin")
        #expect(try await bob.sync().pulled.documents == 0)
        let document = try await bob.document(Self.id(3))
        #expect(document?.field("body/p1") == nil && document?.value("headline") != nil)
        #expect(try await bob.store.verify(deep: true).ok)
    }

    @Test("an edited body that waits stays when bodies are not wanted any more")
    func pendingBody() async throws {
        var headlines = Scope()
        headlines.includesBodies = false
        let (world, _, bob) = try await world(Scope())
        try await bob.store.edit(Self.id(4)) { $0.body[0].text = "Đoạn chưa gửi" }
        RecoverySupport.failPushes(of: bob)
        try await bob.store.setScope(headlines, ofRemote: "origin")
        _ = await bob.syncFails()
        #expect(try await bob.document(Self.id(4))?.field("body/p1") != nil)
        #expect(try await bob.document(Self.id(5))?.field("body/p1") == nil)
        #expect(try await bob.store.pendingCount() == 1)
        bob.transport.heal()
        try await bob.sync()
        let body = try await world.hub.store.document(Self.id(4))?.value("body/p1")
        #expect(body?["text"]?.string == "Đoạn chưa gửi")
    }

    // VN-WIRE-152
    @Test("what changed, moved or went meanwhile comes with the difference")
    func meanwhile() async throws {
        let economy = Self.dimensions[0].narrow
        let (world, alice, bob) = try await world(economy)
        try await alice.setHeadline("Sửa", of: Self.id(1))
        try await alice.store.edit(Self.id(2)) { $0.section = "the-thao" }
        try await alice.store.edit(Self.id(7)) { $0.section = "kinh-te" }
        try await alice.store.edit(Self.id(8)) { $0.section = "du-lich" }
        try await alice.sync()
        try await SQLiteEndpointStore(world.hub.store).write { writing in
            for id in try writing.comments(of: Self.id(3)) + [Self.id(3)] {
                try writing.purge(id, seq: try writing.nextSeq())
            }
        }
        var both = Scope()
        both.sections = ["kinh-te", "the-thao"]
        try await bob.store.setScope(both, ofRemote: "origin")
        let report = try await bob.sync()
        // Two that moved inside it and three new ones, each with a comment, one headline.
        #expect(report.pulled.documents == 11 && report.pulled.deleted == 2)
        try await bob.store.setScope(economy, ofRemote: "origin")
        #expect(try await bob.sync().pulled.documents == 0)
        try await expectSame(bob, economy, in: world)
    }

    @Test("narrowing never takes away what is still to be pushed; then it goes")
    func pending() async throws {
        let (world, _, bob) = try await world(Scope())
        try await bob.setHeadline("Chưa gửi", of: Self.id(9))
        RecoverySupport.failPushes(of: bob)
        let economy = Self.dimensions[0].narrow
        try await bob.store.setScope(economy, ofRemote: "origin")
        _ = await bob.syncFails()
        #expect(try await bob.headline(Self.id(9)) == "Chưa gửi")
        #expect(try await count(bob) == 11)
        bob.transport.heal()
        try await bob.sync()
        #expect(try await bob.document(Self.id(9)) == nil)
        #expect(
            try await world.hub.store.document(Self.id(9))?.value("headline")?.string == "Chưa gửi")
        try await expectSame(bob, economy, in: world)
    }

    @Test("a change that is cut goes on where it was, and brings nothing twice", arguments: 0..<6)
    func interrupted(_ place: Int) async throws {
        let dimension = Self.dimensions[place % 2 == 0 ? 0 : 3]
        let isWider = place < 3
        let (world, _, bob) = try await world(isWider ? dimension.narrow : dimension.wide)
        let scope = isWider ? dimension.wide : dimension.narrow
        try await bob.store.setScope(scope, ofRemote: "origin")
        let length = (isWider ? [200, 1_400, 2_800] : [200, 500, 800])[place % 3]
        bob.transport.harmOnce("/v1/pull", .cut(after: length))
        let first = try #require(await bob.syncFails()?.report)
        let state = try await bob.store.remoteState("origin")
        #expect(state.held != nil && (place % 3 == 0 || state.cursor != nil))
        bob.transport.heal()
        let second = try await bob.sync()
        #expect(
            first.pulled.documents + second.pulled.documents == (isWider ? dimension.added : 0))
        #expect(first.pulled.evicted + second.pulled.evicted == (isWider ? 0 : dimension.added))
        try await expectSame(bob, scope, in: world)
    }

    @Test("a change of mind before it is done brings what is wanted, and nothing else stays")
    func twice() async throws {
        let dimension = Self.dimensions[0]
        let (world, _, bob) = try await world(dimension.narrow)
        try await bob.store.setScope(dimension.wide, ofRemote: "origin")
        bob.transport.harmOnce("/v1/pull", .cut(after: 2_800))
        _ = await bob.syncFails()
        bob.transport.heal()
        #expect(try await count(bob) > dimension.few)
        try await bob.store.setScope(dimension.narrow, ofRemote: "origin")
        #expect(try await bob.store.remoteState("origin").held == nil)
        try await bob.sync()
        try await expectSame(bob, dimension.narrow, in: world)
    }

    @Test("the same scope again brings everything again")
    func same() async throws {
        let dimension = Self.dimensions[0]
        let (world, _, bob) = try await world(dimension.narrow)
        try await bob.store.setScope(dimension.narrow, ofRemote: "origin")
        #expect(try await bob.sync().pulled.documents == dimension.few)
        try await expectSame(bob, dimension.narrow, in: world)
    }
}
