internal import VNModel
internal import VNText

/// The columns that are computed from the others, so that lists need no decoding.
struct DerivedColumns: Sendable {
    let state: String
    let conflicts: Int
    /// When an article was published or a comment made, since 1970; 0 if it does not say.
    let milliseconds: Int64
    let values: [SQLValue]

    /// Bytes of the title's sort key; longer titles that agree so far are ordered by id.
    private static let titleKeyLimit = 64

    static func names(_ kind: DocumentKind) -> [String] {
        switch kind {
        case .article: ["published_ms", "date_modified", "publisher_id", "title_key"]
        case .comment: ["created_ms"]
        }
    }

    init(_ document: Document) {
        let mayConflict =
            document.field(RegisterPath.deleted) != nil
            || document.fields.contains { $0.register.liveCount > 1 }
        conflicts = mayConflict ? document.conflicts.count : 0
        let isDeleted = document.isDeleted || document.isErased
        switch document.kind {
        case .article:
            state = isDeleted ? "deleted" : document.encoded("status")?.string ?? "usable"
            let publisher = document.encoded("publisher")
            let publisherID =
                publisher?["id"]?.string ?? publisher?["name"]?.string.map { Slug.make($0) }
            milliseconds = DerivedColumns.milliseconds(document, "datePublished")
            values = [
                .integer(milliseconds),
                .text(DerivedColumns.dateModified(document)),
                .text(publisherID),
                .blob(DerivedColumns.titleKey(document)),
            ]
        case .comment:
            state =
                isDeleted
                ? "deleted" : document.encoded("moderation")?["status"]?.string ?? "pending"
            milliseconds = DerivedColumns.milliseconds(document, "dateCreated")
            values = [.integer(milliseconds)]
        }
    }

    /// When an article was edited last; `nil` if it never was.
    static func dateModified(_ article: Document) -> String? {
        article.encoded("dateModified")?.string ?? article.timeOfLastEdit
    }

    /// The place of an article in the order of titles.
    static func titleKey(_ article: Document) -> [UInt8] {
        let headline = article.encoded("headline")?.string ?? ""
        return Array(VietnameseOrder.sortKey(headline).prefix(titleKeyLimit))
    }

    private static func milliseconds(_ document: Document, _ path: String) -> Int64 {
        document.encoded(path)?.string.flatMap { Timestamp(rfc3339: $0)?.milliseconds } ?? 0
    }
}
