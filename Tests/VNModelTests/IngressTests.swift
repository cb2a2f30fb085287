import Testing
import VNModel

@Suite("Articles that enter as JSON")
struct IngressTests {
    @Test(
        "what does not fit the schema is refused with a pointer",
        arguments: [
            ("id", nil, "/id"), ("id", "x", "/id"), ("type", nil, "/type"),
            ("type", "comment", "/type"), ("url", "javascript:alert(1)", "/url"),
            ("url", "data:text/html,x", "/url"), ("url", "//example.vn/", "/url"),
            ("url", .null, "/url"), ("headline", nil, "/headline"), ("headline", "", "/headline"),
            ("headline", "  \u{200A}", "/headline"), ("headline", "a\nb", "/headline"),
            ("headline", "a\u{7F}b", "/headline"), ("headline", .integer(1), "/headline"),
            ("headline", .string(String(repeating: "ế", count: 301)), "/headline"),
            ("summary", .string(String(repeating: "ế", count: 2001)), "/summary"),
            ("summary", "a\u{1B}b", "/summary"), ("language", nil, "/language"),
            ("language", "vietnamese", "/language"), ("language", "vi-", "/language"),
            ("datePublished", "2024-01-21", "/datePublished"),
            ("datePublished", "2024-02-30T00:00:00Z", "/datePublished"),
            ("datePublishedPrecision", "hour", "/datePublishedPrecision"),
            ("publisher", nil, "/publisher"), ("publisher", "Báo", "/publisher"),
            ("publisher", .object([("type", "Organization")]), "/publisher/name"),
            ("publisher", .object([("type", "Paper"), ("name", "x")]), "/publisher/type"),
            (
                "publisher", .object([("type", "Person"), ("name", "x"), ("id", "A b")]),
                "/publisher/id"
            ),
            ("authors", .object([]), "/authors"), ("authors", .array([.null]), "/authors/0"),
            ("byline", .string(String(repeating: "x", count: 201)), "/byline"),
            ("source", .object([("name", "x"), ("x~/y", "z")]), "/source/x~0~1y"),
            ("section", "Kinh tế", "/section"), ("section", "a--b", "/section"),
            ("section", "", "/section"), ("topics", .array(["ok", "Không"]), "/topics/1"),
            ("topics", .array(Array(repeating: "x", count: 51)), "/topics"),
            ("image", .object([]), "/image/alt"),
            ("image", .object([("alt", ""), ("width", .integer(0))]), "/image/width"),
            ("image", .object([("alt", ""), ("height", .number(1.5))]), "/image/height"),
            ("image", .object([("alt", ""), ("sha256", "0A")]), "/image/sha256"),
            ("image", .object([("alt", ""), ("contentType", "text/html")]), "/image/contentType"),
            ("body", nil, "/body"), ("body", .array(["x"]), "/body/0/role"),
            ("body", .array([.object([("role", "table")])]), "/body/0/role"),
            ("body", .array([.object([("role", "paragraph")])]), "/body/0/text"),
            ("body", .array([.object([("role", "paragraph"), ("text", "")])]), "/body/0/text"),
            (
                "body", .array([.object([("role", "list"), ("items", .array([.null]))])]),
                "/body/0/items/0"
            ),
            (
                "body", .array([.object([("role", "quote"), ("text", "x"), ("url", "x")])]),
                "/body/0/url"
            ),
            ("body", .array([.object([("role", "embed"), ("url", "ftp://x/")])]), "/body/0/url"),
            ("body", .array([.object([("role", "image")])]), "/body/0/image"),
            (
                "body",
                .array(
                    ["a", "b"].map { .object([("id", "p1"), ("role", "quote"), ("text", $0)]) }),
                "/body/1/id"
            ),
            (
                "body",
                .array([.object([("id", "p 1"), ("role", "quote"), ("text", "x")])]),
                "/body/0/id"
            ),
            ("related", .array([.object([("rel", "x"), ("headline", "y")])]), "/related/0/rel"),
            ("related", .array(Array(repeating: .object([]), count: 101)), "/related"),
            ("status", "deleted", "/status"), ("commentPolicy", .bool(true), "/commentPolicy"),
            ("altIds", .array([.object([("role", "x")])]), "/altIds/0/value"),
            ("ext", .object([("priority", .integer(1))]), "/ext/priority"),
            ("ext", .array([]), "/ext"),
            (
                "ext", .object([("a.b", .string(String(repeating: "x", count: 1 << 16)))]),
                "/ext/a.b"
            ),
            ("erased", .bool(true), "/erased"), ("deleted", .null, "/deleted"),
            ("a b", .integer(1), "/a b"), ("zukunft/x", .integer(1), "/zukunft~1x"),
        ] as [(String, JSONValue?, String)])
    func refused(key: String, value: JSONValue?, pointer: String) throws {
        let json = try fullArticleJSON().with(key, value)
        let error = #expect(throws: ContentError.self) { try Article(json: json) }
        #expect(error?.pointer == pointer, "\(String(describing: error))")
    }

