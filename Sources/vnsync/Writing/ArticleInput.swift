internal import VNModel
internal import VNStore

/// Makes an article of what `post` gets: JSON in the shape of the schema, or a form in Markdown.
struct ArticleInput {
    let context: Context
    /// What the options say; they count before the text.
    let title: String?
    let publisher: String?

    func article(_ text: String) throws -> Article {
        let first = text.first { !$0.isWhitespace }
        return first == "{" ? try fromJSON(text) : try fromForm(text)
    }

    private func fromJSON(_ text: String) throws -> Article {
        guard var members = try JSONValue(parsing: text).object else {
            throw Failure(code: "cli.bad-input", message: "this is no JSON object")
        }
        let defaults: [(String, JSONValue)] = [
            ("id", .string(context.environment.newDocumentID().description)),
            ("type", .string(DocumentKind.article.rawValue)),
            ("language", .string(Article.defaultLanguage)),
            ("datePublished", .string(context.now.rfc3339)), ("body", .array([])),
        ]
        for (key, value) in defaults where members[key] == nil { members[key] = value }
        if let title { members["headline"] = .string(title) }
        if members["publisher"] == nil, let publisher {
            members["publisher"] = .members([
                ("type", .string(Agent.Kind.organization.rawValue)), ("name", .string(publisher)),
            ])
        }
        return try Article(json: .object(members))
    }

    private func fromForm(_ text: String) throws -> Article {
        let agent = publisher.map { Agent(kind: .organization, name: $0) }
        let id = context.environment.newDocumentID()
        guard let title else {
            return try ArticleForm.parse(text, id: id, published: context.now, publisher: agent)
        }
        let base = Article(
            id: id, headline: title, datePublished: context.now.rfc3339,
            publisher: agent ?? Agent(kind: .organization, name: ""))
        return try ArticleForm.merge(form: text, into: base)
    }
}
