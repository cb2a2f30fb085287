import Testing
import VNModel

// The testing library has a Comment of its own.
import struct VNModel.Comment

@Suite("Comments")
struct CommentTests {
    private let plain = Comment(
        id: DocumentID(high: 1, low: 3), articleID: DocumentID(high: 1, low: 2),
        author: CommentAuthor(name: "Bạn đọc"), text: "Hay!",
        dateCreated: "2024-01-21T09:15:00+07:00")

    private func document(_ comment: Comment) -> Document {
        Document(creating: comment.operations(), id: comment.id, kind: .comment)
    }

    @Test("the JSON of a comment with every member comes back byte for byte")
    func jsonRoundTrip() throws {
        let json = try fullCommentJSON()
        let comment = try Comment(json: json)
        #expect(comment.json == json, "\(comment.json.canonicalText)")
        #expect(comment.moderation?.reason == .offTopic && comment.status == .rejected)
    }

    @Test("a comment comes back from its registers")
    func registersRoundTrip() throws {
        let comment = try Comment(json: try fullCommentJSON())
        let document = document(comment)
        #expect(Comment(document: document) == comment)
        #expect(comment.changes(to: document).isEmpty)
        for (path, value) in comment.operations() {
            try ContentRules.validate(kind: .comment, path: path, value: value)
        }
        try ContentRules.validate(document)
        #expect(document.value("moderation")?["status"] == "rejected")
    }

    @Test("nobody's decision is pending; a decision is not a modification")
    func moderation() throws {
        var document = document(plain)
        #expect(Comment(document: document).status == .pending)
        #expect(Comment(document: document).json["moderation"] == nil)
        var comment = Comment(document: document)
        comment.moderation = Moderation(status: .approved, by: "an", at: "2024-01-21T10:00:00Z")
        let changes = comment.changes(to: document)
        #expect(changes.map(\.path) == ["moderation"])
        document.write(changes, at: "b1", stamp: 1_705_802_400_000 << 17)
        let shown = Comment(document: document)
        #expect(shown.status == .approved && shown.dateModified == nil)
        document.write([("text", "Khác")], at: "a2", stamp: 1_705_802_401_000 << 16)
        #expect(Comment(document: document).dateModified == "2024-01-21T02:00:01Z")
    }

    @Test("going back to pending is a decision too")
    func pendingAgain() {
        var comment = plain
        comment.moderation = Moderation(status: .approved)
        var document = document(comment)
        comment.moderation = Moderation(status: .pending)
        let changes = comment.changes(to: document)
        #expect(changes.map(\.path) == ["moderation"] && changes[0].value["status"] == "pending")
        document.write(changes, at: "b1", stamp: 2)
        #expect(Comment(document: document).moderation == nil)
        #expect(Comment(document: document).changes(to: document).isEmpty)
    }

    @Test("a decision of a newer version keeps the comment from readers")
    func newerModeration() {
        var document = document(plain)
        document.write([("moderation", .object([("status", "zukunft")]))], at: "b1", stamp: 2)
        #expect(Comment(document: document).status == .withheld)
        document.write([("moderation", .object([("status", "deleted")]))], at: "b2", stamp: 3)
        #expect(Comment(document: document).status == .withheld)
    }

    @Test("a deleted comment shows its place and nothing of what it said")
    func deleted() throws {
        var document = document(try Comment(json: try fullCommentJSON()))
        let mark = DeletionMark(at: "2024-01-21T11:00:00Z", by: nil, saw: document.vector)
        document.write([("deleted", mark.value)], at: "b1", stamp: 2)
        let comment = Comment(document: document)
        #expect(comment.isDeleted && comment.status == .deleted && comment.text.isEmpty)
        #expect(comment.inReplyTo != nil && comment.json["text"] == nil)
        #expect(!comment.json.canonicalText.contains("Hay"))
        #expect(comment.changes(to: document).isEmpty)
        let copy = try Comment(json: comment.json)
        #expect(copy.json == comment.json && copy.isDeleted)
        try ContentRules.validate(document)
    }

    @Test(
        "JSON that does not fit the schema is refused with a pointer",
        arguments: [
            ("articleId", "x", "/articleId"), ("articleId", nil, "/articleId"),
            ("inReplyTo", .integer(3), "/inReplyTo"), ("author", .object([]), "/author/name"),
            ("author", .object([("name", "")]), "/author/name"),
            (
                "author", .object([("name", .string(String(repeating: "ế", count: 81)))]),
                "/author/name"
            ),
            ("author", .object([("name", "x"), ("url", "javascript:x")]), "/author/url"),
            ("author", .object([("name", "x"), ("email", "x")]), "/author/email"),
            ("text", "", "/text"), ("text", " \n ", "/text"), ("text", nil, "/text"),
            ("text", .string(String(repeating: "ế", count: 5001)), "/text"),
            ("text", "a\u{7}b", "/text"), ("dateCreated", "2024-01-21", "/dateCreated"),
            ("status", "zukunft", "/status"), ("status", nil, "/status"),
            ("moderation", .object([("reason", "bored")]), "/moderation/reason"),
            (
                "moderation", .object([("note", .string(String(repeating: "x", count: 501)))]),
                "/moderation/note"
            ),
            ("type", "article", "/type"), ("id", nil, "/id"), ("deleted", .bool(true), "/deleted"),
            ("erased", .bool(true), "/erased"), ("language", "VI", "/language"),
            ("ext", .object([("x", .null)]), "/ext/x"), ("a/b", "x", "/a~1b"),
        ] as [(String, JSONValue?, String)])
    func refused(key: String, value: JSONValue?, pointer: String) throws {
        let json = try fullCommentJSON().with(key, value)
        let error = #expect(throws: ContentError.self) { try Comment(json: json) }
        #expect(error?.pointer == pointer, "\(String(describing: error))")
    }

    @Test("a deleted comment with a text is refused; null for no parent is accepted")
    func special() throws {
        let json = try fullCommentJSON()
        #expect(throws: ContentError.self) { try Comment(json: json.with("status", "deleted")) }
        #expect(try Comment(json: json.with("inReplyTo", .null)).inReplyTo == nil)
        let pending = json.with("moderation", nil).with("status", "pending")
        #expect(try Comment(json: pending).moderation == nil)
        let approved = try Comment(json: json.with("moderation", nil).with("status", "approved"))
        #expect(approved.moderation == Moderation(status: .approved))
        let limit = json.with("text", .string(String(repeating: "ế", count: 5000)))
        #expect(try Comment(json: limit).text.unicodeScalars.count == 5000)
    }
}
