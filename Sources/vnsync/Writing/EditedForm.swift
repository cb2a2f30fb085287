internal import VNModel
internal import VNStore

/// A form that was open in an editor, and the article that it showed.
struct EditedForm: Sendable {
    let before: Article
    let text: String

    /// The article as it stands now with what the user changed.
    ///
    /// - Throws: ``Failure`` `cli.changed-meanwhile` if the article is not the one that was
    ///   opened; `ImportError` if the form breaks a rule.
    func merged(into article: Article) throws -> Article {
        guard article == before else {
            throw Failure(
                code: "cli.changed-meanwhile",
                message: "the article was changed while the editor was open",
                hint: "edit it again; the text was:\n\(text)")
        }
        return try ArticleForm.merge(form: text, into: article)
    }
}
