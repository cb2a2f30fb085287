import Testing
import VNModel
import VNRandom
import VNStore

@Suite("Differences of documents") struct DocumentDifferenceTests {
    private static let id = StoreFixture.articleID(1)

    private static func state(_ values: [(String, JSONValue)]) -> DocumentState {
        DocumentState(document: id, kind: .article, values: JSONObject(values))
    }

    private static func block(_ text: String, _ order: String) -> JSONValue {
        .object([
            ("role", .string("paragraph")), ("text", .string(text)), ("order", .string(order)),
        ])
    }

    private static func describe(_ difference: DocumentDifference) -> [String] {
        difference.blocks.map { block in
            let places = [block.placeBefore, block.placeAfter].map { $0.map(String.init) ?? "-" }
            var text = "\(block.id) \(places.joined(separator: ">"))"
            if block.isMoved { text += " moved" }
            if block.isEdited { text += " edited" }
            return text
        }
    }

    @Test("blocks are added, removed, moved and edited; one that others moved past is not moved")
    func blocks() {
        let before = Self.state([
            ("body/a", Self.block("Một", "1")), ("body/b", Self.block("Hai", "2")),
            ("body/c", Self.block("Ba", "3")), ("body/d", Self.block("Bốn", "4")),
            ("headline", .string("Đầu đề")),
        ])
        let after = Self.state([
            ("body/a", Self.block("Một", "1")), ("body/c", Self.block("Ba mới", "3")),
            ("body/d", Self.block("Bốn", "05")), ("body/e", Self.block("Năm", "5")),
            ("headline", .string("Đầu đề")), ("topics/kinh-te", .bool(true)),
        ])
        let difference = DocumentDifference(from: before, to: after)
        #expect(
            Self.describe(difference) == [
                "d 4>1 moved", "b 2>-", "c 3>3 edited", "e ->4",
            ])
        #expect(difference.addedTopics == ["kinh-te"] && difference.removedTopics.isEmpty)
        #expect(difference.fields.map(\.path) == ["topics/kinh-te"])
        let back = DocumentDifference(from: after, to: before)
        #expect(back.removedTopics == ["kinh-te"])
        #expect(difference.applied(to: before).values == after.values)
        #expect(back.applied(to: after).values == before.values)
    }

    @Test("new keys of places that keep their sequence are no difference")
    func orders() {
        let before = Self.state([("body/a", Self.block("Một", "1"))])
        let after = Self.state([("body/a", Self.block("Một", "5"))])
        let difference = DocumentDifference(from: before, to: after)
        #expect(difference.isEmpty)
        #expect(difference.applied(to: before).values == after.values)
    }

    @Test("what is not text is compared whole, a caption as a member of its block")
    func members() throws {
        func image(_ caption: String) -> JSONValue {
            .object([
                ("role", .string("image")), ("order", .string("1")),
                (
                    "image",
                    .object([
                        ("url", .string("https://a.example/1.jpg")), ("caption", .string(caption)),
                    ])
                ),
            ])
        }
        let difference = DocumentDifference(
            from: Self.state([("body/a", image("Cũ")), ("status", .string("draft"))]),
            to: Self.state([("body/a", image("Mới")), ("status", .string("usable"))]))
        let block = try #require(difference.blocks.first)
        #expect(block.isEdited && block.words == nil)
        #expect(block.members.map(\.path) == ["image"])
        #expect(difference.fields.map(\.path) == ["status"])
    }

    private static func random(_ generator: inout SplitMix64) -> DocumentState {
        var values: [(String, JSONValue)] = []
        let orders = FractionalIndex.sequence(12).shuffled(using: &generator)
        for (index, order) in orders.enumerated() where Bool.random(using: &generator) {
            let words = (0..<4).map { _ in "từ\(Int.random(in: 0..<4, using: &generator))" }
            values.append(("body/b\(index)", block(words.joined(separator: " "), order)))
        }
        for path in ["headline", "summary", "section", "topics/a", "topics/b", "authors/x"]
        where Bool.random(using: &generator) {
            let number = Int.random(in: 0..<3, using: &generator)
            values.append((path, .string("giá trị \(number)")))
        }
        return state(values)
    }

    @Test("applied to what was before, a difference gives what came after", arguments: 1...100)
    func apply(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let (before, after) = (Self.random(&generator), Self.random(&generator))
        let difference = DocumentDifference(from: before, to: after)
        for field in difference.fields {
            guard let words = field.words else { continue }
            #expect(
                words.filter { $0.kind != .removed }.map(\.text).joined()
                    == field.after?.string, "seed \(seed)")
        }
        #expect(difference.applied(to: before).values == after.values, "seed \(seed)")
        #expect(DocumentDifference(from: after, to: after).isEmpty)
    }
}
