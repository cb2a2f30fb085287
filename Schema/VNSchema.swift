/// The files of `Schema/`, embedded in code so that a binary copied elsewhere still has them.
public enum VNSchema {
    /// The tables, indexes and settings of one store file.
    public static var storeSQL: String { text(PackageResources.store_sql) }
    /// JSON Schema of an article.
    public static var articleJSON: String { text(PackageResources.article_schema_json) }
    /// JSON Schema of a comment.
    public static var commentJSON: String { text(PackageResources.comment_schema_json) }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
