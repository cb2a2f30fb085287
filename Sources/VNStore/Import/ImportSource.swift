/// Where an import reads from.
public enum ImportSource: Sendable {
    /// A file. A pipe such as `/dev/stdin` works too and is read once.
    case file(String)
    /// The files `*.txt` and `*.jsonl` of a directory and all directories in it, by name.
    /// Links to directories are not followed.
    case directory(String)
    /// Bytes at hand, with the name that reports call them.
    case bytes([UInt8], name: String)
}

/// What an import reads.
public enum ImportFormat: String, Hashable, Sendable, CaseIterable {
    /// What begins with `{` or is called `*.jsonl` is `jsonl`, all else `page`.
    case auto
    /// One article or comment a line, as `Schema/article.schema.json` and
    /// `Schema/comment.schema.json` have it.
    case jsonl
    /// The text of one news page; see ``PageImporter``.
    case page
}
