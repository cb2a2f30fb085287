import Testing
import VNModel
import VNRandom

@Suite("What a hub accepts")
struct ContentRulesTests {
    private static let id = "018cb1f0-1234-7fff-bfff-ffffffffffff"
    private static let block = JSONValue.object([
        ("role", "paragraph"), ("text", "x"), ("order", "V"),
    ])
    private static let mark = DeletionMark(
        at: "2024-01-21T09:15:00Z", by: "an", saw: vector("a1")
    ).value

    private static let glanced: [(DocumentKind, String, JSONValue)] = [
        (.article, "headline", "Đường lúa"), (.article, "summary", ""),
        (.article, "url", "https://bao.example/a?b=c"), (.article, "language", "vi"),
        (.article, "section", "kinh-te"), (.article, "status", "usable"),
        (.article, "datePublished", "2024-01-21T09:15:00+07:00"), (.article, "body/p1", block),
        (.article, "topics/lua-gao", .bool(true)),
        (.article, "authors/an", .object([("type", "Person"), ("name", "Ân"), ("order", "V")])),
        (
            .article, "image",
            .object([("alt", "a"), ("width", .integer(3)), ("url", "http://a/b")])
        ),
        (.comment, "articleId", .string(id)), (.comment, "text", "Ở đây hay lắm"),
        (.comment, "author", .object([("id", "k1"), ("name", "Ẩn")])),
    ]

    @Test("bytes are judged as what they stand for", arguments: [UInt64(1), 2, 3])
    func glance(seed: UInt64) {
        var random = Generator(seed: seed)
        var valid = 0
        for _ in 0..<3_000 {
            let sample = random.pick(ContentRulesTests.glanced)
            let path = random.chance(90) ? sample.1 : random.pick(ContentRulesTests.glanced).1
            let kind: DocumentKind = random.chance(95) ? sample.0 : .comment
            var bytes = Array(CanonicalJSON(sample.2).bytes)
            for _ in 0..<random.below(3) { random.spoil(&bytes) }
            guard let value = try? CanonicalJSON(parsing: bytes) else { continue }
            var (slow, fast): (ContentError?, ContentError?)
            do throws(ContentError) {
                try ContentRules.validate(kind: kind, path: path, value: value.value)
                valid += 1
            } catch { slow = error }
            do throws(ContentError) {
                try ContentRules.validate(kind: kind, path: path, encoded: value)
            } catch { fast = error }
            if slow?.code != fast?.code || slow?.reason != fast?.reason {
                Issue.record("seed \(seed): \(path) \(value.value)")
            }
        }
        #expect(valid > 600)
    }

