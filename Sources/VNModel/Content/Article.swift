/// An article as people read it: a view of a document's registers.
///
/// Members that a newer version of the format added are kept in ``unknown``. A text that is absent
/// is `nil`, a list that is absent is empty.
public struct Article: Hashable, Sendable {
    /// Its id.
    public var id: DocumentID
    /// The page it came from.
    public var url: String?
    /// The headline, one line.
    public var headline: String
    /// The lead.
    public var summary: String?
    /// The language, BCP 47.
    public var language: String
    /// When it was published: RFC 3339 with offset.
    public var datePublished: String
    /// How exactly that is known.
    public var datePublishedPrecision: DatePrecision
    /// When it was changed last: RFC 3339.
    public var dateModified: String?
    /// Who published it.
    public var publisher: Agent
    /// Who wrote it.
    public var authors: [Agent]
    /// The authors as the page names them.
    public var byline: String?
    /// Where it was written.
    public var dateline: String?
    /// Where it was taken from.
    public var source: Source?
    /// The section, a slug.
    public var section: String?
    /// The topics, slugs, sorted.
    public var topics: [String]
    /// The leading picture.
    public var image: Image?
    /// The body.
    public var body: [Block]
    /// Related articles.
    public var related: [Link]
    /// Whether readers may see it.
    public var status: ArticleStatus
    /// Whether readers may comment on it.
    public var commentPolicy: CommentPolicy
    /// Whose it is.
    public var copyrightNotice: String?
    /// Ids that other systems have given it, sorted.
    public var alternateIDs: [AlternateID]
    /// Extensions, by dotted name.
    public var ext: JSONObject
    /// Members of newer versions of the format.
    public var unknown: JSONObject

    /// The language of an article that names none.
    public static let defaultLanguage = "vi"

    /// An article with the members that every article has.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - headline: the headline.
    ///   - datePublished: RFC 3339 with offset.
    ///   - publisher: who published it.
    ///   - body: the body.
    public init(
        id: DocumentID, headline: String, datePublished: String, publisher: Agent,
        body: [Block] = []
    ) {
        self.id = id
        self.headline = headline
        self.datePublished = datePublished
        self.publisher = publisher
        self.body = body
        language = Article.defaultLanguage
        datePublishedPrecision = .second
        authors = []
        topics = []
        related = []
        status = .usable
        commentPolicy = .open
        alternateIDs = []
        ext = JSONObject()
        unknown = JSONObject()
    }
}
