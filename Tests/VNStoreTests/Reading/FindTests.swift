import Testing
import VNModel
import VNStore

@Suite struct FindTests {
    private static func fixture() async throws -> StoreFixture {
        let fixture = try await StoreFixture(seed: 1)
        var writer = Writer(7)
        let ids = [
            "0a000000-0000-7000-8000-000000000000", "0a1b2c3d-0000-7000-8000-000000000001",
            "0a1b2c3d-0000-7000-8000-000000000002", "ffff0000-0000-7000-8000-000000000001",
        ]
        var documents = ids.compactMap { DocumentID($0) }.map { id in
            var article = fixture.story(1, headline: "Bài")
            article.id = id
            return writer.document(article)
        }
        var comment = fixture.remark(1, on: fixture.story(1, headline: "Bài"))
        comment.id = try #require(DocumentID("0a1b2c3d-0000-7000-8000-000000000003"))
        documents.append(writer.document(comment))
        try await fixture.receive(documents)
        return fixture
    }

    @Test(
        "a prefix that one id has finds it",
        arguments: [
            ("0a00", "0a000000-0000-7000-8000-000000000000"),
            ("0A0000", "0a000000-0000-7000-8000-000000000000"),
            ("ffff0000-0", "ffff0000-0000-7000-8000-000000000001"),
            ("ffff00000000", "ffff0000-0000-7000-8000-000000000001"),
            ("0a1b2c3d-0000-7000-8000-000000000003", "0a1b2c3d-0000-7000-8000-000000000003"),
        ])
    func one(prefix: String, id: String) async throws {
        let fixture = try await Self.fixture()
        #expect(try await fixture.store.find(prefix: prefix, kind: nil).description == id)
    }

    @Test("a prefix that several ids have names them; the kind may decide")
    func several() async throws {
        let fixture = try await Self.fixture()
        await #expect {
            try await fixture.store.find(prefix: "0a1b", kind: nil)
        } throws: { error in
            let error = error as? StoreError
            return error?.code == .ambiguousID
                && error?.context == [1, 2, 3].map { "0a1b2c3d-0000-7000-8000-00000000000\($0)" }
        }
        let comment = try await fixture.store.find(prefix: "0a1b", kind: .comment)
        #expect(comment.description.hasSuffix("3"))
        await #expect {
            try await fixture.store.find(prefix: "0a00", kind: .comment)
        } throws: { ($0 as? StoreError)?.code == .noSuchDocument }
    }

    @Test(
        "what is no prefix of an id is refused",
        arguments: ["", "0a1", "0a1b2c3d0-", "xyzt", "0a1b2c3d-00007", "0a1b2c3d--000"])
    func invalid(prefix: String) async throws {
        let fixture = try await Self.fixture()
        await #expect { try await fixture.store.find(prefix: prefix, kind: nil) } throws: {
            ($0 as? StoreError)?.code == .invalidRequest
        }
    }

    @Test("ids are found by a range of their index")
    func plan() async throws {
        let fixture = try await Self.fixture()
        for kind in DocumentKind.allCases {
            let plan = try await fixture.store.read { session in
                try session.all(
                    "EXPLAIN QUERY PLAN " + StoreSession.idRangeSQL(kind),
                    [.blob([0]), .blob([1]), .integer(2 as Int64)]
                ) { $0.text(3) ?? "" }.joined()
            }
            #expect(plan.contains("(id>? AND id<?)"), "\(plan)")
        }
    }
}
