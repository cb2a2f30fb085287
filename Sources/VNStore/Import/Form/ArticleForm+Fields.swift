public import VNModel

extension ArticleForm {
    /// The article with one field set, as `--set field=value` does.
    ///
    /// - Parameters:
    ///   - field: a name of the front matter or of the schema (`headline`, `commentPolicy` …), in
    ///     any case.
    ///   - value: the value as the front matter has it; an empty one removes an optional field.
    ///   - article: the article to change.
    /// - Throws: ``ImportError`` `form.invalid`; an unknown field with the names of the known ones.
    public static func set(
        field: String, value: String, on article: Article
    ) throws(ImportError) -> Article {
        guard let known = FormField(name: field) else {
            throw ImportError(
                ImportError.invalidForm,
                reason: "unknown field \(field.prefix(40)); known are \(FormField.names)")
        }
        var result = article
        if let reason = known.set(value, on: &result) {
            throw ImportError(ImportError.invalidForm, reason: reason)
        }
        return try validated(result)
    }

    /// The article as it may be stored.
    static func validated(_ article: Article) throws(ImportError) -> Article {
        do throws(ContentError) {
            return try Article(json: article.json)
        } catch {
            throw ImportError(ImportError.invalidForm, reason: error.description)
        }
    }
}
