/// Where an import reads from.
public enum ImportSource: Sendable {
    /// A file. A pipe such as `/dev/stdin` works too and is read once.
    case file(String)
    /// The files of a directory and all directories in it, by name: those whose names end as the
    /// format's do, see ``ImportFormat/fileEndings``; with `auto`, of those that end as feeds do,
    /// the ones that begin as a feed does. Links to directories are not followed.
    case directory(String)
    /// Bytes at hand, with the name that reports call them.
    case bytes([UInt8], name: String)
    /// What an open file descriptor gives from where it stands, such as 0 for stdin, with the name
    /// that reports call it. It is left open.
    ///
    /// Of a pipe, no more than 8 MiB are held besides one document, and nothing is read twice. A
    /// feed that is longer must say things in order: the name of its publisher before the items,
    /// articles, pictures and terms before what refers to them; see ``ImportReport/isReadOnce``.
    /// A file that is redirected there reads as ``file(_:)`` does.
    case descriptor(Int32, name: String)
}

/// What an import reads.
public enum ImportFormat: String, Hashable, Sendable, CaseIterable {
    /// What begins as HTML or is called `*.html`, `*.htm` or `*.xhtml` is `html`, what begins as
    /// one of the feeds below is that, else what begins with `{` or is called `*.jsonl` is
    /// `jsonl`, all else `page`.
    case auto
    /// One article or comment a line, as `Schema/article.schema.json` and
    /// `Schema/comment.schema.json` have it.
    case jsonl
    /// The text of one news page; see ``PageImporter``.
    case page
    /// A web page: its article with what JSON-LD, OpenGraph and its text say.
    case html
    /// JSON Feed 1.1. Items that an export wrote come back as they were, comments among them.
    case jsonfeed
    /// IPTC ninjs 3.1 (News in JSON): one object, several one after another, or an array.
    case ninjs
    /// What the REST interface of WordPress answers: arrays of posts, comments and media, or an
    /// object with such arrays.
    case wordpress
    /// RSS 2.0 or 1.0, with Media RSS, `content:encoded` and `dc:creator`. What is Atom is read as
    /// Atom.
    case rss
    /// Atom, with comments by its threading extension. What is RSS is read as RSS.
    case atom

    private static let textEndings = [".txt", ".jsonl"]
    private static let pageEndings = [".html", ".htm", ".xhtml"]
    /// How the names of files end that may be feeds.
    static let feedEndings = [".json", ".xml", ".rss", ".atom"]

    /// How the names of files end that are read in directories.
    public var fileEndings: [String] {
        switch self {
        case .auto: ImportFormat.textEndings + ImportFormat.pageEndings + ImportFormat.feedEndings
        case .jsonl, .page: ImportFormat.textEndings
        case .html: ImportFormat.pageEndings
        case .jsonfeed, .ninjs, .wordpress, .rss, .atom:
            ImportFormat.textEndings + ImportFormat.feedEndings
        }
    }
}
