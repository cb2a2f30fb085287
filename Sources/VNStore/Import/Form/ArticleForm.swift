public import VNModel

/// The form in which people write and edit an article: Markdown behind an optional front matter.
///
/// ```
/// ---
/// title: Chợ nổi họp lại
/// summary: Sau hai năm vắng khách …
/// section: doi-song
/// publisher: Báo Cửa Biển
/// topics: cho-noi, du-lich
/// date: 21/01/2024 09:15
/// image: https://bao.example/cho.jpg
/// caption: Ghe hàng lúc sáng sớm.
/// ---
///
/// The first paragraph.
///
/// ## A heading
///
/// > A quote
///
/// - An item
///
/// ![alt text](https://bao.example/ghe.jpg "Caption (Ảnh: Somebody)")
/// ```
///
/// Without a front matter, or where it does not name them, the first heading is the headline and
/// the first paragraph the lead. `1.` makes a numbered list; `@video(url "title")` and
/// `@embed(url "title")` stand for what they say. An empty line ends a block; a backslash at the
/// end of a line keeps the line break, one at its start takes the meaning from the next character.
public enum ArticleForm {
    /// The article of a form.
    ///
    /// - Parameters:
    ///   - markdown: the form.
    ///   - id: the id that the article gets.
    ///   - published: the date of a form that names none.
    ///   - publisher: the publisher of a form that names none.
    /// - Throws: ``ImportError`` `form.invalid` with the line.
    public static func parse(
        _ markdown: String, id: DocumentID, published: Timestamp, publisher: Agent? = nil
    ) throws(ImportError) -> Article {
        let form = try ParsedForm(markdown)
        var article = Article(
            id: id, headline: "", datePublished: published.rfc3339,
            publisher: publisher ?? Agent(kind: .organization, name: ""),
            body: form.blocks.map(\.block))
        for field in FormField.allCases {
            guard let entry = form.fields[field], !entry.value.isEmpty else { continue }
            try set(field, entry, on: &article)
        }
        guard !article.headline.isEmpty else {
            throw ImportError(
                ImportError.invalidForm, line: form.fields[.title]?.line ?? 1,
                reason: "no headline: begin with `# Headline` or name a title")
        }
        guard !article.publisher.name.isEmpty else {
            throw ImportError(
                ImportError.invalidForm, line: form.fields[.publisher]?.line ?? 1,
                reason: "no publisher: name one in the front matter")
        }
        return try checked(article, form)
    }

    /// The article that an edited form of another one makes.
    ///
    /// What the form says as before stays as it is, with all that a form does not show. Blocks
    /// keep their ids where they stand unchanged, were moved or rewritten; a new block has none
    /// of the ids before. With a front matter, an optional field that it no longer names is
    /// removed; without one, only headline, lead and body are taken from the form.
    ///
    /// - Throws: ``ImportError`` `form.invalid` with the line.
    public static func merge(
        form markdown: String, into article: Article
    ) throws(ImportError) -> Article {
        let form = try ParsedForm(markdown)
        var result = article
        for field in FormField.allCases {
            let before = field.text(of: article)
            if let entry = form.fields[field] {
                if entry.value.withoutOuterSpace != (before ?? "").withoutOuterSpace {
                    try set(field, entry, on: &result)
                }
            } else if form.hasFrontMatter, field.isOptional, before != nil {
                _ = field.set("", on: &result)
            }
        }
        result.body = BlockMatching.merged(form.blocks.map(\.block), into: article.body)
        return try checked(result, form)
    }

    private static func set(
        _ field: FormField, _ entry: ParsedForm.Entry, on article: inout Article
    ) throws(ImportError) {
        if let reason = field.set(entry.value, on: &article) {
            throw ImportError(ImportError.invalidForm, line: entry.line, reason: reason)
        }
    }

    private static func checked(
        _ article: Article, _ form: ParsedForm
    ) throws(ImportError) -> Article {
        do throws(ContentError) {
            return try Article(json: article.json)
        } catch {
            throw form.error(for: error)
        }
    }
}
