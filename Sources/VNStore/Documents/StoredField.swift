internal import VNModel

/// How the shown value of a register is kept in a row's column.
enum StoredField {
    /// A text column holds the value, which is a string.
    case text
    /// A JSON column holds the value.
    case json
    /// A JSON object holds the values of a family by what stands behind the slash.
    case members
    /// A JSON array holds the family's blocks in reading order, each with its `id`.
    case blocks
    /// A blob column holds the 16 bytes of the id.
    case id

    /// Whether a column can give a value back unchanged.
    func accepts(_ value: CanonicalJSON) -> Bool {
        switch self {
        case .text: value.isString
        case .id:
            value.string.map { text in
                DocumentID(text) != nil && !text.utf8.contains { (0x41...0x46).contains($0) }
            } ?? false
        case .json, .members: true
        case .blocks: value.isObject && value["id"] == nil
        }
    }
}

/// Which column keeps which register; every other register stands in `extra`.
struct StoredColumns {
    /// A column and the register, or family of registers, that it keeps.
    struct Column {
        let name: String
        let path: String
        let field: StoredField
    }

    let columns: [Column]
    /// The places of the columns, in the order of their paths.
    let byPath: [Int]
    private let indexes: [String: Int]

    private init(_ columns: [Column]) {
        self.columns = columns
        byPath = columns.indices.sorted { JSONObject.precedes(columns[$0].path, columns[$1].path) }
        indexes = Dictionary(
            uniqueKeysWithValues: columns.enumerated().map { ($0.element.path, $0.offset) })
    }

    /// The column of a path; `nil` if the register stands in `extra`.
    func index(of path: String) -> Int? {
        guard let member = RegisterPath.member(path) else {
            return indexes[path].flatMap { isFamily($0) ? nil : $0 }
        }
        let index = indexes[String(RegisterPath.family(path))]
        return index.flatMap { isFamily($0) && !member.isEmpty ? $0 : nil }
    }

    private func isFamily(_ index: Int) -> Bool {
        switch columns[index].field {
        case .members, .blocks: true
        case .text, .json, .id: false
        }
    }

    static func of(_ kind: DocumentKind) -> StoredColumns {
        switch kind {
        case .article: article
        case .comment: comment
        }
    }

    private static let article = StoredColumns([
        Column(name: "headline", path: "headline", field: .text),
        Column(name: "summary", path: "summary", field: .text),
        Column(name: "url", path: "url", field: .text),
        Column(name: "language", path: "language", field: .text),
        Column(name: "section", path: "section", field: .text),
        Column(name: "status", path: "status", field: .text),
        Column(name: "comment_policy", path: "commentPolicy", field: .text),
        Column(name: "date_published", path: "datePublished", field: .text),
        Column(name: "publisher", path: "publisher", field: .json),
        Column(name: "image", path: "image", field: .json),
        Column(name: "topics", path: "topics", field: .members),
        Column(name: "authors", path: "authors", field: .members),
        Column(name: "related", path: "related", field: .members),
        Column(name: "deleted", path: "deleted", field: .json),
        Column(name: "body", path: "body", field: .blocks),
    ])

    private static let comment = StoredColumns([
        Column(name: "article", path: "articleId", field: .id),
        Column(name: "parent", path: "inReplyTo", field: .id),
        Column(name: "date_created", path: "dateCreated", field: .text),
        Column(name: "author", path: "author", field: .json),
        Column(name: "language", path: "language", field: .text),
        Column(name: "moderation", path: "moderation", field: .json),
        Column(name: "deleted", path: "deleted", field: .json),
        Column(name: "text", path: "text", field: .text),
    ])
}
