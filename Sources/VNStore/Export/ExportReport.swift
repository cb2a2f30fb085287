public import VNModel

/// How an export is written.
public enum ExportFormat: String, Hashable, Sendable, CaseIterable {
    /// One article or comment a line, as `Schema/article.schema.json` and
    /// `Schema/comment.schema.json` have it, with the members in canonical order.
    case jsonl
    /// JSON Feed 1.1; comments are items too, and the extension `_vnsync` has the rest.
    case jsonfeed
    /// An array of IPTC ninjs 3.1 items; a body of a type of our own has the rest. Comments have
    /// no place in it.
    case ninjs
    /// An object with `posts`, `comments` and `media` as the REST interface of WordPress answers
    /// them; the extension `_vnsync` has the rest. Read in three passes over the store.
    case wordpress
    /// Atom with comments by its threading extension; an element of our own has the rest.
    case atom
    /// Markdown for people: articles in the form that ``ArticleForm`` reads, each followed by the
    /// approved comments as quotes.
    case markdown
    /// One HTML page for people: articles, each followed by the approved comments.
    case html
}

/// How far an export is.
public struct ExportProgress: Hashable, Sendable {
    /// Documents written so far.
    public internal(set) var documents = 0
    /// Bytes written so far.
    public internal(set) var bytes = 0
    /// How many documents stood in the store when an export of everything began; `nil` for others.
    public internal(set) var totalDocuments: Int?
}

/// What an export wrote.
public struct ExportReport: Hashable, Sendable {
    /// Articles written.
    public internal(set) var articles = 0
    /// Comments written.
    public internal(set) var comments = 0
    /// Bytes written.
    public internal(set) var bytes = 0
    /// Articles left out because they are deleted, and comments because they are erased.
    public internal(set) var skipped = 0
    /// Ids that were asked for and are not here.
    public internal(set) var missing: [DocumentID] = []
    /// What the format has no place for: how many documents had a value of each field, such as
    /// `article.related` or `comment`.
    public internal(set) var omitted: [String: Int] = [:]
}