    @Test(
        "registers that are accepted",
        arguments: [
            (.article, "headline", "Gạo"), (.article, "headline", .null),
            (.article, "body/p1", block), (.article, "body/p1", .null),
            (.article, "body/p1", block.with("zukunft", .array([.null]))),
            (.article, "topics/lua-gao", .bool(true)), (.article, "topics/lua-gao", .null),
            (.article, "authors/an", .object([("type", "Person"), ("name", "An")])),
            (.article, "related/mentions-x", .object([("rel", "mentions"), ("headline", "")])),
            (.article, "altIds/guid:a/1", .object([("role", "guid"), ("value", "a/1")])),
            (.article, "ext/vn.mau.x", .object([])), (.article, "zukunft", .array([.null])),
            (.article, "zukunft/x", "e\u{301}"), (.article, "deleted", mark),
            (.article, "deleted", .null), (.article, "erased", .bool(true)),
            (.article, "status", "canceled"), (.article, "moderation", .integer(1)),
            (.comment, "articleId", .string(id)), (.comment, "inReplyTo", .string(id)),
            (.comment, "text", "Hay\n"), (.comment, "deleted", mark),
            (.comment, "moderation", .object([("status", "spam"), ("by", "an")])),
            (.comment, "body/p1", .integer(1)), (.comment, "moderation", .null),
        ] as [(DocumentKind, String, JSONValue)])
    func accepted(kind: DocumentKind, path: String, value: JSONValue) {
        #expect(throws: Never.self) {
            try ContentRules.validate(kind: kind, path: path, value: value)
        }
    }

    @Test(
        "registers that are refused, with a pointer into the value",
        arguments: [
            (.article, "headline", .integer(1), ""), (.article, "headline", "", ""),
            (.article, "headline", "a\nb", ""), (.article, "body/p1", "x", "/role"),
            (.article, "body/p 1", block, ""), (.article, "body/a/b", block, ""),
            (.article, "body/" + String(repeating: "x", count: 33), block, ""),
            (.article, "body/p1", block.with("order", "a0"), "/order"),
            (.article, "body/p1", block.with("order", ""), "/order"),
            (.article, "body/p1", block.with("role", "table"), "/role"),
            (.article, "body/p1", block.with("text", nil), "/text"),
            (.article, "topics/Gạo", .bool(true), ""), (.article, "topics/gao", .bool(false), ""),
            (.article, "topics/gao", "x", ""), (.article, "authors/an", .object([]), "/name"),
            (.article, "authors/An", .object([("type", "Person"), ("name", "An")]), ""),
            (
                .article, "related/" + String(repeating: "x", count: 81),
                .object([("rel", "mentions"), ("headline", "")]), ""
            ),
            (.article, "ext/x", .integer(1), ""), (.article, "erased", .bool(false), ""),
            (.article, "erased", .null, ""), (.article, "deleted", .bool(true), ""),
            (.article, "deleted", mark.with("at", "x"), "/at"),
            (.article, "deleted", mark.with("saw", .array([])), ""),
            (.article, "deleted", mark.with("by", "a\u{1}"), "/by"),
            (.article, "image", .object([("alt", ""), ("url", "file:///etc/passwd")]), "/url"),
            (.article, "", "x", ""), (.article, "a1", "x", ""), (.article, "a/", "x", ""),
            (.article, "zukunft/e\u{301}", "x", ""), (.article, "id", "x", ""),
            (.article, "type", "x", ""), (.article, "body", .array([]), ""),
            (.article, "ext", .object([]), ""),
            (.article, "zukunft", .string(String(repeating: "x", count: (1 << 16) - 1)), ""),
            (.comment, "articleId", "x", ""), (.comment, "articleId", .null, ""),
            (.comment, "inReplyTo", .null, ""), (.comment, "deleted", .null, ""),
            (.comment, "text", "", ""), (.comment, "status", "approved", ""),
            (.comment, "moderation", .object([("status", "deleted")]), "/status"),
            (.comment, "moderation", .object([("by", "an")]), "/status"),
            (.comment, "author", .object([("name", "")]), "/name"),
        ] as [(DocumentKind, String, JSONValue, String)])
    func refused(kind: DocumentKind, path: String, value: JSONValue, pointer: String) {
        let error = #expect(throws: ContentError.self) {
            try ContentRules.validate(kind: kind, path: path, value: value)
        }
        #expect(error?.pointer == pointer, "\(String(describing: error))")
    }

    @Test("text that is not composed is refused, not repaired")
    func decomposed() {
        let error = #expect(throws: ContentError.self) {
            try ContentRules.validate(kind: .article, path: "headline", value: "Ba\u{301}o")
        }
        #expect(error?.code == "content.not-normalized" && error?.reason == "not NFC")
    }

    @Test("a register that is not known may have 64 KiB")
    func unknownSize() throws {
        let value = JSONValue.string(String(repeating: "x", count: (1 << 16) - 2))
        try ContentRules.validate(kind: .article, path: "zukunft", value: value)
    }

    private func article() throws -> Document {
        let article = try Article(json: try fullArticleJSON())
        return Document(creating: article.operations(), id: article.id, kind: .article)
    }

    @Test(
        "a document lacks nothing that is required",
        arguments: ["headline", "publisher", "datePublished"])
    func required(path: String) throws {
        var document = try article()
        try ContentRules.validate(document)
        document.write([(path, .null)], at: "b1", stamp: 2)
        let error = #expect(throws: ContentError.self) { try ContentRules.validate(document) }
        #expect(error?.code == "content.incomplete" && error?.pointer == "/\(path)")
        let mark = DeletionMark(at: "2024-01-21T09:15:00Z", by: nil, saw: document.vector)
        document.write([("deleted", mark.value)], at: "b2", stamp: 3)
        try ContentRules.validate(document)
    }

    @Test(
        "a comment lacks nothing that is required",
        arguments: ["articleId", "author", "text", "dateCreated"])
    func requiredOfComment(path: String) throws {
        let comment = try VNModel.Comment(json: try fullCommentJSON())
        let operations = comment.operations().filter { $0.path != path }
        let document = Document(creating: operations, id: comment.id, kind: .comment)
        let error = #expect(throws: ContentError.self) { try ContentRules.validate(document) }
        #expect(error?.pointer == "/\(path)")
    }

    @Test("too many members of a family are refused; removed ones do not count")
    func families() throws {
        for (family, limit) in [("topics", 50), ("body", 2000), ("related", 100)] {
            var document = Document(
                creating: try article().fields.filter { !$0.path.hasPrefix(family) }.map {
                    ($0.path, $0.register.live[0].value)
                }, id: DocumentID(high: 1, low: 1), kind: .article)
            let members = (0..<limit).map { ("\(family)/x\($0)", JSONValue.bool(true)) }
            for (path, value) in members { document.write([(path, value)], at: "a2", stamp: 2) }
            document.write([("\(family)/gone", .null)], at: "a3", stamp: 3)
            try ContentRules.validate(document)
            document.write([("\(family)/y", .bool(true))], at: "a4", stamp: 4)
            let error = #expect(throws: ContentError.self) { try ContentRules.validate(document) }
            #expect(error?.pointer == "/\(family)" && error?.code == "content.too-large")
        }
    }

    @Test("all values of a document together have 1 MiB, concurrent ones too")
    func size() throws {
        var document = try article()
        var copy = document
        let value = JSONValue.string(String(repeating: "x", count: 60_000))
        for number in 0..<16 {
            document.write([("zukunft/x\(number)", value)], at: "b\(number + 1)", stamp: 2)
            if number < 2 {
                copy.write([("zukunft/x\(number)", value)], at: "c\(number + 1)", stamp: 2)
            }
        }
        try ContentRules.validate(document)
        document.join(copy)
        let error = #expect(throws: ContentError.self) { try ContentRules.validate(document) }
        #expect(error?.code == "content.too-large")
    }
}

extension Generator {
    /// Changes a byte of a JSON text, takes some out or puts something in.
    fileprivate mutating func spoil(_ bytes: inout [UInt8]) {
        let pieces = [
            "-", "0", "a", "A", " ", "\u{7F}", "\u{A0}", "e\u{301}", "\\n", "\\u0001", "Đ", "/",
            ":", "ế",
            String(repeating: "ạ", count: 301), "{", "null", "日",
        ]
        let place = below(bytes.count)
        switch below(3) {
        case 0: bytes[place] = UInt8(0x20 + below(0x60))
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: Array(pick(pieces).utf8), at: place)
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "1")] }
    }
}