    @Test("what is no object is refused")
    func noObject() {
        for value in [JSONValue.null, "x", .array([])] {
            #expect(throws: ContentError.self) { try Article(json: value) }
            #expect(throws: ContentError.self) {
                try VNModel.Comment(json: value)
            }
        }
    }

    @Test("more than 1 MiB is refused with its own code")
    func tooLarge() throws {
        let text = JSONValue.string(String(repeating: "x", count: 20_000))
        let blocks = Array(
            repeating: JSONValue.object([("role", "paragraph"), ("text", text)]), count: 53)
        let json = try fullArticleJSON().with("body", .array(blocks))
        let error = #expect(throws: ContentError.self) { try Article(json: json) }
        #expect(error?.code == "content.too-large")
        _ = try Article(json: json.with("body", .array(blocks.dropLast(3))))
    }

    @Test("limits hold up to the last character")
    func limits() throws {
        let json = try fullArticleJSON()
        let headline = String(repeating: "ế", count: 300)
        #expect(try Article(json: json.with("headline", .string(headline))).headline == headline)
        let blocks = (0..<2000).map { _ in JSONValue.object([("role", "quote"), ("text", "x")]) }
        #expect(try Article(json: json.with("body", .array(blocks))).body.count == 2000)
        let more = json.with("body", .array(blocks + [blocks[0]]))
        #expect(throws: ContentError.self) { try Article(json: more) }
    }

    @Test("texts are composed, repaired and trimmed; links are encoded; times stay")
    func normalised() throws {
        let json = try fullArticleJSON()
            .with("headline", "  Vie\u{323}\u{302}t Nam Ðổi mới\n")
            .with("summary", "a\r\nb\rc").with("url", " https://example.vn/tin tức ")
            .with("publisher", .object([("type", "Organization"), ("name", "Ba\u{301}o Mẫu ")]))
        let article = try Article(json: json)
        #expect(Array(article.headline.utf8) == Array("Việt Nam Đổi mới".utf8))
        #expect(article.summary == "a\nb\nc")
        #expect(article.url == "https://example.vn/tin%20t%E1%BB%A9c")
        #expect(Array(article.publisher.name.utf8) == Array("Báo Mẫu".utf8))
        #expect(article.publisher.id == "bao-mau")
        let english = try Article(json: json.with("language", "en").with("headline", "Ðurð"))
        #expect(english.headline == "Ðurð")
        #expect(try Article(json: article.json).json == article.json)
    }

    @Test("blocks and agents without ids get ones that depend on the article alone")
    func ids() throws {
        func block(_ text: String, _ id: String? = nil) -> JSONValue {
            .object([("role", "paragraph"), ("text", .string(text))]).with(
                "id", id.map { .string($0) })
        }
        let json = try fullArticleJSON()
        func ids(_ blocks: [JSONValue]) throws -> [String] {
            try Article(json: json.with("body", .array(blocks))).body.map(\.id)
        }
        #expect(try ids([block("a"), block("a"), block("b")]) == ["p1", "p2", "p3"])
        let mixed = try ids([block("a", "p1"), block("b"), block("b"), block("c", "p2")])
        #expect(mixed[0] == "p1" && mixed[3] == "p2" && Set(mixed).count == 4)
        // New among known ones: by content, not by place, so that others do not collide.
        let other = try ids([block("x", "p9"), block("a", "p1"), block("b")])
        #expect(other[2] == mixed[1])

        let agents = ["Lê Thị A", "lê thị a", "日本", "!!!"].map {
            JSONValue.object([("type", "Person"), ("name", .string($0))])
        }
        let authors = try Article(json: json.with("authors", .array(agents))).authors.map(\.id)
        #expect(Array(authors.prefix(2)) == ["le-thi-a", "le-thi-a-2"])
        #expect(Set(authors).count == 4)
        for id in authors {
            try ContentRules.validate(
                kind: .article, path: "authors/\(id)",
                value: .object([("type", "Person"), ("name", "x")]))
        }
    }

    @Test("topics stand once and sorted, so that equal articles have equal registers")
    func topics() throws {
        let json = try fullArticleJSON().with("topics", .array(["b", "a", "b"]))
        #expect(try Article(json: json).topics == ["a", "b"])
    }
}
