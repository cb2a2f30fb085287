import Foundation
import Testing
import VNModel

/// The samples have every member that the schemas name, so that the round trips of ArticleTests
/// and CommentTests cover all of them.
@Suite("Schemas and content")
struct SchemaTests {
    private func schema(_ name: String) throws -> JSONValue {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Schema/\(name).schema.json")
        return try JSONValue(parsing: [UInt8](try Data(contentsOf: file)))
    }

    private func properties(_ schema: JSONValue?) -> Set<String> {
        Set(schema?["properties"]?.object?.members.map(\.key) ?? [])
    }

    private func keys(_ values: JSONValue?...) -> Set<String> {
        Set(values.compactMap { $0?.object?.members.map(\.key) }.joined())
    }

    @Test("an article has the members of the schema and no others")
    func article() throws {
        let schema = try schema("article")
        let json = try fullArticleJSON().with("zukunft", nil)
        #expect(keys(json) == properties(schema))
        let definitions = schema["$defs"]
        #expect(
            keys(json["publisher"], json["authors"]?.array?[1])
                == properties(definitions?["agent"]))
        #expect(keys(json["image"]) == properties(definitions?["image"]))
        #expect(keys(json["related"]?.array?[1]) == properties(definitions?["link"]))
        #expect(keys(json["source"]) == properties(schema["properties"]?["source"]))
        let blocks = json["body"]?.array ?? []
        let block = try #require(definitions?["block"])
        var members = properties(block)
        for variant in block["oneOf"]?.array ?? [] { members.formUnion(properties(variant)) }
        #expect(blocks.reduce(into: Set()) { $0.formUnion(keys($1)) } == members)
    }

    @Test("a comment has the members of the schema and no others")
    func comment() throws {
        let schema = try schema("comment")
        let json = try fullCommentJSON().with("zukunft", nil)
        #expect(keys(json) == properties(schema))
        #expect(keys(json["author"]) == properties(schema["properties"]?["author"]))
        #expect(keys(json["moderation"]) == properties(schema["properties"]?["moderation"]))
    }

    @Test("without any one of the required members an article or comment is refused")
    func required() throws {
        for (name, json) in [
            ("article", try fullArticleJSON()), ("comment", try fullCommentJSON()),
        ] {
            let required = try schema(name)["required"]?.array?.compactMap(\.string) ?? []
            #expect(required.count > 5)
            for key in json.object?.members.map(\.key) ?? [] where key != "text" {
                let less = json.with(key, nil)
                let isAccepted =
                    name == "article"
                    ? (try? Article(json: less)) != nil
                    : (try? VNModel.Comment(json: less)) != nil
                #expect(isAccepted == !required.contains(key), "\(key)")
            }
        }
    }

    @Test("the limits and words of the schema are those of the content")
    func limits() throws {
        let schema = try schema("article")
        let json = try fullArticleJSON()
        for member in schema["properties"]?.object?.members ?? [] {
            if let limit = member.value["maxLength"]?.integer.map({ Int($0) }) {
                let longest = JSONValue.string(String(repeating: "ế", count: limit))
                let longer = JSONValue.string(String(repeating: "ế", count: limit + 1))
                #expect(throws: Never.self, "\(member.key)") {
                    try Article(json: json.with(member.key, longest))
                }
                #expect(throws: ContentError.self, "\(member.key)") {
                    try Article(json: json.with(member.key, longer))
                }
            }
            for word in member.value["enum"]?.array ?? [] {
                #expect(throws: Never.self, "\(member.key)") {
                    try Article(json: json.with(member.key, word))
                }
            }
        }
    }
}
