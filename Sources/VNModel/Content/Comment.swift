/// A reader's comment on an article: a view of a document's registers.
///
/// Its author writes the text, moderators write the moderation; a deleted comment has no text.
public struct Comment: Hashable, Sendable {
    /// Its id.
    public var id: DocumentID
    /// The article it stands under.
    public var articleID: DocumentID
    /// The comment it answers.
    public var inReplyTo: DocumentID?
    /// Who wrote it.
    public var author: CommentAuthor
    /// What it says, plain text.
    public var text: String
    /// The language, BCP 47.
    public var language: String
    /// When it was written: RFC 3339.
    public var dateCreated: String
    /// When its author changed it last: RFC 3339.
    public var dateModified: String?
    /// What a moderator decided, if one did.
    public var moderation: Moderation?
    /// Whether it was deleted; its place in the thread stays.
    public var isDeleted: Bool
    /// Extensions, by dotted name.
    public var ext: JSONObject
    /// Members of newer versions of the format.
    public var unknown: JSONObject

    /// A comment nobody has moderated.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - articleID: the article it stands under.
    ///   - inReplyTo: the comment it answers.
    ///   - author: who wrote it.
    ///   - text: what it says.
    ///   - dateCreated: RFC 3339 with offset.
    public init(
        id: DocumentID, articleID: DocumentID, inReplyTo: DocumentID? = nil,
        author: CommentAuthor, text: String, dateCreated: String
    ) {
        self.id = id
        self.articleID = articleID
        self.inReplyTo = inReplyTo
        self.author = author
        self.text = text
        self.dateCreated = dateCreated
        language = Article.defaultLanguage
        isDeleted = false
        ext = JSONObject()
        unknown = JSONObject()
    }

    /// Where it stands with the moderators; `pending` while nobody decided.
    public var status: CommentStatus {
        isDeleted ? .deleted : moderation?.status ?? .pending
    }
}
