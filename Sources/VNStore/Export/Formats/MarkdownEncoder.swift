internal import VNModel

/// Writes articles in the form in which people write them, each followed by the comments that
/// readers may see.
struct MarkdownEncoder: ExportEncoder {
    var passes: [ExportPass] { [ExportPass(separator: "\n")] }
    var keepsThreads: Bool { true }

    /// Members of an article that the form has a field for, or that it begins with.
    private static let carried: Set<String> = [
        "authors", "body", "byline", "commentPolicy", "copyrightNotice", "dateline",
        "datePublished", "datePublishedPrecision", "headline", "image", "language", "publisher",
        "section", "source", "status", "summary", "topics", "type", "url",
    ]

    func write(_ article: Article, pass: Int, to output: inout ExportOutput) {
        output.element(ArticleForm.render(article))
        output.omit(of: article, carried: MarkdownEncoder.carried)
    }

    func write(_ comment: Comment, pass: Int, to output: inout ExportOutput) {
        guard output.shows(comment) else { return }
        let lines = FormText.escaped(comment.text).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map { "> \($0)\n" }.joined()
        let name = FormText.escaped(comment.author.name)
        output.element("> **\(name)** · \(comment.dateCreated)\n>\n\(lines)")
        if comment.inReplyTo != nil { output.omit("comment.inReplyTo") }
    }
}

extension ExportOutput {
    /// Whether readers may see a comment; books it if not.
    mutating func shows(_ comment: Comment) -> Bool {
        if comment.status == .approved { return true }
        omit("comment")
        return false
    }

    /// Books the members that say something and have no place.
    mutating func omit(of article: Article, carried: Set<String>) {
        let plain = Article(
            id: article.id, headline: "", datePublished: "", publisher: article.publisher
        ).json.object
        for member in article.json.object?.members ?? []
        where !carried.contains(member.key) {
            guard member.key == "id" || plain?[member.key] != member.value else { continue }
            omit("article.\(member.key)")
        }
    }
}
