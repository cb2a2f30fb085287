/// Where an import reads from.
public enum ImportSource: Sendable {
    /// A file. A pipe such as `/dev/stdin` works too and is read once.
    case file(String)
    /// The files of a directory and all directories in it, by name: those whose names end as the
    /// format's do, see ``ImportFormat/fileEndings``. Links to directories are not followed.
    case directory(String)
    /// Bytes at hand, with the name that reports call them.
    case bytes([UInt8], name: String)
}

/// What an import reads.
public enum ImportFormat: String, Hashable, Sendable, CaseIterable {
    /// What begins as HTML or is called `*.html`, `*.htm` or `*.xhtml` is `html`, what begins with
    /// `{` or is called `*.jsonl` is `jsonl`, all else `page`.
    case auto
    /// One article or comment a line, as `Schema/article.schema.json` and
    /// `Schema/comment.schema.json` have it.
    case jsonl
    /// The text of one news page; see ``PageImporter``.
    case page
    /// A web page: its article with what JSON-LD, OpenGraph and its text say.
    case html

    /// How the names of files end that are read in directories.
    public var fileEndings: [String] {
        switch self {
        case .auto: [".txt", ".jsonl", ".html", ".htm", ".xhtml"]
        case .jsonl, .page: [".txt", ".jsonl"]
        case .html: [".html", ".htm", ".xhtml"]
        }
    }
}
