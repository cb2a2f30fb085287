package import VNModel

/// What decides an article's scope, and whether it takes comments.
package struct ArticleFacts: Hashable, Sendable {
    /// The section's slug.
    package var section: String?
    /// The publisher's id.
    package var publisherID: String?
    /// The publisher's name.
    package var publisherName: String?
    /// When it was published, in milliseconds since 1970; 0 if that is unknown.
    package var published: Int64
    /// Whether it takes no new comments.
    package var isClosed: Bool

    /// - Parameters:
    ///   - section: the section's slug.
    ///   - publisher: the value of the register `publisher`.
    ///   - published: milliseconds since 1970; 0 if that is unknown.
    ///   - commentPolicy: the value of the register `commentPolicy`.
    package init(
        section: String?, publisher: JSONValue?, published: Int64, commentPolicy: String?
    ) {
        self.section = section
        publisherID = publisher?["id"]?.string
        publisherName = publisher?["name"]?.string
        self.published = published
        isClosed = commentPolicy == CommentPolicy.closed.rawValue
    }

    /// The facts of an article.
    package init(_ document: Document) {
        self.init(
            section: document.value("section")?.string, publisher: document.value("publisher"),
            published: document.value("datePublished")?.string
                .flatMap { Timestamp(rfc3339: $0)?.milliseconds } ?? 0,
            commentPolicy: document.value("commentPolicy")?.string)
    }
}

/// Where a comment stands.
package struct CommentFacts: Hashable, Sendable {
    /// The article; `nil` if the comment does not say, or not in an id's own text form.
    package var article: DocumentID?
    /// The comment it answers.
    package var parent: DocumentID?

    /// - Parameters:
    ///   - article: the article.
    ///   - parent: the comment it answers.
    package init(article: DocumentID?, parent: DocumentID?) {
        self.article = article
        self.parent = parent
    }

    /// The facts of a comment.
    package init(_ document: Document) {
        self.init(
            article: CommentFacts.id(document.value("articleId")),
            parent: CommentFacts.id(document.value("inReplyTo")))
    }

    /// The id in a register's value.
    static func id(_ value: JSONValue?) -> DocumentID? {
        guard let text = value?.string, let id = DocumentID(text), id.description == text else {
            return nil
        }
        return id
    }
}
